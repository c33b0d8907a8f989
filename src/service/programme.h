// Verbs of the programme (activity 1). Right: plan; reading: read.
#pragma once

#include "domain/programme.h"
#include "service/listing.h"
#include "service/office.h"

namespace citacal::service {

struct ProgrammeQuery {
  core::Id contractor;  // empty: any that the caller sees
  int year = 0;
};

domain::Programme draft_programme(Office& office, const Caller& caller,
                                  domain::Programme programme);
domain::Programme draft_programme(Work& work, domain::Programme programme);
domain::Programme edit_programme(Office& office, const Caller& caller, const core::Id& id,
                                 domain::Programme changed);
domain::Programme edit_programme(Work& work, const core::Id& id, domain::Programme changed);
domain::Programme approve_programme(Office& office, const Caller& caller, const core::Id& id,
                                    const std::string& minutes, core::Day day);
domain::Programme approve_programme(Work& work, const core::Id& id, const std::string& minutes,
                                    core::Day day);
domain::Programme amend_programme(Office& office, const Caller& caller, const core::Id& id,
                                  domain::Programme changed, const domain::Amendment& amendment);
domain::Programme get_programme(Office& office, const Caller& caller, const core::Id& id);
Listing<domain::Programme> list_programmes(Office& office, const Caller& caller,
                                           const ProgrammeQuery& query, const Paging& paging);

}  // namespace citacal::service
