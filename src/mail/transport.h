// How a mail leaves the house: by SMTP (the wall of libcurl) or as a file in a folder. A Transport
// says of each attempt what became of it; it decides nothing. For one thread at a time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "domain/letter.h"
#include "mail/server.h"

namespace citacal::mail {

class Transport {
 public:
  virtual ~Transport() = default;
  // One attempt to give `message` (bare LF becomes CRLF) to the recipients `to`, at least one, with
  // `from` as envelope sender; those to whom it was not taken though it was to others are in
  // `not_taken`. `detail` is the server's words, or why it was not reached (domain::settle makes it
  // one safe line). Throws Code::invalid, before anything is sent, for an address that could be
  // read as a command.
  virtual domain::Attempt send(const std::string& from, const std::vector<std::string>& to,
                               const std::string& message) = 0;
};

struct SmtpSettings : Server {
  std::string helo;  // the name in EHLO; empty: this machine's
};

// SMTP (RFC 5321, 3207, 4954, 8314), certificate and host name verified; the connection is kept
// between letters. What the answers mean for the letter:
//   2xx to the whole mail                       accepted
//   5xx to the recipient (RCPT) or to the mail (DATA)   refused: repeating it cannot help. Of
//     several recipients each has its own answer, and the mail goes to those that were taken
//   everything else                             deferred, so that no letter is lost: 4xx, no
//     connection, TLS or time-out, but also 5xx to the greeting, EHLO, STARTTLS, AUTH or MAIL FROM,
//     the codes of authentication (530, 534, 535, 538; RFC 4954 §6) wherever they come, and any 5xx
//     of a server that offered no AUTH though a login is set. Those are a matter of configuration.
// A connection that breaks after the mail and before the answer is deferred: it may arrive twice,
// with the same Message-ID, but is not lost.
// Throws Code::invalid for a host, port or helo that is none, or a login that would cross a network
// in the clear (security none to a host that is not the loopback).
std::unique_ptr<Transport> smtp_transport(const SmtpSettings& settings);

// Writes each mail, without its envelope, as <Message-ID>.eml into `folder` (made if absent; mode
// 0700), whole or not at all: a temporary file, fsync, rename. The same Message-ID twice is one
// file. An id that is no plain file name is written as its SHA-256. A disk that is full or a folder
// that is gone is deferred.
std::unique_ptr<Transport> folder_transport(std::string folder);

}  // namespace citacal::mail
