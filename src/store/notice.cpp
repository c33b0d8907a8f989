#include "store/notice.h"

#include "store/rows.h"

namespace citacal::store {
namespace {

using domain::Notice;
using domain::NoticeState;

const Table kNotice("notice", "id, version, appointment, due_at, state, reason, sent_at, sequence");
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
  return notice;
}

std::optional<Notice> read_first(const std::unique_ptr<Rows>& rows) {
  if (!rows->next()) return std::nullopt;
  return read_one(*rows);
}

}  // namespace

void save(Transaction& tx, const Notice& notice) {
  save_row(tx, kNotice, "appointment", kANotice, notice.id, notice.version, notice.appointment,
           notice.due_at, notice.state, notice.reason, notice.sent_at, notice.sequence);
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
