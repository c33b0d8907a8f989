#include "store/notice.h"

#include "store/rows.h"

namespace citacal::store {
namespace {

using domain::Notice;
using domain::NoticeState;

const Table kNotice("notice", "id, version, appointment, due_at, state, reason, sent_at, sequence");
const core::Phrase kANotice{"un aviso", "a notice"};

std::vector<Notice> read_all(std::unique_ptr<Rows> rows) {
  std::vector<Notice> notices;
  while (rows->next()) {
    Notice& notice = notices.emplace_back();
    int c = 0;
    notice.id = rows->text(c++);
    notice.version = rows->integer(c++);
    notice.appointment = rows->text(c++);
    notice.due_at = rows->instant(c++);
    notice.state = rows->word<NoticeState>(c++);
    notice.reason = rows->text(c++);
    notice.sent_at = rows->optional_instant(c++);
    notice.sequence = static_cast<int>(rows->integer(c++));
  }
  return notices;
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
  return first_of(read_all(tx.query(kNotice.select + "WHERE id = $1", id)));
}

std::optional<Notice> find_notice_of(Transaction& tx, const core::Id& appointment) {
  return first_of(read_all(tx.query(kNotice.select + "WHERE appointment = $1", appointment)));
}

Notice get_notice(Transaction& tx, const core::Id& id) {
  if (auto notice = find_notice(tx, id)) return *std::move(notice);
  throw_not_found(kANotice);
}

std::vector<Notice> list_notices(Transaction& tx, std::optional<NoticeState> state, int limit) {
  Where where;
  if (state) where.add("state = ", *state);
  return read_all(where.run(tx, kNotice.select, "due_at, id", limit));
}

}  // namespace citacal::store
