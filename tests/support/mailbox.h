// A mailbox that remembers: the mails that a postman has delivered, read as a person's program
// would, and a mail server that can be told to misbehave.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "mail/transport.h"

namespace citacal::test {

struct ReceivedMail {
  std::string to;          // of the envelope
  std::string subject;     // decoded
  std::string message_id;  // without <>
  std::string method;      // of the calendar part's Content-Type; empty without one
  std::string text;        // of the text/plain part, lines ended by LF
  std::string calendar;    // of the text/calendar part, unfolded, lines ended by LF
  bool repeated = false;   // its Message-ID came before
};

enum class MailServer {
  accepts,
  defers,   // 451 to everything
  refuses,  // 550 to everything
  dies,     // takes the mail and is gone before it can say so: the same mail will come again
};

// Thrown by the transport of a mailbox that must kill the postman: the mail is out, nobody knows.
struct PostmanDied {};

class Mailbox {
 public:
  // For a Postman; the mailbox outlives it.
  std::unique_ptr<mail::Transport> transport();

  MailServer server = MailServer::accepts;
  bool kills_postman = false;
  std::vector<ReceivedMail> mails;  // all, in the order of their coming

 private:
  class Door;
  void take(const std::string& to, const std::string& message);
};

}  // namespace citacal::test
