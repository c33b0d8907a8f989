// Who is named in the papers of an appointment, and as what: names, positions and entities only,
// never addresses, telephones or numbers of identity (Ley 1581 de 2012).
#pragma once

#include "domain/appointment.h"
#include "domain/party.h"

namespace citacal::domain {

struct Named {
  std::string name;
  std::string position;  // empty: not known
  std::string entity;    // the firm, the institute; empty: not known
  bool operator==(const Named&) const = default;
};

struct Attendance {
  std::vector<Named> attendees;  // who had to come and did not decline
  std::vector<Named> guests;     // optional, or only informed
  std::vector<Named> absent;     // declined, or sent somebody else
};

// As far as the answers say it: who really came is what the signatures show. `organizer` is the
// institute's own address, whose domain its people's addresses have.
Attendance attendance_of(const Appointment& appointment, const Contractor& contractor,
                         std::string_view institute, std::string_view organizer);

}  // namespace citacal::domain
