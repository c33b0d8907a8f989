// The collector: takes what has come into one mailbox to the desk, each mail once and in its order.
//
// How far it has read is kept by the desk, in the transaction of what the mail did, as UIDVALIDITY
// and last UID: flags are other people's. A mailbox that was never read, or that the server has
// numbered anew, begins with what came in during the last 14 days: an old mailbox full of mail is
// not swallowed whole, and what is met a second time changes nothing.
#pragma once

#include <atomic>
#include <optional>
#include <string>

#include "domain/received_mail.h"
#include "mail/imap.h"
#include "service/office.h"

namespace citacal::mail {

// One for a mailbox, used by one thread; only stop() may be called from any.
class Collector {
 public:
  // Throws as ImapMailbox.
  Collector(service::Office& office, ImapSettings settings);

  // Settles up to 200 mails; how many: 0 means that nothing is new. Throws what the store or the
  // server throws; the next run then goes on with the first mail that was not settled. One that the
  // server lists and fails to hand over five times is settled as such (MailFault::not_fetched), so
  // that it does not keep back those after it.
  int run_once();
  // Makes run_once() return after the mail under way. A stopped collector does not start again.
  void stop() { stopping_ = true; }

 private:
  std::uint32_t last_uid(const MailboxState& state);
  std::optional<domain::ReceivedMail> read(const ListedMail& listed, std::uint32_t uid_validity);

  service::Office& office_;
  const std::string name_;
  ImapMailbox mailbox_;
  std::uint32_t stuck_uid_ = 0;  // of the mail that the server did not hand over last time,
  int stuck_ = 0;                // so many times in a row
  std::atomic<bool> stopping_{false};
};

}  // namespace citacal::mail
