#include "store/notice.h"

#include "store/rows.h"

namespace citacal::store {
namespace {

using domain::Notice;
using domain::NoticeState;

const Table kNotice("notice",
                    "id, version, appointment, due_at, state, reason, sent_at, sequence, "
                    "told_starts, told_ends, withdrawn_at, exception_reason, excepted_by, "
                    "excepted_at, next_at");
const core::Phrase kANotice{"un aviso", "a notice"};

Notice read_one(const Rows& rows) {
  Notice notice;
  int c = 0;
  notice.id = rows.text(c++);
  notice.version = rows.integer(c++);
  notice.appointment = rows.text(c++);
  notice.due_at = rows.instant(c++);
  notice.state = rows.word<NoticeState>(c++);
  notice.reason = rows.text(c++);
  notice.sent_at = rows.optional_instant(c++);
  notice.sequence = static_cast<int>(rows.integer(c++));
  const auto starts = rows.optional_instant(c++), ends = rows.optional_instant(c++);
  if (starts && ends) notice.told = core::Slot{*starts, *ends};
  notice.withdrawn_at = rows.optional_instant(c++);
  notice.exception_reason = rows.text(c++);
  notice.excepted_by = rows.text(c++);
  notice.excepted_at = rows.optional_instant(c++);
  notice.next_at = rows.optional_instant(c++);
  return notice;
}

std::optional<Notice> read_first(const std::unique_ptr<Rows>& rows) {
  if (!rows->next()) return std::nullopt;
  return read_one(*rows);
}

}  // namespace

void save(Transaction& tx, const Notice& notice) {
  const auto starts = notice.told ? std::optional(notice.told->start) : std::nullopt;
  const auto ends = notice.told ? std::optional(notice.told->end) : std::nullopt;
  save_row(tx, kNotice, "appointment", kANotice, notice.id, notice.version, notice.appointment,
           notice.due_at, notice.state, notice.reason, notice.sent_at, notice.sequence, starts,
           ends, notice.withdrawn_at, notice.exception_reason, notice.excepted_by,
           notice.excepted_at, notice.next_at);
}

void remove_notice(Transaction& tx, const core::Id& id) {
  tx.execute("DELETE FROM notice WHERE id = $1", id);
}

std::optional<Notice> find_notice(Transaction& tx, const core::Id& id) {
  return read_first(tx.query(kNotice.select + "WHERE id = $1", id));
}

std::optional<Notice> find_notice_of(Transaction& tx, const core::Id& appointment) {
  return read_first(tx.query(kNotice.select + "WHERE appointment = $1", appointment));
}

Notice get_notice(Transaction& tx, const core::Id& id) {
  if (auto notice = find_notice(tx, id)) return *std::move(notice);
  throw_not_found(kANotice);
}

std::vector<core::Id> list_notices_due(Transaction& tx, core::Instant now, int most) {
  std::vector<core::Id> due;
  const auto rows =
      tx.query("SELECT id FROM notice WHERE next_at <= $1 ORDER BY due_at, id LIMIT $2", now, most);
  while (rows->next()) due.push_back(rows->text(0));
  return due;
}

Listed<Notice> list_notices(Transaction& tx, const NoticeFilter& filter, const Page& page) {
  const int limit = bounded_limit(page.limit);
  const auto after = page.after.empty() ? Cursor() : parse_cursor(page.after);
  Where where;
  if (!page.after.empty()) where.add_pair("(due_at, id) > ", after.start, after.id);
  if (filter.state) where.add("state = ", *filter.state);
  if (!filter.contractor.empty())
    where.add("(SELECT contractor FROM appointment a WHERE a.id = notice.appointment) = ",
              filter.contractor);
  add_level(where,
            "(SELECT r.level FROM appointment a JOIN service_request r ON r.id = a.request "
            "WHERE a.id = notice.appointment)",
            filter.up_to);
  const auto rows = where.run(tx, kNotice.select, "due_at, id", limit + 1);
  return read_page<Notice>(*rows, limit, read_one, [](const Notice& last) {
    return print_cursor({last.due_at.time_since_epoch().count(), last.id});
  });
}

}  // namespace citacal::store
