#include "store/calendar.h"

#include "store/rows.h"

namespace citacal::store {
namespace {

using domain::CalendarObject;

const Table kObject("calendar_object",
                    "calendar, uid, etag, starts, ends, revision, changed_at, hide_after, gone, "
                    "text");

// No object lasts longer (an appointment's limit; a holiday is a day): what touches a range begins
// in this much before it.
constexpr std::chrono::days kLongest{31};

CalendarObject read_one(const Rows& rows) {
  CalendarObject object;
  int c = 0;
  object.calendar = rows.text(c++);
  object.uid = rows.text(c++);
  object.etag = rows.text(c++);
  object.slot.start = rows.instant(c++);
  object.slot.end = rows.instant(c++);
  object.revision = rows.integer(c++);
  object.changed_at = rows.instant(c++);
  object.hide_after = rows.optional_instant(c++);
  object.gone = rows.flag(c++);
  object.text = rows.text(c++);
  return object;
}

bool is_stored(Transaction& tx, const CalendarObject& object) {
  const auto rows = tx.query(
      "SELECT etag, gone, hide_after FROM calendar_object WHERE calendar = $1 AND uid = $2",
      object.calendar, object.uid);
  return rows->next() && rows->view(0) == object.etag && rows->flag(1) == object.gone &&
         rows->optional_instant(2) == object.hide_after;
}

}  // namespace

std::optional<CalendarState> find_calendar_state(Transaction& tx, std::string_view calendar) {
  const auto rows =
      tx.query("SELECT digest, revision, changed_at FROM calendar WHERE id = $1", calendar);
  if (!rows->next()) return std::nullopt;
  return CalendarState{rows->text(0), rows->integer(1), rows->instant(2)};
}

void save_calendar_state(Transaction& tx, std::string_view calendar, const CalendarState& state) {
  tx.execute(
      "INSERT INTO calendar (id, digest, revision, changed_at) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (id) DO UPDATE SET digest = excluded.digest, revision = excluded.revision, "
      "changed_at = excluded.changed_at",
      calendar, state.digest, state.revision, state.changed_at);
}

std::vector<std::string> list_calendar_ids(Transaction& tx) {
  std::vector<std::string> ids;
  for (const auto rows = tx.query("SELECT id FROM calendar ORDER BY id"); rows->next();)
    ids.push_back(rows->text(0));
  return ids;
}

void remove_calendar(Transaction& tx, std::string_view calendar) {
  tx.execute("DELETE FROM calendar_object WHERE calendar = $1", calendar);
  tx.execute("DELETE FROM calendar WHERE id = $1", calendar);
}

std::optional<CalendarObject> find_object(Transaction& tx, std::string_view calendar,
                                          std::string_view uid) {
  const auto rows = tx.query(kObject.select + "WHERE calendar = $1 AND uid = $2", calendar, uid);
  if (!rows->next()) return std::nullopt;
  return read_one(*rows);
}

bool put_object(Transaction& tx, const CalendarObject& object, core::Instant now) {
  if (is_stored(tx, object)) return false;
  const auto raised = tx.query(
      "UPDATE calendar SET revision = revision + 1, changed_at = $2 WHERE id = $1 "
      "RETURNING revision",
      object.calendar, now);
  core::expects(raised->next(), "an object is put into a calendar that is there");
  static const std::string kUpsert =
      kObject.insert +
      " ON CONFLICT (calendar, uid) DO UPDATE SET etag = excluded.etag, starts = excluded.starts, "
      "ends = excluded.ends, revision = excluded.revision, changed_at = excluded.changed_at, "
      "hide_after = excluded.hide_after, gone = excluded.gone, text = excluded.text";
  tx.execute(kUpsert, object.calendar, object.uid, object.etag, object.slot.start, object.slot.end,
             raised->integer(0), now, object.hide_after, object.gone, object.text);
  return true;
}

void for_each_object(Transaction& tx, std::string_view calendar, core::Instant from,
                     core::Instant until, core::Instant now,
                     const std::function<void(std::string_view text)>& take) {
  const auto rows = tx.query(
      "SELECT text FROM calendar_object WHERE calendar = $1 AND starts >= $2 AND starts < $3 "
      "AND ends > $4 AND gone = 0 AND (hide_after IS NULL OR hide_after > $5) "
      "ORDER BY starts, uid",
      calendar, from - kLongest, until, from, now);
  while (rows->next()) take(rows->view(0));
}

std::int64_t count_objects(Transaction& tx, std::string_view calendar) {
  const auto rows =
      tx.query("SELECT count(*) FROM calendar_object WHERE calendar = $1 AND gone = 0", calendar);
  return rows->next() ? rows->integer(0) : 0;
}

std::vector<CalendarObject> list_objects(Transaction& tx, std::string_view calendar,
                                         std::string_view after_uid, int limit) {
  std::vector<CalendarObject> objects;
  for (const auto rows =
           tx.query(kObject.select + "WHERE calendar = $1 AND uid > $2 ORDER BY uid LIMIT $3",
                    calendar, after_uid, limit);
       rows->next();)
    objects.push_back(read_one(*rows));
  return objects;
}

}  // namespace citacal::store
