// Own calendars and the properties that persons gave, in the store.
#pragma once

#include "domain/collection.h"
#include "store/database.h"

namespace citacal::store {

void add(Transaction& tx, const domain::OwnCalendar& calendar);  // and its CalendarState
std::vector<domain::OwnCalendar> list_own_calendars(Transaction& tx, const core::Id& owner);
std::optional<domain::OwnCalendar> find_own_calendar(Transaction& tx, const core::Id& owner,
                                                     std::string_view key);
void rename_own_calendar(Transaction& tx, const core::Id& id, std::string_view key);
void remove_own_calendar(Transaction& tx, const core::Id& id);  // with all that is in it

// Properties of a collection (object empty), or of an object in it, as `person` gave them.
std::vector<domain::Property> list_properties(Transaction& tx, const core::Id& person,
                                              std::string_view calendar, std::string_view object);
// Those of every object in a calendar are not read with the calendar's: whether there are any.
bool has_object_properties(Transaction& tx, const core::Id& person, std::string_view calendar);
void put_property(Transaction& tx, const core::Id& person, std::string_view calendar,
                  std::string_view object, const domain::Property& property);
void remove_property(Transaction& tx, const core::Id& person, std::string_view calendar,
                     std::string_view object, std::string_view space, std::string_view name);
// All of an object's, by anybody: it has gone.
void remove_properties(Transaction& tx, std::string_view calendar, std::string_view object);
// Copies them along with the object.
void copy_properties(Transaction& tx, std::string_view calendar, std::string_view object,
                     std::string_view to_calendar, std::string_view to_object);

}  // namespace citacal::store
