// Verbs of the appointment (activity 3): agreed, confirmed, moved, cancelled, held. Each
// writes the calendars, the letters and the trail with the change. Right: agree; reading: read.
#pragma once

#include "domain/access.h"
#include "domain/appointment.h"
#include "service/listing.h"
#include "service/office.h"

namespace citacal::service {

struct Agreed {  // what was agreed, and what speaks against it (never a refusal)
  domain::Appointment appointment;
  std::vector<domain::ConflictWarning> warnings;
};

Agreed agree(Office& office, const Caller& caller, domain::Agreement agreement);
Agreed agree(Work& work, domain::Agreement agreement);
// The same with the UID that somebody else gave the event. forbidden "no-uid-conflict" where an
// appointment has it; forbidden "valid-calendar-data" where no URL could name it.
Agreed agree(Work& work, domain::Agreement agreement, const std::string& uid);
// `short_notice_reason`: why with less time ahead than the notice to all staff needs, where it
// affects the network (service/notice.h: keep_notice_rule).
domain::Appointment confirm(Office& office, const Caller& caller, const core::Id& id,
                            const std::string& short_notice_reason = {});
domain::Appointment confirm(Work& work, const core::Id& id,
                            const std::string& short_notice_reason = {});
Agreed reschedule(Office& office, const Caller& caller, const core::Id& id,
                  const domain::Rescheduling& change);
Agreed reschedule(Work& work, const core::Id& id, const domain::Rescheduling& change);
domain::Appointment cancel(Office& office, const Caller& caller, const core::Id& id,
                           const std::string& reason);
domain::Appointment cancel(Work& work, const core::Id& id, const std::string& reason);
domain::Appointment hold(Office& office, const Caller& caller, const core::Id& id);
// Of itself once a confirmed one is over (service/follow_up.h).
domain::Appointment hold(Work& work, const core::Id& id);

domain::Appointment get_appointment(Office& office, const Caller& caller, const core::Id& id);
// What speaks against an agreement, without making it.
std::vector<domain::ConflictWarning> check_agreement(Office& office, const Caller& caller,
                                                     domain::Agreement agreement);
// The invitation as an iCalendar object (method REQUEST, or CANCEL once cancelled).
std::string print_invitation(Office& office, const Caller& caller, const core::Id& id);

struct AppointmentQuery {
  std::optional<core::Instant> from, until;
  core::Id contractor;
  std::optional<domain::Kind> kind;
  std::optional<bool> affects_network;
  std::optional<domain::AppointmentStatus> status;
  bool without_cancelled = false;
  bool with_slots = false;  // those too of which the caller sees the slot only
};

struct Entry {  // an appointment with what it hangs on
  domain::Appointment appointment;
  domain::ServiceRequest request;
  domain::Contractor contractor;
  domain::Sight sight = domain::Sight::whole;  // slot: of the rest nothing may be shown
};

// By start. "What is coming?" is this with from = now.
Listing<Entry> list_appointments(Office& office, const Caller& caller,
                                 const AppointmentQuery& query, const Paging& paging);
// The same as one iCalendar object (METHOD:PUBLISH), for Accept: text/calendar.
std::string print_entries(Office& office, const Caller& caller, const std::vector<Entry>& entries);

}  // namespace citacal::service
