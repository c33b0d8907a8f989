// Objects of a calendar as they are read in passing, row by row.
#include "store/calendar.h"
#include "store/calendar_span.h"

namespace citacal::store {
namespace {

// A row as it is read in passing: with its text, or without.
constexpr std::string_view kRowColumns =
    "SELECT name, uid, component, etag, schedule_tag, starts, ends, exact, busy, revision, "
    "created_at, changed_at, gone, whole, size, client_lines, ";

// What feeds show goes on for no longer (an appointment's limit; a holiday is a day): what touches
// a range begins in this much before it.
constexpr std::chrono::days kLongest{31};
// Windows begin no earlier, so that what is taken off them is still a time.
constexpr core::Instant kEarliest{std::chrono::sys_days{std::chrono::year{-9999} / 1 / 1}};

ObjectRow read_row(const Rows& rows) {
  ObjectRow row{};
  int c = 0;
  row.name = rows.view(c++);
  row.uid = rows.view(c++);
  row.component = rows.word<domain::Component>(c++);
  row.etag = rows.view(c++);
  row.schedule_tag = rows.view(c++);
  row.slot.start = rows.instant(c++);
  row.slot.end = rows.instant(c++);
  row.exact = rows.flag(c++);
  row.busy = rows.word<domain::Busy>(c++);
  row.revision = rows.integer(c++);
  row.created_at = rows.instant(c++);
  row.changed_at = rows.instant(c++);
  row.gone = rows.flag(c++);
  row.whole = rows.flag(c++);
  row.size = rows.integer(c++);
  row.client_lines = rows.view(c++);
  row.text = rows.view(c++);
  return row;
}

// False: enough was taken.
bool take_rows(Rows& rows, const TakeRow& take) {
  while (rows.next())
    if (!take(read_row(rows))) return false;
  return true;
}

std::string select_rows(Texts texts, std::string_view rest) {
  std::string sql(kRowColumns);
  sql += texts == Texts::with ? "text" : "''";
  sql += " FROM calendar_object WHERE calendar = $1 ";
  sql += rest;
  return sql;
}

}  // namespace

void for_each_row(Transaction& tx, std::string_view calendar, Texts texts, const TakeRow& take) {
  const auto rows = tx.query(select_rows(texts, "AND gone = 0 ORDER BY name"), calendar);
  take_rows(*rows, take);
}

void for_each_change(Transaction& tx, std::string_view calendar, std::int64_t revision, Texts texts,
                     const TakeRow& take) {
  const std::string_view which = revision == 0 ? "AND revision > $2 AND gone = 0 ORDER BY revision"
                                               : "AND revision > $2 ORDER BY revision";
  const auto rows = tx.query(select_rows(texts, which), calendar, revision);
  take_rows(*rows, take);
}

void for_each_in(Transaction& tx, std::string_view calendar, const core::Slot& window,
                 const TakeRow& take) {
  static const std::string kSql =
      select_rows(Texts::with,
                  "AND span = $2 AND starts >= $3 AND starts < $4 AND (ends > $5 OR starts >= $5) "
                  "AND gone = 0");
  const auto from = std::max(window.start, kEarliest);
  for (int span = 0; span <= static_cast<int>(kSpans.size()); ++span) {
    const bool has_limit = span < static_cast<int>(kSpans.size());
    const auto first = has_limit ? from - kSpans[static_cast<std::size_t>(span)] : kEarliest;
    const auto rows = tx.query(kSql, calendar, span, first, window.end, from);
    if (!take_rows(*rows, take)) return;
  }
}

void for_each_object(Transaction& tx, std::string_view calendar, core::Instant from,
                     core::Instant until, core::Instant now,
                     const std::function<void(std::string_view text)>& take) {
  const auto rows = tx.query(
      "SELECT text FROM calendar_object WHERE calendar = $1 AND starts >= $2 AND starts < $3 "
      "AND ends > $4 AND gone = 0 AND whole = 0 AND (hide_after IS NULL OR hide_after > $5) "
      "ORDER BY starts, uid",
      calendar, from - kLongest, until, from, now);
  while (rows->next()) take(rows->view(0));
}

}  // namespace citacal::store
