// Published calendars and their objects in the store: what every reader reads.
#pragma once

#include <functional>

#include "domain/calendar.h"
#include "store/database.h"

namespace citacal::store {

struct CalendarState {
  std::string digest;          // of the definition that its objects were written by
  std::int64_t revision = 0;   // rises with every change of an object
  core::Instant changed_at{};  // of the last such change
};

std::optional<CalendarState> find_calendar_state(Transaction& tx, std::string_view calendar);
void save_calendar_state(Transaction& tx, std::string_view calendar, const CalendarState& state);
std::vector<std::string> list_calendar_ids(Transaction& tx);
// The calendar and all of its objects vanish.
void remove_calendar(Transaction& tx, std::string_view calendar);

std::optional<domain::CalendarObject> find_object(Transaction& tx, std::string_view calendar,
                                                  std::string_view uid);
// Upserts by (calendar, uid) and raises the calendar's revision, which the object gets. Nothing
// happens when etag, gone and hide_after are what is stored: returns whether it changed.
bool put_object(Transaction& tx, const domain::CalendarObject& object, core::Instant now);
// Not gone, touching [from, until), not hidden at `now` (shown while now < hide_after): the texts
// in order of start, uid.
void for_each_object(Transaction& tx, std::string_view calendar, core::Instant from,
                     core::Instant until, core::Instant now,
                     const std::function<void(std::string_view text)>& take);
// How many objects of a calendar are there and not gone.
std::int64_t count_objects(Transaction& tx, std::string_view calendar);
std::vector<domain::CalendarObject> list_objects(Transaction& tx, std::string_view calendar,
                                                 std::string_view after_uid, int limit);

}  // namespace citacal::store
