// Verifications with their commitments in the store.
#pragma once

#include "domain/verification.h"
#include "store/database.h"
#include "store/page.h"

namespace citacal::store {

void save(Transaction& tx, const domain::Verification& verification);
std::optional<domain::Verification> find_verification(Transaction& tx, const core::Id& id);
domain::Verification get_verification(Transaction& tx, const core::Id& id);
std::vector<domain::Verification> list_verifications_of(Transaction& tx, const core::Id& request);
Listed<domain::Verification> list_verifications(Transaction& tx, const core::Id& contractor,
                                                const Page& page);  // empty contractor: any; by id

}  // namespace citacal::store
