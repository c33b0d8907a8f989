#include "store/mail.h"

#include "store/rows.h"

namespace citacal::store {
namespace {

using domain::Mail;

const Table kMail("mail",
                  "id, message_id, sender, subject, raw, sha256, verdict, reason, appointment, "
                  "received_at");

std::vector<Mail> read_all(std::unique_ptr<Rows> rows) {
  std::vector<Mail> mails;
  while (rows->next()) {
    Mail& mail = mails.emplace_back();
    int c = 0;
    mail.id = rows->text(c++);
    mail.message_id = rows->text(c++);
    mail.from = rows->text(c++);
    mail.subject = rows->text(c++);
    mail.raw = rows->text(c++);
    mail.sha256 = rows->text(c++);
    mail.verdict = rows->word<domain::Verdict>(c++);
    mail.reason = rows->text(c++);
    mail.appointment = rows->text(c++);
    mail.received_at = rows->instant(c++);
  }
  return mails;
}

}  // namespace

bool add_mail(Transaction& tx, const Mail& mail) {
  static const std::string kInsert = kMail.insert + " ON CONFLICT (message_id, sha256) DO NOTHING";
  return tx.execute(kInsert, mail.id, mail.message_id, mail.from, mail.subject, Blob{mail.raw},
                    mail.sha256, mail.verdict, mail.reason, or_null(mail.appointment),
                    mail.received_at) > 0;
}

std::optional<Mail> find_mail(Transaction& tx, const core::Id& id) {
  return first_of(read_all(tx.query(kMail.select + "WHERE id = $1", id)));
}

std::vector<Mail> list_mail_of(Transaction& tx, const core::Id& appointment) {
  return read_all(tx.query(kMail.select + "WHERE appointment = $1 ORDER BY id", appointment));
}

}  // namespace citacal::store
