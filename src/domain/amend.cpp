#include "core/text.h"
#include "domain/appointment.h"
#include "domain/transition.h"

namespace citacal::domain {

namespace {

// Attendees as asked for; those who were invited before are who they were but for name and role.
std::vector<Attendee> with_answers(std::vector<Attendee> asked,
                                   const std::vector<Attendee>& before) {
  for (auto& attendee : asked)
    for (const auto& earlier : before)
      if (core::equals_ignoring_case(earlier.email, attendee.email)) {
        const auto name = attendee.name.empty() ? earlier.name : attendee.name;
        const auto role = attendee.role;
        attendee = earlier;
        attendee.name = name;
        attendee.role = role;
      }
  return asked;
}

}  // namespace

Appointment amend(Appointment appointment, const Particulars& change, core::Instant now) {
  require_one_of("appointment-state", {"La cita", "The appointment"}, appointment.status,
                 {AppointmentStatus::tentative, AppointmentStatus::confirmed});
  Agreement asked;
  asked.request = appointment.request;
  asked.slot = appointment.slot;
  asked.link = change.link.value_or(appointment.link);
  asked.conditions = change.conditions.value_or(appointment.conditions);
  asked.affected = change.affected.value_or(appointment.affected);
  asked.attendees = change.attendees ? with_answers(*change.attendees, appointment.attendees)
                                     : appointment.attendees;
  auto clean = checked(std::move(asked));
  appointment.link = std::move(clean.link);
  appointment.conditions = std::move(clean.conditions);
  appointment.affected = std::move(clean.affected);
  appointment.attendees = std::move(clean.attendees);
  appointment.impact = change.impact.value_or(appointment.impact);
  appointment.affects_network = change.affects_network.value_or(appointment.affects_network);
  ++appointment.sequence;
  appointment.changed_at = now;
  return appointment;
}

}  // namespace citacal::domain
