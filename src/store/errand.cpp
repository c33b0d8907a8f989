#include "store/errand.h"

#include "store/rows.h"

namespace citacal::store {
namespace {

using domain::Errand;
using domain::ErrandState;

const Table kErrand("errand",
                    "id, kind, request, contractor, system, key, number, service, priority, "
                    "subject, body, ticket, url, state, attempts, next_at, last_error, created_at, "
                    "sent_at");
const core::Phrase kAnErrand{"una diligencia", "an errand"};

Errand read_one(const Rows& rows) {
  Errand errand;
  int c = 0;
  errand.id = rows.text(c++);
  errand.kind = rows.word<domain::ErrandKind>(c++);
  errand.request = rows.text(c++);
  errand.contractor = rows.text(c++);
  errand.system = rows.text(c++);
  errand.key = rows.text(c++);
  errand.number = rows.text(c++);
  errand.service = rows.word<domain::Kind>(c++);
  errand.priority = rows.word<domain::Priority>(c++);
  errand.subject = rows.text(c++);
  errand.text = rows.text(c++);
  errand.ticket = rows.text(c++);
  errand.url = rows.text(c++);
  errand.state = rows.word<ErrandState>(c++);
  errand.attempts = static_cast<int>(rows.integer(c++));
  errand.next_at = rows.instant(c++);
  errand.last_error = rows.text(c++);
  errand.created_at = rows.instant(c++);
  errand.sent_at = rows.optional_instant(c++);
  return errand;
}

std::vector<Errand> read_all(std::unique_ptr<Rows> rows) {
  std::vector<Errand> errands;
  while (rows->next()) errands.push_back(read_one(*rows));
  return errands;
}

}  // namespace

bool add_errand(Transaction& tx, const Errand& errand) {
  static const std::string kInsert = kErrand.insert + " ON CONFLICT (key) DO NOTHING";
  return tx.execute(kInsert, errand.id, errand.kind, errand.request, errand.contractor,
                    errand.system, errand.key, errand.number, errand.service, errand.priority,
                    errand.subject, errand.text, errand.ticket, errand.url, errand.state,
                    errand.attempts, errand.next_at, errand.last_error, errand.created_at,
                    errand.sent_at) > 0;
}

void save(Transaction& tx, const Errand& errand) {
  const auto changed = tx.execute(
      "UPDATE errand SET state = $2, attempts = $3, next_at = $4, last_error = $5, sent_at = $6, "
      "ticket = $7, url = $8 WHERE id = $1",
      errand.id, errand.state, errand.attempts, errand.next_at, errand.last_error, errand.sent_at,
      errand.ticket, errand.url);
  if (changed == 0) throw_not_found(kAnErrand);
}

std::optional<Errand> find_errand(Transaction& tx, const core::Id& id) {
  return first_of(read_all(tx.query(kErrand.select + "WHERE id = $1", id)));
}

Errand get_errand(Transaction& tx, const core::Id& id) {
  if (auto errand = find_errand(tx, id)) return *std::move(errand);
  throw_not_found(kAnErrand);
}

std::vector<Errand> list_due_errands(Transaction& tx, std::string_view system, core::Instant now,
                                     int limit) {
  return read_all(tx.query(kErrand.select + "WHERE system = $1 AND state = $2 AND next_at <= $3 "
                                            "ORDER BY next_at, id LIMIT $4",
                           system, ErrandState::queued, now, limit));
}

int requeue_errands(Transaction& tx) {
  const auto count =
      tx.execute("UPDATE errand SET state = $1, attempts = attempts + 1 WHERE state = $2",
                 ErrandState::queued, ErrandState::sending);
  return static_cast<int>(count);
}

std::vector<Errand> list_errands_of(Transaction& tx, const core::Id& request) {
  return read_all(tx.query(kErrand.select + "WHERE request = $1 ORDER BY id", request));
}

Listed<Errand> list_errands(Transaction& tx, std::optional<ErrandState> state, const Page& page,
                            domain::Level up_to) {
  const int limit = bounded_limit(page.limit);
  const auto after = page.after.empty() ? core::Id() : parse_id_cursor(page.after);
  Where where;
  if (state) where.add("state = ", *state);
  if (!after.empty()) where.add("id < ", after);
  add_level(where, "(SELECT level FROM service_request r WHERE r.id = errand.request)", up_to);
  const auto rows = where.run(tx, kErrand.select, "id DESC", limit + 1);
  return read_page<Errand>(*rows, limit, read_one, [](auto& last) { return last.id; });
}

}  // namespace citacal::store
