#include "store/calendar.h"

#include "store/calendar_span.h"
#include "store/rows.h"

namespace citacal::store {
namespace {

using domain::CalendarObject;

const Table kObject("calendar_object",
                    "calendar, name, uid, component, etag, schedule_tag, starts, ends, span, "
                    "exact, busy, revision, created_at, changed_at, hide_after, gone, whole, "
                    "size, client_lines, text");

std::int64_t size_of(const CalendarObject& object) {
  return object.gone ? 0
                     : static_cast<std::int64_t>(object.text.size() + object.client_lines.size());
}

CalendarObject read_one(const Rows& rows) {
  CalendarObject object;
  int c = 0;
  object.calendar = rows.text(c++);
  object.name = rows.text(c++);
  object.uid = rows.text(c++);
  object.component = rows.word<domain::Component>(c++);
  object.etag = rows.text(c++);
  object.schedule_tag = rows.text(c++);
  object.slot.start = rows.instant(c++);
  object.slot.end = rows.instant(c++);
  ++c;  // span
  object.exact = rows.flag(c++);
  object.busy = rows.word<domain::Busy>(c++);
  object.revision = rows.integer(c++);
  object.created_at = rows.instant(c++);
  object.changed_at = rows.instant(c++);
  object.hide_after = rows.optional_instant(c++);
  object.gone = rows.flag(c++);
  object.whole = rows.flag(c++);
  ++c;  // size
  object.client_lines = rows.text(c++);
  object.text = rows.text(c++);
  return object;
}

std::vector<CalendarObject> read_all(std::unique_ptr<Rows> rows) {
  std::vector<CalendarObject> objects;
  while (rows->next()) objects.push_back(read_one(*rows));
  return objects;
}

// What is stored under an object's name.
struct Stored {
  bool is_same = false, is_there = false;
  bool has_place = false;  // in every index but that of revisions
};
Stored find_stored(Transaction& tx, const CalendarObject& object) {
  const auto rows = tx.query(
      "SELECT etag, schedule_tag, exact, busy, size, gone, uid, component, starts, ends, "
      "hide_after, whole FROM calendar_object WHERE calendar = $1 AND name = $2",
      object.calendar, object.name);
  if (!rows->next()) return {};
  const bool has_place =
      rows->flag(5) == object.gone && rows->view(6) == object.uid &&
      rows->view(7) == core::word(object.component) && rows->instant(8) == object.slot.start &&
      rows->instant(9) == object.slot.end && rows->optional_instant(10) == object.hide_after &&
      rows->flag(11) == object.whole;
  const bool is_same = has_place && rows->view(0) == object.etag &&
                       rows->view(1) == object.schedule_tag && rows->flag(2) == object.exact &&
                       rows->view(3) == core::word(object.busy) &&
                       rows->integer(4) == size_of(object);
  return {is_same, !rows->flag(5), has_place && !object.gone};
}

// The calendar's next revision, with so many objects more in it.
std::int64_t raise_revision(Transaction& tx, std::string_view calendar, int more,
                            core::Instant now) {
  const auto raised = tx.query(
      "UPDATE calendar SET revision = revision + 1, changed_at = $2, objects = objects + $3 "
      "WHERE id = $1 RETURNING revision",
      calendar, now, more);
  core::expects(raised->next(), "an object is put into a calendar that is there");
  return raised->integer(0);
}

}  // namespace

std::optional<CalendarState> find_calendar_state(Transaction& tx, std::string_view calendar) {
  const auto rows = tx.query(
      "SELECT digest, revision, changed_at, owner, forgotten, objects FROM calendar WHERE id = $1",
      calendar);
  if (!rows->next()) return std::nullopt;
  return CalendarState{rows->text(0), rows->integer(1), rows->instant(2),
                       rows->text(3), rows->integer(4), rows->integer(5)};
}

void save_calendar_state(Transaction& tx, std::string_view calendar, const CalendarState& state) {
  tx.execute(
      "INSERT INTO calendar (id, digest, revision, changed_at, owner, forgotten) "
      "VALUES ($1, $2, $3, $4, $5, $6) "
      "ON CONFLICT (id) DO UPDATE SET digest = excluded.digest, revision = excluded.revision, "
      "changed_at = excluded.changed_at, owner = excluded.owner, forgotten = excluded.forgotten",
      calendar, state.digest, state.revision, state.changed_at, or_null(state.owner),
      state.forgotten);
}

void open_calendar(Transaction& tx, std::string_view calendar, const core::Id& owner,
                   core::Instant now) {
  tx.execute(
      "INSERT INTO calendar (id, digest, revision, changed_at, owner, forgotten) "
      "VALUES ($1, '', $2, $3, $4, $2) ON CONFLICT (id) DO NOTHING",
      calendar, std::int64_t{now.time_since_epoch().count()}, now, or_null(owner));
}

std::vector<std::string> list_calendar_ids(Transaction& tx) {
  std::vector<std::string> ids;
  for (auto& [id, revision] : list_revisions(tx)) ids.push_back(std::move(id));
  return ids;
}

std::vector<std::pair<std::string, std::int64_t>> list_revisions(Transaction& tx) {
  std::vector<std::pair<std::string, std::int64_t>> revisions;
  for (const auto rows =
           tx.query("SELECT id, revision FROM calendar WHERE owner IS NULL ORDER BY id");
       rows->next();)
    revisions.emplace_back(rows->text(0), rows->integer(1));
  return revisions;
}

void remove_calendar(Transaction& tx, std::string_view calendar) {
  tx.execute("DELETE FROM property WHERE calendar = $1", calendar);
  tx.execute("DELETE FROM calendar_object WHERE calendar = $1", calendar);
  tx.execute("DELETE FROM calendar WHERE id = $1", calendar);
}

std::optional<CalendarObject> find_object(Transaction& tx, std::string_view calendar,
                                          std::string_view name) {
  return first_of(
      read_all(tx.query(kObject.select + "WHERE calendar = $1 AND name = $2", calendar, name)));
}

std::optional<CalendarObject> find_object_by_uid(Transaction& tx, std::string_view calendar,
                                                 std::string_view uid) {
  return first_of(read_all(
      tx.query(kObject.select + "WHERE calendar = $1 AND uid = $2 AND gone = 0", calendar, uid)));
}

std::optional<CalendarObject> find_gone_object(Transaction& tx, std::string_view calendar,
                                               std::string_view uid) {
  return first_of(
      read_all(tx.query(kObject.select + "WHERE calendar = $1 AND uid = $2 AND gone = 1 "
                                         "ORDER BY revision DESC LIMIT 1",
                        calendar, uid)));
}

std::vector<CalendarObject> list_objects_of(Transaction& tx, std::string_view uid) {
  return read_all(tx.query(kObject.select + "WHERE uid = $1 AND gone = 0 ORDER BY calendar", uid));
}

namespace {

void upsert(Transaction& tx, const CalendarObject& object, std::int64_t revision,
            core::Instant now) {
  static const std::string kUpsert =
      kObject.insert +
      " ON CONFLICT (calendar, name) DO UPDATE SET uid = excluded.uid, component = "
      "excluded.component, etag = excluded.etag, schedule_tag = excluded.schedule_tag, starts = "
      "excluded.starts, ends = excluded.ends, span = excluded.span, exact = excluded.exact, busy = "
      "excluded.busy, revision = excluded.revision, created_at = CASE calendar_object.gone WHEN 0 "
      "THEN calendar_object.created_at ELSE excluded.created_at END, changed_at = "
      "excluded.changed_at, hide_after = excluded.hide_after, gone = excluded.gone, whole = "
      "excluded.whole, size = excluded.size, client_lines = excluded.client_lines, text = "
      "excluded.text";
  const std::string_view text = object.gone ? "" : std::string_view(object.text);
  const std::string_view lines = object.gone ? "" : std::string_view(object.client_lines);
  const auto created_at = object.created_at == core::Instant{} ? now : object.created_at;
  tx.execute(kUpsert, object.calendar, object.name, object.uid, object.component, object.etag,
             object.schedule_tag, object.slot.start, object.slot.end, span_of(object.slot),
             object.exact, object.busy, revision, created_at, now, object.hide_after, object.gone,
             object.whole, size_of(object), lines, text);
}

// Of the indexes only that of revisions is written: half of what an upsert writes.
void update_in_place(Transaction& tx, const CalendarObject& object, std::int64_t revision,
                     core::Instant now) {
  tx.execute(
      "UPDATE calendar_object SET etag = $3, schedule_tag = $4, exact = $5, busy = $6, "
      "revision = $7, changed_at = $8, size = $9, client_lines = $10, text = $11 "
      "WHERE calendar = $1 AND name = $2",
      object.calendar, object.name, object.etag, object.schedule_tag, object.exact, object.busy,
      revision, now, size_of(object), object.client_lines, object.text);
}

}  // namespace

bool put_object(Transaction& tx, const CalendarObject& object, core::Instant now) {
  const auto stored = find_stored(tx, object);
  if (stored.is_same) return false;
  const int more = (object.gone ? 0 : 1) - (stored.is_there ? 1 : 0);
  const auto revision = raise_revision(tx, object.calendar, more, now);
  if (stored.has_place)
    update_in_place(tx, object, revision, now);
  else
    upsert(tx, object, revision, now);
  return true;
}

std::string find_oldest_name(Transaction& tx, std::string_view calendar) {
  const auto rows = tx.query(
      "SELECT name FROM calendar_object WHERE calendar = $1 AND gone = 0 ORDER BY revision LIMIT 1",
      calendar);
  return rows->next() ? rows->text(0) : std::string();
}

bool remove_object(Transaction& tx, std::string_view calendar, std::string_view name,
                   core::Instant now) {
  const bool is_there =
      tx.query("SELECT 1 FROM calendar_object WHERE calendar = $1 AND name = $2 AND gone = 0",
               calendar, name)
          ->next();
  if (!is_there) return false;
  const auto revision = raise_revision(tx, calendar, -1, now);
  tx.execute(
      "UPDATE calendar_object SET gone = 1, revision = $3, changed_at = $4, hide_after = NULL, "
      "size = 0, client_lines = '', text = '' WHERE calendar = $1 AND name = $2",
      calendar, name, revision, now);
  return true;
}

std::int64_t count_objects(Transaction& tx, std::string_view calendar) {
  const auto rows =
      tx.query("SELECT count(*) FROM calendar_object WHERE calendar = $1 AND gone = 0", calendar);
  return rows->next() ? rows->integer(0) : 0;
}

std::vector<CalendarObject> list_objects(Transaction& tx, std::string_view calendar,
                                         std::string_view after_uid, int limit) {
  return read_all(
      tx.query(kObject.select + "WHERE calendar = $1 AND uid > $2 ORDER BY uid, name LIMIT $3",
               calendar, after_uid, limit));
}

std::vector<std::pair<std::string, std::string>> list_to_hide(Transaction& tx, core::Instant now,
                                                              int limit) {
  std::vector<std::pair<std::string, std::string>> due;
  for (const auto rows = tx.query(
           "SELECT calendar, name FROM calendar_object WHERE hide_after IS NOT NULL AND gone = 0 "
           "AND hide_after <= $1 ORDER BY hide_after LIMIT $2",
           now, limit);
       rows->next();)
    due.emplace_back(rows->text(0), rows->text(1));
  return due;
}

std::int64_t forget_gone(Transaction& tx, core::Instant before) {
  tx.execute(
      "UPDATE calendar SET forgotten = (SELECT max(o.revision) FROM calendar_object AS o "
      "WHERE o.calendar = calendar.id AND o.gone = 1 AND o.changed_at < $1) WHERE id IN "
      "(SELECT calendar FROM calendar_object WHERE gone = 1 AND changed_at < $1)",
      before);
  return tx.execute("DELETE FROM calendar_object WHERE gone = 1 AND changed_at < $1", before);
}

}  // namespace citacal::store
