// The collector: takes what has come into one mailbox to the desk, each mail once and in its order.
//
// How far it has read is kept by the desk, in the transaction of what the mail did, as UIDVALIDITY
// and last UID: flags are other people's. A mailbox that was never read, or that the server has
// numbered anew, begins with what came in during the last 14 days: an old mailbox full of mail is
// not swallowed whole, and what is met a second time changes nothing.
#pragma once

#include <atomic>
#include <string>

#include "mail/imap.h"
#include "service/office.h"

namespace citacal::mail {

// One for a mailbox, used by one thread; only stop() may be called from any.
class Collector {
 public:
  // Throws as ImapMailbox.
  Collector(service::Office& office, ImapSettings settings);

  // Settles up to 200 mails; how many: 0 means that nothing is new. Throws what the store or the
  // server throws; the next run then goes on with the first mail that was not settled.
  int run_once();
  // Makes run_once() return after the mail under way. A stopped collector does not start again.
  void stop() { stopping_ = true; }

 private:
  std::uint32_t last_uid(const MailboxState& state);

  service::Office& office_;
  const std::string name_;
  ImapMailbox mailbox_;
  std::atomic<bool> stopping_{false};
};

}  // namespace citacal::mail
