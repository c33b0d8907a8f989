#include "store/mail.h"

#include "store/rows.h"

namespace citacal::store {
namespace {

using domain::Mail;

const Table kMail("mail",
                  "id, version, mailbox, message_id, sender, subject, size, sha256, verdict, "
                  "reason, detail, trust, method, attendee, appointment, request, received_at, "
                  "decided_at, decided_by");
const core::Phrase kAMail{"un correo recibido", "a received mail"};

Mail read_one(const Rows& rows) {
  Mail mail;
  int c = 0;
  mail.id = rows.text(c++);
  mail.version = rows.integer(c++);
  mail.mailbox = rows.text(c++);
  mail.message_id = rows.text(c++);
  mail.from = rows.text(c++);
  mail.subject = rows.text(c++);
  mail.size = rows.integer(c++);
  mail.sha256 = rows.text(c++);
  mail.verdict = rows.word<domain::Verdict>(c++);
  mail.reason = rows.text(c++);
  mail.detail = rows.text(c++);
  mail.trust = rows.word<domain::Trust>(c++);
  mail.method = rows.text(c++);
  mail.attendee = rows.text(c++);
  mail.appointment = rows.text(c++);
  mail.request = rows.text(c++);
  mail.received_at = rows.instant(c++);
  mail.decided_at = rows.optional_instant(c++);
  mail.decided_by = rows.text(c++);
  return mail;
}

std::vector<Mail> read_all(std::unique_ptr<Rows> rows) {
  std::vector<Mail> mails;
  while (rows->next()) mails.push_back(read_one(*rows));
  return mails;
}

}  // namespace

bool add_mail(Transaction& tx, const Mail& mail) {
  static const std::string kInsert = kMail.insert + " ON CONFLICT (message_id, sha256) DO NOTHING";
  const auto added = tx.execute(kInsert, mail.id, mail.version, mail.mailbox, mail.message_id,
                                mail.from, mail.subject, mail.size, mail.sha256, mail.verdict,
                                mail.reason, mail.detail, mail.trust, mail.method, mail.attendee,
                                or_null(mail.appointment), or_null(mail.request), mail.received_at,
                                mail.decided_at, or_null(mail.decided_by));
  if (added == 0) return false;
  tx.execute("INSERT INTO mail_raw (mail, raw, calendar, body) VALUES ($1, $2, $3, $4)", mail.id,
             Blob{mail.raw}, mail.calendar, mail.text);
  return true;
}

void save(Transaction& tx, const Mail& mail) {
  const auto changed = tx.execute(
      "UPDATE mail SET version = $2, verdict = $3, reason = $4, detail = $5, trust = $6, "
      "method = $7, attendee = $8, appointment = $9, request = $10, decided_at = $11, "
      "decided_by = $12 WHERE id = $1 AND version = $2 - 1",
      mail.id, mail.version, mail.verdict, mail.reason, mail.detail, mail.trust, mail.method,
      mail.attendee, or_null(mail.appointment), or_null(mail.request), mail.decided_at,
      or_null(mail.decided_by));
  if (changed == 0) throw_stale();
}

std::optional<Mail> find_mail(Transaction& tx, const core::Id& id) {
  return first_of(read_all(tx.query(kMail.select + "WHERE id = $1", id)));
}

std::optional<Mail> find_mail(Transaction& tx, std::string_view message_id,
                              std::string_view sha256) {
  return first_of(read_all(
      tx.query(kMail.select + "WHERE message_id = $1 AND sha256 = $2", message_id, sha256)));
}

Mail get_mail(Transaction& tx, const core::Id& id) {
  if (auto mail = find_mail(tx, id)) return *std::move(mail);
  throw_not_found(kAMail);
}

Mail get_whole_mail(Transaction& tx, const core::Id& id) {
  auto mail = get_mail(tx, id);
  const auto rows = tx.query("SELECT raw, calendar, body FROM mail_raw WHERE mail = $1", id);
  if (!rows->next()) throw_not_found(kAMail);
  mail.raw = rows->text(0);
  mail.calendar = rows->text(1);
  mail.text = rows->text(2);
  return mail;
}

std::vector<Mail> list_mail_of_case(Transaction& tx, const core::Id& request) {
  return read_all(tx.query(kMail.select + "WHERE request = $1 ORDER BY id", request));
}

Listed<Mail> list_mail(Transaction& tx, const MailFilter& filter, const Page& page) {
  const int limit = bounded_limit(page.limit);
  const auto after = page.after.empty() ? core::Id() : parse_id_cursor(page.after);
  Where where;
  if (filter.verdict) where.add("verdict = ", *filter.verdict);
  if (!after.empty()) where.add("id < ", after);
  if (!filter.contractor.empty())
    where.add("(SELECT contractor FROM service_request r WHERE r.id = mail.request) = ",
              filter.contractor);
  add_level(where,
            "coalesce((SELECT level FROM service_request r WHERE r.id = mail.request), 'open')",
            filter.up_to);
  const auto rows = where.run(tx, kMail.select, "id DESC", limit + 1);
  return read_page<Mail>(*rows, limit, read_one, [](auto& last) { return last.id; });
}

std::int64_t count_mail_from(Transaction& tx, std::string_view address, core::Instant since) {
  const auto rows =
      tx.query("SELECT count(*) FROM mail WHERE sender = $1 AND received_at > $2", address, since);
  return rows->next() ? rows->integer(0) : 0;
}

std::optional<domain::MailPosition> find_position(Transaction& tx, std::string_view mailbox) {
  const auto rows = tx.query("SELECT uid_validity, last_uid FROM mailbox WHERE name = $1", mailbox);
  if (!rows->next()) return std::nullopt;
  return domain::MailPosition{std::string(mailbox), static_cast<std::uint32_t>(rows->integer(0)),
                              static_cast<std::uint32_t>(rows->integer(1))};
}

void save(Transaction& tx, const domain::MailPosition& position) {
  tx.execute(
      "INSERT INTO mailbox (name, uid_validity, last_uid) VALUES ($1, $2, $3) "
      "ON CONFLICT (name) DO UPDATE SET uid_validity = $2, last_uid = $3",
      position.mailbox, std::int64_t{position.uid_validity}, std::int64_t{position.last_uid});
}

}  // namespace citacal::store
