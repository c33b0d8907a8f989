// What the papers of a case are written from: the acta of a verification and the citación of an
// appointment, with nothing that the reader may not see in the case.
#pragma once

#include "domain/attendance.h"
#include "service/case.h"

namespace citacal::service {

struct Minutes {
  Case whole;
  domain::Verification verification;
  domain::Appointment appointment;
  domain::Attendance attendance;  // who verified among the attendees
  std::string verified_by;        // the name; empty: nobody's account
};

struct Citation {
  Case whole;
  domain::Appointment appointment;
  domain::Attendance attendance;
  std::string addressee;  // the name of whom it is for; empty: everybody who is invited
  std::string link;       // the addressee's own to answer by; empty: none
};

// not_found as get_case; conflict "not-by-minutes" where the verification was made by e-mail.
Minutes get_minutes(Office& office, const Caller& caller, const core::Id& verification);
// `attendee`: the address of whom it is for, which needs the right to agree; empty: the caller,
// where they are invited. Only that citación carries a link. not_found for who is not invited.
Citation get_citation(Office& office, const Caller& caller, const core::Id& appointment,
                      const std::string& attendee);

}  // namespace citacal::service
