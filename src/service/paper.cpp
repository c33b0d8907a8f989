#include "service/paper.h"

#include <algorithm>

#include "service/link.h"
#include "store/appointment.h"
#include "store/party.h"
#include "store/verification.h"

namespace citacal::service {

namespace {

domain::Attendance attendance_of(const Office& office, const Case& whole,
                                 const domain::Appointment& appointment) {
  const auto& institute = office.institute();
  return domain::attendance_of(appointment, whole.contractor, institute.name, institute.organizer);
}

template <class Noun>
Noun one_of(const std::vector<Noun>& all, const core::Id& id) {
  const auto found = std::find_if(all.begin(), all.end(), [&](auto& one) { return one.id == id; });
  core::expects(found != all.end(), "what hangs on a case is read with it");
  return *found;
}

// Who verified was there, invited or not.
void add_verifier(Office& office, const Caller& caller, Minutes& minutes) {
  if (minutes.verification.verified_by.empty()) return;
  Reading reading(office, caller);
  const auto person = store::get_person(reading.tx(), minutes.verification.verified_by);
  minutes.verified_by = person.name;
  auto& attendees = minutes.attendance.attendees;
  const bool is_there = std::any_of(attendees.begin(), attendees.end(),
                                    [&](const auto& one) { return one.name == person.name; });
  if (!is_there) attendees.push_back({person.name, "", office.institute().name});
}

// Whose citación it is: null for everybody's.
const domain::Attendee* find_addressee(const Caller& caller, const domain::Appointment& appointment,
                                       const std::string& address) {
  if (address.empty()) return domain::find_attendee(appointment, caller.person.email);
  permit(caller, domain::Right::agree);
  const auto* attendee = domain::find_attendee(appointment, address);
  if (!attendee)
    throw core::Error(core::Code::not_found, "never-invited",
                      {"Nadie con esa dirección está invitado a la cita.",
                       "Nobody with that address is invited to the appointment."},
                      "attendee");
  return attendee;
}

}  // namespace

Minutes get_minutes(Office& office, const Caller& caller, const core::Id& id) {
  permit(caller, domain::Right::read);
  Minutes minutes;
  core::Id request;
  {
    Reading reading(office, caller);
    request = store::get_verification(reading.tx(), id).request;
  }
  minutes.whole = get_case(office, caller, request);
  minutes.verification = one_of(minutes.whole.verifications, id);
  minutes.appointment = one_of(minutes.whole.appointments, minutes.verification.appointment);
  if (minutes.verification.means != domain::Means::minutes)
    throw core::Error(core::Code::conflict, "not-by-minutes",
                      {"El servicio se verificó por correo electrónico: no tiene acta.",
                       "The service was verified by e-mail: it has no minutes."});
  minutes.attendance = attendance_of(office, minutes.whole, minutes.appointment);
  add_verifier(office, caller, minutes);
  return minutes;
}

Citation get_citation(Office& office, const Caller& caller, const core::Id& id,
                      const std::string& attendee) {
  permit(caller, domain::Right::read);
  core::Id request;
  {
    Reading reading(office, caller);
    request = store::get_appointment(reading.tx(), id).request;
  }
  Citation citation;
  citation.whole = get_case(office, caller, request);
  citation.appointment = one_of(citation.whole.appointments, id);
  citation.attendance = attendance_of(office, citation.whole, citation.appointment);
  if (const auto* addressee = find_addressee(caller, citation.appointment, attendee)) {
    citation.addressee = addressee->name;
    if (domain::stands(citation.appointment))
      citation.link = link_of(office, citation.appointment, addressee->email);
  }
  return citation;
}

}  // namespace citacal::service
