// What changes of an appointment that stands, all in one. Right: agree.
#pragma once

#include "domain/appointment.h"
#include "service/office.h"

namespace citacal::service {

// What somebody changes at once, as by one write in a calendar.
struct Change {
  std::optional<domain::Rescheduling> move;
  domain::Particulars particulars;
  std::string subject;  // of the request; empty: as it was
  bool confirm = false;

  bool amends() const;
};

// One change of SEQUENCE, one letter to each person: an invitation to who is new, of the weightiest
// change to the others; who is no longer invited gets a cancellation of what they knew.
domain::Appointment change(Work& work, const core::Id& id, const Change& asked);
// Beside its date and place, with the request's subject (empty: as it was). Who is newly invited
// gets an invitation, who no longer is a cancellation; the others are told where more than the
// people changed.
domain::Appointment amend(Work& work, const core::Id& id, const domain::Particulars& change,
                          const std::string& subject = {});

}  // namespace citacal::service
