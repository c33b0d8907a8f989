// A connection to an IMAP server that is logged in: commands and their whole answers, bounded in
// bytes and in time. libcurl (whose wall this is) connects, does TLS and logs in; what is said
// after that is ours. libcurl's own way to fetch marks mails as seen (SELECT, BODY[]), and where a
// command is custom it takes a line of a mail for the server's answer.
#pragma once

#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "mail/curl_handle.h"
#include "mail/imap_text.h"

namespace citacal::mail {

// What ends a command and its connection: why, in the server's words (not yet safe) or ours.
struct ImapTrouble {
  std::string words;
};

// For one thread at a time. Everything may throw ImapTrouble; the connection is then of no more
// use.
class ImapConnection {
 public:
  // Connects and logs in. `server` was checked.
  explicit ImapConnection(const Server& server);
  ~ImapConnection();  // says LOGOUT and waits for nothing
  ImapConnection(const ImapConnection&) = delete;
  ImapConnection& operator=(const ImapConnection&) = delete;

  // The untagged responses to a command that went well: at most 8 MB of lines, and at most
  // `literals_max` bytes of literals; within timeout_ms, and 1 s more for each 32 KB of a literal.
  // A NO that says that mails have gone (RFC 5530 §3) went well too.
  std::vector<ImapResponse> ask(std::string_view command, std::size_t literals_max = 0);

 private:
  using Clock = std::chrono::steady_clock;

  void send(std::string_view bytes);
  void receive();
  void wait(short events);
  ImapResponse read_response();
  std::string read_line();
  std::string read_bytes(std::size_t count);

  const std::chrono::milliseconds timeout_;
  std::array<char, 256> error_{};
  std::string last_answer_;  // while libcurl talks: the last tagged one or BYE, never what we said
  CurlHandle curl_;
  int socket_ = -1;
  Clock::time_point deadline_;
  std::string in_;                 // received, of which …
  std::size_t at_ = 0;             // … this much is read
  std::size_t lines_left_ = 0;     // bytes of lines that this answer may still have
  std::size_t literals_left_ = 0;  // … and of literals
  int tag_ = 0;
};

}  // namespace citacal::mail
