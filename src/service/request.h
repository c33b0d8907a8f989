// Verbs of the service request (activity 2). Right: request; reading: read.
#pragma once

#include "domain/appointment.h"
#include "service/listing.h"
#include "service/office.h"

namespace citacal::service {

struct RequestQuery {
  core::Id contractor;
  std::optional<domain::Kind> kind;
  std::optional<domain::Priority> priority;
  std::optional<domain::RequestState> state;
  int year = 0;
};

// Gives it its number; id, number, state, requested_by and requested_at are set here.
domain::ServiceRequest register_request(Office& office, const Caller& caller,
                                        domain::ServiceRequest request);
domain::ServiceRequest register_request(Work& work, domain::ServiceRequest request);
// A part of a larger work, of facts that another request holds already: registered, asked of the
// contractor, told its ticket system.
domain::ServiceRequest enter_request(Work& work, domain::ServiceRequest request);
// Throws conflict "request-followed", naming the request that takes this one up again, where there
// is one: the first is neither agreed nor withdrawn.
void require_unfollowed(store::Transaction& tx, const domain::ServiceRequest& request);
domain::ServiceRequest withdraw_request(Office& office, const Caller& caller, const core::Id& id,
                                        const std::string& reason);
// Another classification, by If-Match: its calendars follow, the trail says from what to what.
// Right: agree. Throws invalid "above-clearance" for more than the caller may read themselves.
domain::ServiceRequest classify_request(Office& office, const Caller& caller, const core::Id& id,
                                        const domain::Classification& classification);
// Completes one that was made of a calendar's event, with what is asked of its appointments that
// stand (who is invited to them is told). Right: agree.
domain::ServiceRequest complete_request(Office& office, const Caller& caller, const core::Id& id,
                                        const domain::Completion& completion,
                                        const domain::Particulars& particulars);
domain::ServiceRequest add_ticket(Office& office, const Caller& caller, const core::Id& id,
                                  const domain::Ticket& ticket);
// Called where a request has got a ticket: saves it, and all its calendars show it.
domain::ServiceRequest keep_ticket(Work& work, domain::ServiceRequest request,
                                   const domain::Ticket& ticket);
// `id` may be the id or the number.
domain::ServiceRequest get_request(Office& office, const Caller& caller, const std::string& id);
Listing<domain::ServiceRequest> list_requests(Office& office, const Caller& caller,
                                              const RequestQuery& query, const Paging& paging);

}  // namespace citacal::service
