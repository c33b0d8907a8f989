// Calendars and their objects in the store: what every reader reads. Published calendars have no
// owner; those of persons have.
#pragma once

#include <functional>

#include "domain/collection.h"
#include "store/database.h"

namespace citacal::store {

struct CalendarState {
  std::string digest;          // of the definition that its objects were written by
  std::int64_t revision = 0;   // rises with every change of an object: unique to that change
  core::Instant changed_at{};  // of the last such change
  core::Id owner = {};         // Person; empty: published
  std::int64_t forgotten = 0;  // gone objects are known only of revisions above this
  std::int64_t objects = 0;    // how many are there; kept by the store, never saved
};

std::optional<CalendarState> find_calendar_state(Transaction& tx, std::string_view calendar);
void save_calendar_state(Transaction& tx, std::string_view calendar, const CalendarState& state);
// Makes a person's calendar (agenda, tasks, inbox) where it is not there yet. Its revisions begin
// at the time, so that one made again goes on beyond those it had, and forgets them.
void open_calendar(Transaction& tx, std::string_view calendar, const core::Id& owner,
                   core::Instant now);
std::vector<std::string> list_calendar_ids(Transaction& tx);  // published
// Ids and revisions of the published ones, in one query.
std::vector<std::pair<std::string, std::int64_t>> list_revisions(Transaction& tx);
// The calendar and all of its objects and properties vanish.
void remove_calendar(Transaction& tx, std::string_view calendar);

// By name, also when gone.
std::optional<domain::CalendarObject> find_object(Transaction& tx, std::string_view calendar,
                                                  std::string_view name);
// By UID, not gone.
std::optional<domain::CalendarObject> find_object_by_uid(Transaction& tx, std::string_view calendar,
                                                         std::string_view uid);
// The last that was there with this UID and is gone.
std::optional<domain::CalendarObject> find_gone_object(Transaction& tx, std::string_view calendar,
                                                       std::string_view uid);
// Not gone, in any calendar.
std::vector<domain::CalendarObject> list_objects_of(Transaction& tx, std::string_view uid);
// Upserts by (calendar, name) and raises the calendar's revision, which the object gets. Nothing
// happens when all that readers see is what is stored: returns whether it changed. A gone object
// keeps no text. Throws DatabaseError (unique) where another object that is
// there has the UID. created_at (none: now) is kept from the first time.
bool put_object(Transaction& tx, const domain::CalendarObject& object, core::Instant now);
// The name of the object there that has gone longest without a change; empty: there is none.
std::string find_oldest_name(Transaction& tx, std::string_view calendar);
// Marks as gone; false where there is none.
bool remove_object(Transaction& tx, std::string_view calendar, std::string_view name,
                   core::Instant now);

// One row while it is read; the views stand until the callback returns.
struct ObjectRow {
  std::string_view name, uid, etag, schedule_tag, text, client_lines;
  domain::Component component;
  core::Slot slot;
  std::int64_t revision;
  core::Instant created_at, changed_at;
  domain::Busy busy;
  bool exact, gone, whole;
  std::int64_t size;  // bytes of text and client_lines, also where text was not asked for
};
using TakeRow = std::function<bool(const ObjectRow&)>;  // false: enough

enum class Texts { without, with };  // without: text is empty, and not read
// Those there, by name.
void for_each_row(Transaction& tx, std::string_view calendar, Texts texts, const TakeRow& take);
// What changed after `revision`, in its order; also what has gone, unless `revision` is 0.
void for_each_change(Transaction& tx, std::string_view calendar, std::int64_t revision, Texts texts,
                     const TakeRow& take);
// Those there whose slot touches [from, until) (an empty slot: whose start is in it), with texts,
// in no order. What it costs grows with the answer, and with those that go on for over a year.
void for_each_in(Transaction& tx, std::string_view calendar, const core::Slot& window,
                 const TakeRow& take);

// For feeds, of published calendars: not gone, touching [from, until), not hidden at `now` (shown
// while now < hide_after): the texts in order of start, uid.
void for_each_object(Transaction& tx, std::string_view calendar, core::Instant from,
                     core::Instant until, core::Instant now,
                     const std::function<void(std::string_view text)>& take);
// How many objects of a calendar are there and not gone: counted, for the check. What works with
// it asks CalendarState::objects.
std::int64_t count_objects(Transaction& tx, std::string_view calendar);
// By uid, gone or not; for the check.
std::vector<domain::CalendarObject> list_objects(Transaction& tx, std::string_view calendar,
                                                 std::string_view after_uid, int limit);
// The names of those there whose hide_after has come, in any calendar: (calendar, name).
std::vector<std::pair<std::string, std::string>> list_to_hide(Transaction& tx, core::Instant now,
                                                              int limit);
// Forgets what has been gone since before `before`; tokens older than that end. How many.
std::int64_t forget_gone(Transaction& tx, core::Instant before);

}  // namespace citacal::store
