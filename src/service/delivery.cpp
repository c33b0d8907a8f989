#include "service/delivery.h"

#include "core/secret.h"
#include "domain/collection.h"
#include "ical/event.h"
#include "ical/object.h"
#include "service/object.h"
#include "store/calendar.h"
#include "store/collection.h"
#include "store/party.h"

namespace citacal::service {

namespace {

using domain::CalendarObject;
using domain::Component;

void fill_copy(CalendarObject& object, const std::string& text, bool keeps_tag) {
  fill(object, ical::read_object(text, {Component::vevent, Component::vtodo}), text);
  if (!keeps_tag || object.schedule_tag.empty()) object.schedule_tag = object.etag;
}

// A name in the agenda that nothing has but what went there under the same UID.
std::string free_name(Work& work, const std::string& calendar, const std::string& uid) {
  auto name = domain::name_for(uid);
  const auto other = store::find_object(work.tx(), calendar, name);
  return other && !other->gone ? core::new_id(work.now()) + ".ics" : name;
}

std::int64_t objects_in(Work& work, const std::string& calendar) {
  const auto state = store::find_calendar_state(work.tx(), calendar);
  return state ? state->objects : 0;
}

void make_room(Work& work, const std::string& inbox) {
  if (objects_in(work, inbox) < kMessagesMost) return;
  const auto oldest = store::find_oldest_name(work.tx(), inbox);
  store::remove_object(work.tx(), inbox, oldest, work.now());
  store::remove_properties(work.tx(), inbox, oldest);
}

}  // namespace

std::vector<Copy> list_copies(Work& work, std::string_view uid) {
  std::vector<Copy> copies;
  for (auto& object : store::list_objects_of(work.tx(), uid)) {
    const auto state = store::find_calendar_state(work.tx(), object.calendar);
    if (!state || state->owner.empty() || object.calendar == domain::inbox_of(state->owner))
      continue;
    copies.push_back({std::move(object), store::get_person(work.tx(), state->owner)});
  }
  return copies;
}

std::string place_of(Work& work, const Copy& copy) {
  std::string key(domain::kAgendaKey);
  for (const auto& own : store::list_own_calendars(work.tx(), copy.owner.id))
    if (own.id == copy.object.calendar) key = own.key;
  return key + "/" + copy.object.name;
}

void rewrite_copy(Work& work, const CalendarObject& object, const std::string& text, bool keeps_tag,
                  const std::string& otherwise) {
  auto rewritten = object;
  // Only by reading a text is it known whether it may be stored, and read_object says no by an
  // error; to ask beforehand would be to read twice.
  try {
    fill_copy(rewritten, text, keeps_tag);
  } catch (const core::Error&) {
    if (otherwise.empty()) throw;
    fill_copy(rewritten, otherwise, keeps_tag);
  }
  store::put_object(work.tx(), rewritten, work.now());
}

bool has_room(Work& work, const domain::Person& person) {
  return objects_in(work, domain::agenda_of(person.id)) < domain::kObjectsMost;
}

CalendarObject add_copy(Work& work, const domain::Person& person, const std::string& text) {
  CalendarObject object;
  object.calendar = domain::agenda_of(person.id);
  fill_copy(object, text, false);
  object.name = free_name(work, object.calendar, object.uid);
  object.created_at = work.now();
  store::open_calendar(work.tx(), object.calendar, person.id, work.now());
  store::put_object(work.tx(), object, work.now());
  return object;
}

void put_message(Work& work, const domain::Person& person, const CalendarObject& about,
                 const std::string& text) {
  CalendarObject message;
  message.calendar = domain::inbox_of(person.id);
  message.uid = core::sha256_hex(about.uid).substr(0, 16) + "-" + core::new_id(work.now());
  message.name = message.uid + ".ics";
  message.component = about.component;
  message.slot = about.slot;
  message.exact = false;
  message.busy = domain::Busy::free;
  message.created_at = work.now();
  message.whole = true;
  message.text = text;
  message.etag = ical::etag_of(text);
  store::open_calendar(work.tx(), message.calendar, person.id, work.now());
  make_room(work, message.calendar);
  store::put_object(work.tx(), message, work.now());
}

}  // namespace citacal::service
