// What stands in a person's home, as the dav door shows it: collections, their objects and the
// properties that the person gave. Everything is read within one Reading: one snapshot a request.
#pragma once

#include <functional>

#include "domain/collection.h"
#include "service/office.h"

namespace citacal::service {

// The published calendars that the caller may see, their own ones, agenda, tasks, inbox and outbox.
std::vector<domain::Collection> list_collections(Reading& reading);
// nullopt where there is none in the caller's home.
std::optional<domain::Collection> find_collection(Reading& reading, std::string_view key);

struct CollectionState {
  std::int64_t revision = 0;   // 0: nothing was ever in it
  std::int64_t forgotten = 0;  // sync-tokens below this are no longer good
  core::Instant changed_at{};
};
CollectionState state_of(Reading& reading, const domain::Collection& collection);

// One object while it is read; the views stand until the callback returns.
struct ObjectView {
  std::string_view name, uid, etag, schedule_tag;
  domain::Component component;
  core::Slot slot;
  std::int64_t revision;
  core::Instant created_at, changed_at;
  domain::Busy busy;
  bool exact, gone;
  std::int64_t size;      // bytes of data()
  std::string_view text;  // as stored; empty where it was not asked for
  std::string_view client_lines;
  bool whole;
};
// The iCalendar object: a whole one's text as it is, else with its VCALENDAR around it.
std::string data_of(const ObjectView& object);

using TakeObject = std::function<bool(const ObjectView&)>;  // false: enough
enum class Data { without, with };

void for_each_object(Reading& reading, const domain::Collection& collection, Data data,
                     const TakeObject& take);  // those there, by name
// Returns whether the object is there; `take` is called with it.
bool with_object(Reading& reading, const domain::Collection& collection, std::string_view name,
                 Data data, const TakeObject& take);
void for_each_change(Reading& reading, const domain::Collection& collection, std::int64_t revision,
                     Data data, const TakeObject& take);  // in order of revision
// Those whose slot touches the window; `exact` ones surely have an occurrence in it.
void for_each_in(Reading& reading, const domain::Collection& collection, const core::Slot& window,
                 const TakeObject& take);

// Properties that the caller gave; of the collection, or of the object in it.
std::vector<domain::Property> list_properties(Reading& reading,
                                              const domain::Collection& collection,
                                              std::string_view object = {});
bool has_object_properties(Reading& reading, const domain::Collection& collection);

struct PropertyChange {
  domain::Property property;
  bool remove = false;
};
// All or none. not_found where the collection or object is not there.
void change_properties(Office& office, const Caller& caller, std::string_view collection,
                       std::string_view object, const std::vector<PropertyChange>& changes);

// A calendar of one's own. Right: keep. conflict "resource-must-be-null" where the key is taken;
// too_large beyond kOwnCalendarsMost.
void make_calendar(Office& office, const Caller& caller, std::string_view key,
                   const std::vector<domain::Component>& components,
                   const std::vector<PropertyChange>& properties);
void remove_calendar(Office& office, const Caller& caller, std::string_view key);
void rename_calendar(Office& office, const Caller& caller, std::string_view key,
                     std::string_view new_key);

// Who there is: accounts that the caller may know of. Contractors' people know only themselves.
std::vector<domain::Person> list_principals(Reading& reading);
std::optional<domain::Person> find_principal(Reading& reading, std::string_view login);

}  // namespace citacal::service
