// What is told to contractors' own ticket systems: written down by verbs in their transaction,
// taken and settled by the clerk (ticket/clerk.h), seen and retried by people. Only where the
// contractor has a system in the settings, and only where the work tells.
#pragma once

#include "domain/appointment.h"
#include "domain/errand.h"
#include "service/listing.h"
#include "service/office.h"

namespace citacal::service {

// Called by verbs. `action`: as the trail names it; what is not in the table of errands.cpp is not
// told. Where nobody has opened a ticket for the request yet, one is opened first.
void open_ticket(Work& work, const domain::ServiceRequest& request);
void tell_ticket(Work& work, const domain::Appointment& appointment, std::string_view action);
void tell_ticket(Work& work, const domain::ServiceRequest& request, std::string_view action,
                 const std::string& detail);
// A person opened `ticket` by hand: where it is of the contractor's system, it is not opened again,
// and what waited for its number goes on.
void take_over_ticket(Work& work, const domain::ServiceRequest& request,
                      const domain::Ticket& ticket);

// Of one system: queued and due → sending.
std::vector<domain::Errand> claim_errands(Office& office, const std::string& system, int most);
// A ticket that was opened comes into the case: its number, its URL, the calendars.
void settle_errand(Office& office, const core::Id& errand, const domain::Told& told, double jitter);
// Gives back an errand that was claimed and not tried.
void return_errand(Office& office, const core::Id& errand);
int recover_errands(Office& office);  // sending → queued, after a death; how many
// The keys of configured systems whose contractor is not there (yet).
std::vector<std::string> list_systems_of_nobody(Office& office);

// Right: audit.
Listing<domain::Errand> list_errands(Office& office, const Caller& caller,
                                     std::optional<domain::ErrandState> state,
                                     const Paging& paging);
domain::Errand get_errand(Office& office, const Caller& caller, const core::Id& id);
// A failed errand is queued again, by somebody who mended the cause. Right: agree.
domain::Errand retry_errand(Office& office, const Caller& caller, const core::Id& id);

}  // namespace citacal::service
