#include "service/event_write.h"

#include <algorithm>

#include "core/text.h"
#include "ical/bundle.h"
#include "ical/scheduling.h"
#include "store/calendar.h"
#include "store/database.h"

namespace citacal::service {

using domain::Appointment;
using domain::Participation;

void refuse_write(std::string condition, core::Phrase message) {
  throw core::Error(core::Code::forbidden, std::move(condition), std::move(message));
}

void refuse_settled(const Appointment& appointment) {
  const auto state = domain::say(appointment.status);
  refuse_write("appointment-state", {"La citación está " + state.es + ": ya no cambia.",
                                     "The appointment is " + state.en + ": it changes no more."});
}

std::string given_text(std::string_view event, std::string_view client_lines) {
  return ical::object_of(ical::with_client_lines(event, client_lines));
}

void require_current(const ical::ClientEvent& event, const Appointment& appointment) {
  const auto& changed = event.given_sequence ? event.given_sequence : event.sequence;
  if (!changed || *changed >= appointment.sequence) return;
  throw core::Error(core::Code::stale, "changed-meanwhile",
                    {"La citación cambió desde que su programa la leyó: descarte su cambio, "
                     "actualice el calendario y hágalo de nuevo.",
                     "The appointment changed since your program read it: discard your change, "
                     "refresh the calendar and make it again."},
                    "SEQUENCE");
}

void require_single_date(const ical::ClientEvent& event) {
  if (event.recurring)
    refuse_write("single-date-needed",
                 {"Una citación es una sola fecha: haga un evento por cada fecha, sin repetición.",
                  "An appointment is one date: make an event for each date, without repetition."});
  if (event.all_day)
    refuse_write("single-date-needed",
                 {"Una citación tiene hora de comienzo y de fin: no puede ser de todo el día.",
                  "An appointment has hours of start and end: it cannot take all day."});
}

std::optional<Participation> participation_of(std::string_view partstat) {
  if (partstat == "ACCEPTED") return Participation::accepted;
  if (partstat == "DECLINED") return Participation::declined;
  if (partstat == "TENTATIVE") return Participation::tentative;
  if (partstat == "DELEGATED") return Participation::delegated;
  return std::nullopt;
}

std::optional<domain::AttendeeRole> role_of(std::string_view role) {
  if (role == "CHAIR") return domain::AttendeeRole::chair;
  if (role == "REQ-PARTICIPANT") return domain::AttendeeRole::required;
  if (role == "OPT-PARTICIPANT") return domain::AttendeeRole::optional;
  if (role == "NON-PARTICIPANT") return domain::AttendeeRole::informed;
  return std::nullopt;
}

std::optional<domain::AttendeeKind> kind_of(std::string_view cutype) {
  return core::find_word<domain::AttendeeKind>(core::to_lower(cutype));
}

domain::Attendee attendee_of(const ical::Person& person) {
  if (person.address.find('@') == std::string::npos) {
    const auto& who = person.name.empty() ? person.address : person.name;
    refuse_write("attendee-without-address",
                 {"No se puede citar a «" + who + "»: no tiene dirección de correo en el evento.",
                  "\"" + who + "\" cannot be invited: it has no mail address in the event."});
  }
  return {.name = person.name,
          .email = person.address,
          .role = role_of(person.role).value_or(domain::AttendeeRole::required),
          .kind = kind_of(person.kind).value_or(domain::AttendeeKind::individual)};
}

const ical::Person* find_attendee(const ical::ClientEvent& event, std::string_view address) {
  for (const auto& one : event.attendees)
    if (core::equals_ignoring_case(one.address, address)) return &one;
  return nullptr;
}

bool is_callers(Work& work, std::string_view address) {
  const auto own = domain::addresses_of(work.caller().person, work.office().institute().organizer);
  return std::find(own.begin(), own.end(), core::to_lower(address)) != own.end();
}

bool is_invited(Work& work, const Appointment& appointment) {
  return std::any_of(appointment.attendees.begin(), appointment.attendees.end(),
                     [&](const auto& one) { return is_callers(work, one.email); });
}

bool is_organized_by(const domain::Person& person, const domain::CalendarObject& object) {
  if (!object.whole) return false;
  const auto own = domain::addresses_of(person, person.email);
  const auto organizer = ical::read_parties(object.text).organizer;
  return std::find(own.begin(), own.end(), organizer) != own.end();
}

void reserve_name(const EventWrite& write, const std::string& uid) {
  auto& work = write.work;
  domain::CalendarObject place;
  place.calendar = write.collection.calendar;
  place.name = write.asked.name;
  place.uid = uid;
  place.slot = write.event.slot;
  place.created_at = work.now();
  store::open_calendar(work.tx(), place.calendar, write.collection.owner, work.now());
  store::put_object(work.tx(), place, work.now());
}

void keep_client_lines(const EventWrite& write, const domain::CalendarObject& object) {
  auto kept = object;
  kept.client_lines = ical::lines_beside(write.event.client_lines, object.text);
  if (kept.client_lines == object.client_lines) return;
  kept.etag = ical::etag_with(kept.text, kept.client_lines);
  auto& work = write.work;
  if (!store::put_object(work.tx(), kept, work.now()) || !write.collection.owner.empty()) return;
  work.touched(kept.calendar, store::find_calendar_state(work.tx(), kept.calendar)->revision);
}

std::string reason_of(const EventWrite& write) {
  const auto comment = core::trim(write.event.comment);
  if (!comment.empty()) return std::string(comment);
  return "Cambio hecho en el calendario por " + write.work.caller().person.name;
}

}  // namespace citacal::service
