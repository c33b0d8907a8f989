#include "store/verification.h"

#include "store/rows.h"

namespace citacal::store {
namespace {

using domain::Verification;

const Table kVerification("verification",
                          "id, version, request, appointment, outcome, means, reference, "
                          "findings, starts, ends, verified_by, verified_at, minutes_number");
const core::Phrase kAVerification{"una verificación", "a verification"};

Verification read_one(const Rows& rows) {
  Verification verification;
  int c = 0;
  verification.id = rows.text(c++);
  verification.version = rows.integer(c++);
  verification.request = rows.text(c++);
  verification.appointment = rows.text(c++);
  verification.outcome = rows.word<domain::Outcome>(c++);
  verification.means = rows.word<domain::Means>(c++);
  verification.reference = rows.text(c++);
  verification.findings = rows.text(c++);
  verification.actual.start = rows.instant(c++);
  verification.actual.end = rows.instant(c++);
  verification.verified_by = rows.text(c++);
  verification.verified_at = rows.instant(c++);
  verification.minutes_number = rows.text(c++);
  return verification;
}

void attach_children(Transaction& tx, std::vector<Verification>& verifications) {
  read_children(tx, "SELECT verification, id, what, who, due_day, done_at FROM commitment",
                "verification", verifications, [](Verification& verification, const Rows& row) {
                  verification.commitments.push_back(
                      {row.text(1), row.text(2), row.text(3), row.day(4), row.optional_instant(5)});
                });
}

std::vector<Verification> read_all(Transaction& tx, std::unique_ptr<Rows> rows) {
  std::vector<Verification> verifications;
  while (rows->next()) verifications.push_back(read_one(*rows));
  rows.reset();
  attach_children(tx, verifications);
  return verifications;
}

}  // namespace

void save(Transaction& tx, const Verification& verification) {
  save_row(tx, kVerification, "id", kAVerification, verification.id, verification.version,
           verification.request, verification.appointment, verification.outcome, verification.means,
           verification.reference, verification.findings, verification.actual.start,
           verification.actual.end, or_null(verification.verified_by), verification.verified_at,
           verification.minutes_number);
  if (verification.version > 1)
    tx.execute("DELETE FROM commitment WHERE verification = $1", verification.id);
  int item = 0;
  for (const auto& commitment : verification.commitments)
    tx.execute(
        "INSERT INTO commitment (verification, item, id, what, who, due_day, done_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
        verification.id, item++, commitment.id, commitment.what, commitment.who, commitment.by,
        commitment.done_at);
}

int take_minutes_number(Transaction& tx, int year) {
  const auto rows = tx.query(
      "INSERT INTO minutes_number (year, last) VALUES ($1, 1) "
      "ON CONFLICT (year) DO UPDATE SET last = minutes_number.last + 1 RETURNING last",
      year);
  core::expects(rows->next(), "a year has a last number");
  return static_cast<int>(rows->integer(0));
}

std::optional<Verification> find_verification(Transaction& tx, const core::Id& id) {
  return first_of(read_all(tx, tx.query(kVerification.select + "WHERE id = $1", id)));
}

Verification get_verification(Transaction& tx, const core::Id& id) {
  if (auto verification = find_verification(tx, id)) return *std::move(verification);
  throw_not_found(kAVerification);
}

std::vector<Verification> list_verifications_of(Transaction& tx, const core::Id& request) {
  return read_all(tx, tx.query(kVerification.select + "WHERE request = $1 ORDER BY id", request));
}

std::optional<Verification> find_verification_of_commitment(Transaction& tx,
                                                            const core::Id& commitment) {
  return first_of(
      read_all(tx, tx.query(kVerification.select +
                                "WHERE id = (SELECT verification FROM commitment WHERE id = $1)",
                            commitment)));
}

std::vector<Verification> list_verifications_naming(Transaction& tx, std::string_view who) {
  return read_all(
      tx, tx.query(kVerification.select + "WHERE id IN (SELECT verification FROM commitment "
                                          "WHERE lower(who) = lower($1)) ORDER BY id",
                   who));
}

Listed<Verification> list_verifications(Transaction& tx, const VerificationFilter& filter,
                                        const Page& page) {
  const int limit = bounded_limit(page.limit);
  const auto after = page.after.empty() ? core::Id() : parse_id_cursor(page.after);
  Where where;
  if (!filter.contractor.empty())
    where.add("(SELECT contractor FROM service_request r WHERE r.id = verification.request) = ",
              filter.contractor);
  add_level(where, "(SELECT level FROM service_request r WHERE r.id = verification.request)",
            filter.up_to);
  if (!after.empty()) where.add("id > ", after);
  auto rows = where.run(tx, kVerification.select, "id", limit + 1);
  auto listed = read_page<Verification>(*rows, limit, read_one, [](auto& last) { return last.id; });
  rows.reset();
  attach_children(tx, listed.items);
  return listed;
}

void save_recall_at(Transaction& tx, const core::Id& commitment, std::optional<core::Instant> at) {
  tx.execute("UPDATE commitment SET recall_at = $2 WHERE id = $1", commitment, at);
}

std::vector<core::Id> list_to_recall(Transaction& tx, core::Instant now, int limit) {
  return list_ids(
      tx.query("SELECT id FROM commitment WHERE recall_at <= $1 ORDER BY recall_at, id LIMIT $2",
               now, limit));
}

std::vector<core::Id> list_recalled(Transaction& tx, const core::Id& after, int limit) {
  return list_ids(tx.query(
      "SELECT id FROM commitment WHERE recall_at IS NOT NULL AND id > $1 ORDER BY id LIMIT $2",
      after, limit));
}

Listed<CommitmentRow> list_commitments(Transaction& tx, const CommitmentFilter& filter,
                                       const Page& page) {
  static const std::string kSelect =
      "SELECT c.verification, v.request, c.id, c.what, c.who, c.due_day, c.done_at "
      "FROM commitment AS c JOIN verification AS v ON v.id = c.verification ";
  const int limit = bounded_limit(page.limit);
  const auto after = page.after.empty() ? Cursor() : parse_cursor(page.after);
  Where where;
  if (filter.state == domain::CommitmentState::done) where.add("c.done_at IS NOT NULL");
  if (filter.state && filter.state != domain::CommitmentState::done) where.add("c.done_at IS NULL");
  if (filter.state == domain::CommitmentState::open) where.add("c.due_day >= ", filter.today);
  if (filter.state == domain::CommitmentState::overdue) where.add("c.due_day < ", filter.today);
  if (!filter.contractor.empty())
    where.add("(SELECT contractor FROM service_request r WHERE r.id = v.request) = ",
              filter.contractor);
  add_level(where, "(SELECT level FROM service_request r WHERE r.id = v.request)", filter.up_to);
  if (!page.after.empty()) where.add_pair("(c.due_day, c.id) > ", after.start, after.id);
  auto rows = where.run(tx, kSelect, "c.due_day, c.id", limit + 1);
  const auto read = [](const Rows& row) {
    return CommitmentRow{
        row.text(0),
        row.text(1),
        {row.text(2), row.text(3), row.text(4), row.day(5), row.optional_instant(6)}};
  };
  return read_page<CommitmentRow>(*rows, limit, read, [](const CommitmentRow& last) {
    const auto& [id, what, who, by, done_at] = last.commitment;
    return print_cursor({by.time_since_epoch().count(), id});
  });
}

}  // namespace citacal::store
