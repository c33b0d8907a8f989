// Verbs of the verification (activity 5), which closes the case. Right: verify.
#pragma once

#include "domain/verification.h"
#include "service/listing.h"
#include "service/office.h"

namespace citacal::service {

domain::Verification verify(Office& office, const Caller& caller,
                            domain::Verification verification);
domain::Verification verify(Work& work, domain::Verification verification);
domain::Verification complete_commitment(Office& office, const Caller& caller,
                                         const core::Id& verification, const core::Id& commitment);
// The same by who is to do it, who needs no right for that.
domain::Verification complete_commitment(Work& work, const core::Id& verification,
                                         const core::Id& commitment);
domain::Verification get_verification(Office& office, const Caller& caller, const core::Id& id);
Listing<domain::Verification> list_verifications(Office& office, const Caller& caller,
                                                 const Paging& paging);

}  // namespace citacal::service
