// A mail server as the configuration names it: where it is, how it is spoken to, who logs in.
#pragma once

#include <string>
#include <string_view>

#include "core/words.h"

namespace citacal::mail {

enum class Security { none, starttls, tls };  // starttls is demanded, never just tried

struct Server {
  std::string host;
  int port = 0;
  Security security = Security::starttls;
  std::string login;  // empty: none
  std::string password;
  std::string ca_file;  // PEM; empty: the system's certificates
  long connect_timeout_ms = 10'000;
  long timeout_ms = 60'000;  // of a whole attempt or command
};

// Throws Code::invalid, naming "smtp.host" and the like, for a host or port that is none, and for a
// login that would cross a network in the clear (security none to what is not the loopback).
// `protocol` is "smtp" or "imap".
void check_server(const Server& server, std::string_view protocol);

bool is_host_text(std::string_view text);  // the characters of a host name or an IP address

}  // namespace citacal::mail

CITACAL_WORDS(citacal::mail::Security, "none", "starttls", "tls");
