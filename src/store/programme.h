// Programmes with their planned services and amendments in the store.
#pragma once

#include "domain/programme.h"
#include "store/database.h"
#include "store/page.h"

namespace citacal::store {

struct ProgrammeFilter {
  core::Id contractor;  // empty: any
  int year = 0;         // 0: any
};

void save(Transaction& tx, const domain::Programme& programme);  // version as in store/party.h
std::optional<domain::Programme> find_programme(Transaction& tx, const core::Id& id);
std::optional<domain::Programme> find_programme_by_contract(Transaction& tx, int year,
                                                            std::string_view contract);
domain::Programme get_programme(Transaction& tx, const core::Id& id);
Listed<domain::Programme> list_programmes(Transaction& tx, const ProgrammeFilter& filter,
                                          const Page& page);  // by id

}  // namespace citacal::store
