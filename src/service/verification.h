// Verbs of the verification (activity 5), which closes the case. Right: verify; reading: read.
#pragma once

#include "domain/follow_up.h"
#include "service/listing.h"
#include "service/office.h"

namespace citacal::service {

// Of an appointment that is held, or confirmed and over: it is then held in the same work. What was
// not provided leaves the case open, and a new request that follows it is registered and asked of
// the contractor; what was closes the case, and those that it follows. forbidden
// "verified-by-provider" where the caller is of who provided.
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

struct Requested {
  domain::ServiceRequest request;
  bool made = false;  // now; else there was one already
};
// A commitment that is not done, asked of the contractor as a service: a request that follows its
// case. Another call gives the same request. Right: request.
Requested request_commitment(Office& office, const Caller& caller, const core::Id& verification,
                             const core::Id& commitment);

struct Promise {  // a commitment with what it hangs on
  core::Id verification;
  domain::ServiceRequest request;  // the case's
  domain::Commitment commitment;
  domain::CommitmentState state = domain::CommitmentState::open;
  std::string asked_in;  // number of the request that it opened; may be empty
};

// Of the cases that the caller may see, by day. Without `state` all of them.
Listing<Promise> list_commitments(Office& office, const Caller& caller,
                                  std::optional<domain::CommitmentState> state,
                                  const Paging& paging);

}  // namespace citacal::service
