#include "domain/attendance.h"

#include <algorithm>

#include "core/text.h"

namespace citacal::domain {

namespace {

std::string host_of(std::string_view address) {
  const auto at = address.rfind('@');
  return at == std::string_view::npos ? "" : core::to_lower(address.substr(at + 1));
}

Named named(const Attendee& attendee, const Contractor& contractor, std::string_view institute,
            std::string_view organizer) {
  Named out{attendee.name.empty() ? "(sin nombre)" : attendee.name, {}, {}};
  const auto host = host_of(attendee.email);
  if (host == host_of(organizer)) out.entity = institute;
  for (const auto& contact : contractor.contacts) {
    const bool is_own = core::equals_ignoring_case(contact.email, attendee.email);
    if (is_own || (out.entity.empty() && host == host_of(contact.email)))
      out.entity = contractor.name;
    if (!is_own) continue;
    out.position = contact.position;
    if (!contact.name.empty()) out.name = contact.name;
    break;
  }
  return out;
}

}  // namespace

Attendance attendance_of(const Appointment& appointment, const Contractor& contractor,
                         std::string_view institute, std::string_view organizer) {
  Attendance out;
  for (const auto& attendee : appointment.attendees) {
    if (attendee.kind == AttendeeKind::room || attendee.kind == AttendeeKind::resource) continue;
    auto person = named(attendee, contractor, institute, organizer);
    const bool is_away =
        attendee.answer == Participation::declined || attendee.answer == Participation::delegated;
    const bool is_guest =
        attendee.role == AttendeeRole::optional || attendee.role == AttendeeRole::informed;
    (is_away ? out.absent : is_guest ? out.guests : out.attendees).push_back(std::move(person));
  }
  return out;
}

}  // namespace citacal::domain
