// A mailbox read by IMAP4rev1 (RFC 3501) and left as it is: EXAMINE and BODY.PEEK[], so that no
// mail becomes seen and people may read it too.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/time.h"
#include "mail/server.h"

namespace citacal::mail {

class ImapConnection;

struct ImapSettings : Server {
  std::string name;  // what this mailbox is called in positions, messages and the log
  std::string folder = "INBOX";
};

struct MailboxState {
  std::uint32_t uid_validity = 0;
  std::uint32_t uid_next = 0;  // 0: the server does not say
};

struct ListedMail {
  std::uint32_t uid = 0;
  std::int64_t size = 0;  // RFC822.SIZE; 0: the server does not say
};

// For one thread at a time. All but the constructor throw Code::unavailable, with the server's
// words in one safe line, where the server cannot be reached, refuses the login or the folder,
// answers what is no IMAP, or does not answer in time; the connection is then given up, and the
// next open() makes another.
class ImapMailbox {
 public:
  // Throws Code::invalid for settings that cannot be meant (see check_server): also for a login
  // that is missing, and a folder that is not printable ASCII (other names are in modified UTF-7 on
  // the wire, RFC 3501 §5.1.3, and are to be given so).
  explicit ImapMailbox(ImapSettings settings);
  ~ImapMailbox();
  ImapMailbox(const ImapMailbox&) = delete;
  ImapMailbox& operator=(const ImapMailbox&) = delete;

  // Looks at the folder anew, over the kept connection where it still lives. First of every round.
  MailboxState open();
  // The mails with a higher UID, in the order of their UIDs, the first `most` (at most 500).
  std::vector<ListedMail> list_after(std::uint32_t last_uid, int most);
  // The UID before that of the first mail that came in on that day or later (by the server's
  // INTERNALDATE and clock, so one day earlier is asked for): 0 where that is the first of all.
  std::uint32_t last_uid_before(core::Instant since);
  // The mail octet by octet. Of one over kMailMax only its header, at most kHeaderMax + 1 octets.
  // nullopt: it has gone meanwhile.
  struct Fetched {
    std::string raw;
    bool is_whole = true;
  };
  std::optional<Fetched> fetch(const ListedMail& mail);

  static constexpr std::int64_t kMailMax = 10 * 1024 * 1024;
  static constexpr std::int64_t kHeaderMax = 32 * 1024;

 private:
  template <class Talk>
  auto speak(const Talk& talk);

  ImapSettings settings_;
  std::unique_ptr<ImapConnection> connection_;
  std::uint32_t uid_next_ = 0;
};

}  // namespace citacal::mail
