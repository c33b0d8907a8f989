#include "service/agenda.h"

#include <algorithm>
#include <set>

#include "core/text.h"
#include "ical/client_event.h"
#include "ical/event.h"
#include "service/dossier.h"
#include "service/event_write.h"
#include "service/publication.h"
#include "service/task.h"
#include "store/appointment.h"
#include "store/calendar.h"
#include "store/collection.h"
#include "store/database.h"
#include "store/party.h"

namespace citacal::service {

namespace {

using domain::Appointment;
using domain::CalendarObject;

constexpr int kBatch = 200;

// As long as a cancelled event stays in a calendar that says nothing else.
constexpr int kCancelledDays = 30;

void put(Work& work, const CalendarObject& object, const core::Id& owner) {
  const auto now = work.office().clock().now();
  store::open_calendar(work.tx(), object.calendar, owner, now);
  store::put_object(work.tx(), object, now);
}

void take_out(Work& work, const CalendarObject& object) {
  store::remove_object(work.tx(), object.calendar, object.name, work.office().clock().now());
  store::remove_properties(work.tx(), object.calendar, object.name);
}

// Who of them has an account that is open; each person once.
std::vector<domain::Person> accounts_of(Work& work, const std::vector<domain::Attendee>& whom) {
  std::vector<domain::Person> persons;
  for (const auto& attendee : whom) {
    auto person = store::find_person_by_address(work.tx(), attendee.email);
    const bool is_new = person && person->active &&
                        std::none_of(persons.begin(), persons.end(),
                                     [&](auto& one) { return one.id == person->id; });
    if (is_new) persons.push_back(*std::move(person));
  }
  return persons;
}

// Another one whenever the institute changed anything, the same for answers (RFC 6638 §3.2.10).
std::string institute_tag(const Dossier& dossier) {
  auto organized = dossier;
  organized.appointment.changed_at = organized.appointment.created_at;
  for (auto& attendee : organized.appointment.attendees)
    attendee.answer = domain::Participation::needs_action;
  return ical::etag_of(ical::print_event(organized.view(), ical::Detail::full));
}

// With what the person put: two of their programs do not overwrite each other's answers or lines.
std::string persons_tag(std::string institute_tag, const Appointment& appointment,
                        const CalendarObject& object, const domain::Person& person) {
  const auto own = domain::addresses_of(person, person.email);
  std::string put = object.client_lines;
  for (const auto& one : appointment.attendees)
    if (std::find(own.begin(), own.end(), core::to_lower(one.email)) != own.end())
      put += '\n' + std::string(core::word(one.answer)) + one.comment;
  institute_tag.pop_back();
  return institute_tag + '-' + ical::etag_of(put).substr(1);
}

bool is_of_institute_tag(std::string_view tag, std::string_view institute_tag) {
  return tag.starts_with(institute_tag.substr(0, institute_tag.size() - 1));
}

// Whether the person took it out of their agenda and nothing has changed since but answers.
// `object` has the institute's tag.
bool stays_away(Work& work, const CalendarObject& object) {
  if (object.hide_after && *object.hide_after <= work.office().clock().now()) return true;
  const auto left = store::find_gone_object(work.tx(), object.calendar, object.uid);
  return left && is_of_institute_tag(left->schedule_tag, object.schedule_tag);
}

bool is_agenda(const CalendarObject& object) {
  return object.calendar.starts_with(domain::agenda_of(""));
}

// What the person had noted down becomes the institute's, under its name and with their own lines.
void take_over(CalendarObject& object, const CalendarObject& noted) {
  object.name = noted.name;
  object.client_lines = ical::lines_beside(ical::client_lines_in(noted.text), object.text);
  if (!object.client_lines.empty()) object.etag = ical::etag_with(object.text, object.client_lines);
}

// A meeting that the person organizes stays theirs: of the appointment, mail and inbox tell.
void put_into_agenda(Work& work, const Appointment& appointment, CalendarObject object,
                     const domain::Person& person) {
  object.calendar = domain::agenda_of(person.id);
  const auto standing = store::find_object_by_uid(work.tx(), object.calendar, object.uid);
  if (standing && !standing->whole) {
    keep_client_part(object, *standing);
  } else if (standing) {
    if (is_organized_by(person, *standing)) return;
    take_over(object, *standing);
  } else if (stays_away(work, object)) {
    return;
  }
  object.schedule_tag = persons_tag(std::move(object.schedule_tag), appointment, object, person);
  put(work, object, person.id);
}

std::string message_name(const Appointment& appointment, domain::LetterKind kind) {
  return appointment.id + "-" + std::to_string(appointment.sequence) + "-" +
         std::string(core::word(kind)) + ".ics";
}

}  // namespace

void publish_to_agendas(Work& work, const Appointment& appointment) {
  const auto persons = accounts_of(work, appointment.attendees);
  std::set<std::string> invited;
  for (const auto& person : persons) invited.insert(domain::agenda_of(person.id));
  for (const auto& object : store::list_objects_of(work.tx(), appointment.uid))
    if (!object.whole && is_agenda(object) && !invited.contains(object.calendar))
      take_out(work, object);
  if (persons.empty()) return;
  const auto dossier = open_dossier(work.tx(), work.office().institute(), appointment);
  auto object = object_of(dossier, ical::Detail::full, kCancelledDays);
  object.schedule_tag = institute_tag(dossier);
  for (const auto& person : persons) put_into_agenda(work, appointment, object, person);
}

void put_into_inboxes(Work& work, const Appointment& appointment, domain::LetterKind kind,
                      const std::vector<domain::Attendee>& whom, const std::string& message) {
  CalendarObject object;
  object.uid = appointment.uid;
  object.name = message_name(appointment, kind);
  object.slot = appointment.slot;
  object.busy = domain::Busy::free;
  object.whole = true;
  object.text = message;
  object.etag = ical::etag_of(message);
  for (const auto& person : accounts_of(work, whom)) {
    object.calendar = domain::inbox_of(person.id);
    const auto earlier = store::find_object_by_uid(work.tx(), object.calendar, object.uid);
    if (earlier && earlier->name != object.name) take_out(work, *earlier);
    put(work, object, person.id);
  }
}

void publish_person(Work& work, const domain::Person& person) {
  for (const auto& address : domain::addresses_of(person, person.email))
    for (const auto& appointment : store::list_appointments_with(work.tx(), address))
      publish_to_agendas(work, appointment);
  // What is there of appointments that no longer name this person.
  std::string after;
  for (;;) {
    const auto objects =
        store::list_objects(work.tx(), domain::agenda_of(person.id), after, kBatch);
    for (const auto& object : objects)
      if (!object.gone && !object.whole)
        if (const auto appointment = store::find_appointment_by_uid(work.tx(), object.uid))
          publish_to_agendas(work, *appointment);
    if (objects.size() < kBatch) break;
    after = objects.back().uid;
  }
  publish_tasks_of(work, person);
}

}  // namespace citacal::service
