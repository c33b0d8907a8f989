#include "service/collection.h"

#include <algorithm>

#include "domain/changes.h"
#include "ical/bundle.h"
#include "ical/client_event.h"
#include "service/home.h"
#include "service/publication.h"
#include "service/scheduling.h"
#include "store/calendar.h"
#include "store/collection.h"
#include "store/database.h"
#include "store/party.h"

namespace citacal::service {

namespace {

using domain::Collection;
using domain::CollectionKind;

constexpr std::size_t kKeyMax = 100;  // bytes

// What stands around an event of ours.
std::int64_t size_around() {
  static const auto size = static_cast<std::int64_t>(ical::object_of("").size());
  return size;
}

std::string bare_data(std::string_view text, std::string_view client_lines) {
  if (client_lines.empty()) return ical::object_of(text);
  return ical::object_of(ical::with_client_lines(text, client_lines));
}

// What an object and a row of one have alike.
template <class Stored>
ObjectView fields_of(const Stored& stored) {
  ObjectView view{};
  view.name = stored.name;
  view.uid = stored.uid;
  view.etag = stored.etag;
  view.schedule_tag = stored.schedule_tag;
  view.component = stored.component;
  view.slot = stored.slot;
  view.revision = stored.revision;
  view.created_at = stored.created_at;
  view.changed_at = stored.changed_at;
  view.busy = stored.busy;
  view.exact = stored.exact;
  view.gone = stored.gone;
  view.text = stored.text;
  view.client_lines = stored.client_lines;
  view.whole = stored.whole;
  return view;
}

ObjectView view_of(const store::ObjectRow& row) {
  auto view = fields_of(row);
  view.size = row.size + (row.whole ? 0 : size_around());
  return view;
}

ObjectView view_of(const domain::CalendarObject& object, Data data) {
  auto view = fields_of(object);
  view.size = static_cast<std::int64_t>(
      object.whole ? object.text.size() : bare_data(view.text, view.client_lines).size());
  if (data == Data::without) view.text = view.client_lines = {};
  return view;
}

// Rows become views. What clients added takes the place of some of ours, so that the size of the
// two together is known only when they are put together.
store::TakeRow taking(store::Transaction& tx, const std::string& calendar, Data data,
                      const TakeObject& take) {
  return [&tx, calendar, data, &take](const store::ObjectRow& row) {
    if (row.whole || row.gone || row.client_lines.empty()) return take(view_of(row));
    auto view = view_of(row);
    const auto object = store::find_object(tx, calendar, row.name);
    if (object)
      view.size = static_cast<std::int64_t>(bare_data(object->text, object->client_lines).size());
    if (data == Data::without) view.client_lines = {};
    return take(view);
  };
}

store::Texts texts(Data data) {
  return data == Data::with ? store::Texts::with : store::Texts::without;
}

void apply(Work& work, const Collection& collection, std::string_view object,
           const std::vector<PropertyChange>& changes) {
  const auto& person = work.caller().person.id;
  for (const auto& [property, remove] : changes) {
    if (remove) {
      store::remove_property(work.tx(), person, collection.calendar, object, property.space,
                             property.name);
      continue;
    }
    if (property.value.size() > domain::kPropertyMax)
      throw core::Error(core::Code::too_large, "property-too-large",
                        {"Una propiedad no puede ocupar más de 64 KiB.",
                         "A property may hold no more than 64 KiB."},
                        property.name);
    store::put_property(work.tx(), person, collection.calendar, object, property);
  }
  const auto all = store::list_properties(work.tx(), person, collection.calendar, object);
  if (all.size() > domain::kPropertiesMost)
    throw core::Error(core::Code::too_large, "too-many-properties",
                      {"Un recurso no puede llevar más de 100 propiedades.",
                       "A resource may have no more than 100 properties."});
}

[[noreturn]] void refuse_taken() {
  throw core::Error(
      core::Code::conflict, "resource-must-be-null",
      {"Ya hay un calendario con ese nombre.", "There is a calendar of that name already."}, "key");
}

// Also where what has the key is not for the caller to see: what is published goes first.
void require_free(Work& work, std::string_view key) {
  check_segment("key", key, kKeyMax);
  if (find_collection(work.office(), work.tx(), work.caller().person, key)) refuse_taken();
  for (const auto& calendar : all_calendars(work.office(), work.tx()))
    if (calendar.id == key) refuse_taken();
}

Collection get_own(Work& work, std::string_view key) {
  auto collection = get_collection(work, key);
  if (!domain::grant(collection, work.caller().person).remove_all) refuse_privileges();
  return collection;
}

bool is_visible(const Caller& caller, const domain::Person& person) {
  if (!person.active) return false;
  return person.id == caller.person.id || caller.person.role != domain::Role::contractor;
}

bool is_visible(const Caller& caller, const std::optional<domain::Person>& person) {
  return person && is_visible(caller, *person);
}

}  // namespace

CollectionState state_of(Reading& reading, const Collection& collection) {
  const auto state = store::find_calendar_state(reading.tx(), collection.calendar);
  if (!state) return {};
  return {state->revision, state->forgotten, state->changed_at};
}

std::string data_of(const ObjectView& object) {
  if (object.whole) return std::string(object.text);
  return bare_data(object.text, object.client_lines);
}

void for_each_object(Reading& reading, const Collection& collection, Data data,
                     const TakeObject& take) {
  store::for_each_row(reading.tx(), collection.calendar, texts(data),
                      taking(reading.tx(), collection.calendar, data, take));
}

bool with_object(Reading& reading, const Collection& collection, std::string_view name, Data data,
                 const TakeObject& take) {
  const auto object = store::find_object(reading.tx(), collection.calendar, name);
  if (!object || object->gone) return false;
  take(view_of(*object, data));
  return true;
}

void for_each_change(Reading& reading, const Collection& collection, std::int64_t revision,
                     Data data, const TakeObject& take) {
  store::for_each_change(reading.tx(), collection.calendar, revision, texts(data),
                         taking(reading.tx(), collection.calendar, data, take));
}

void for_each_in(Reading& reading, const Collection& collection, const core::Slot& window,
                 const TakeObject& take) {
  store::for_each_in(reading.tx(), collection.calendar, window,
                     taking(reading.tx(), collection.calendar, Data::with, take));
}

std::vector<domain::Property> list_properties(Reading& reading, const Collection& collection,
                                              std::string_view object) {
  return store::list_properties(reading.tx(), reading.caller().person.id, collection.calendar,
                                object);
}

bool has_object_properties(Reading& reading, const Collection& collection) {
  return store::has_object_properties(reading.tx(), reading.caller().person.id,
                                      collection.calendar);
}

void change_properties(Office& office, const Caller& caller, std::string_view collection,
                       std::string_view object, const std::vector<PropertyChange>& changes) {
  Work work(office, caller);
  const auto found = get_collection(work, collection);
  if (!object.empty()) {
    const auto there = store::find_object(work.tx(), found.calendar, object);
    if (!there || there->gone) refuse_absence("object");
  }
  apply(work, found, object, changes);
  work.commit();
}

void make_calendar(Office& office, const Caller& caller, std::string_view key,
                   const std::vector<domain::Component>& components,
                   const std::vector<PropertyChange>& properties) {
  if (!domain::may(caller.person.role, domain::Right::keep)) refuse_privileges();
  Work work(office, caller);
  require_free(work, key);
  const auto& person = caller.person.id;
  if (store::list_own_calendars(work.tx(), person).size() >= domain::kOwnCalendarsMost)
    throw core::Error(core::Code::too_large, "quota-not-exceeded",
                      {"No puede tener más de 50 calendarios propios.",
                       "You may have no more than 50 calendars of your own."});
  domain::OwnCalendar calendar;
  calendar.id = core::new_id(work.now());
  calendar.owner = person;
  calendar.key = key;
  calendar.components = components;
  if (components.empty())
    calendar.components = {domain::Component::vevent, domain::Component::vtodo,
                           domain::Component::vjournal, domain::Component::vfreebusy};
  calendar.created_at = work.now();
  store::add(work.tx(), calendar);
  apply(work, *find_collection(office, work.tx(), caller.person, key), {}, properties);
  work.audit("own calendar made", "calendar", calendar.id,
             domain::Changes().text("key", "", calendar.key).print());
  work.commit();
}

void remove_calendar(Office& office, const Caller& caller, std::string_view key) {
  Work work(office, caller);
  const auto collection = get_own(work, key);
  std::vector<std::string> scheduled;
  store::for_each_row(work.tx(), collection.calendar, store::Texts::without,
                      [&](const store::ObjectRow& row) {
                        if (!row.schedule_tag.empty()) scheduled.emplace_back(row.name);
                        return true;
                      });
  // Those who were invited, or who invited, are told as if each object had been deleted.
  for (const auto& name : scheduled)
    if (const auto object = store::find_object(work.tx(), collection.calendar, name))
      schedule_delete(work, *object, true);
  store::remove_own_calendar(work.tx(), collection.calendar);
  work.audit("own calendar removed", "calendar", collection.calendar,
             domain::Changes().text("key", collection.key, "").print());
  work.commit();
}

void rename_calendar(Office& office, const Caller& caller, std::string_view key,
                     std::string_view new_key) {
  Work work(office, caller);
  const auto collection = get_own(work, key);
  require_free(work, new_key);
  store::rename_own_calendar(work.tx(), collection.calendar, new_key);
  work.audit("own calendar renamed", "calendar", collection.calendar,
             domain::Changes().text("key", collection.key, new_key).print());
  work.commit();
}

std::vector<domain::Person> list_principals(Reading& reading) {
  if (reading.caller().person.role == domain::Role::contractor) return {reading.caller().person};
  auto all = store::list_persons(reading.tx());
  std::erase_if(all, [&](const auto& one) { return !is_visible(reading.caller(), one); });
  return all;
}

std::optional<domain::Person> find_principal(Reading& reading, std::string_view login) {
  auto person = store::find_person_by_login(reading.tx(), login);
  if (!is_visible(reading.caller(), person)) return std::nullopt;
  return person;
}

}  // namespace citacal::service
