// The configuration file: every key known, every value checked at the door, secrets in files of
// their own. config/citacal.toml is its manual.
#pragma once

#include <string>
#include <vector>

#include "app/config_tickets.h"
#include "core/phrase.h"
#include "http/server.h"
#include "mail/imap.h"
#include "mail/transport.h"
#include "service/office.h"

namespace citacal::app {

// A mailbox that answers come to, and how often it is looked into.
struct Mailbox {
  mail::ImapSettings imap;
  int poll_s = 30;
};

struct Config {
  service::Settings settings;  // with the calendars and holidays of the calendars folder
  std::string calendars_folder;
  http::Options http;       // without access_log: see log_access
  int drain_ms = 10'000;    // how long requests in hand may take when the service stops
  std::string mail_folder;  // mails as files; empty where `smtp` has a host
  mail::SmtpSettings smtp;
  std::vector<Mailbox> mailboxes;
  std::vector<TicketSystemConfig> tickets;
  std::string log_access;  // "stderr", "off" or a file
};

// Reads and checks `path` and the calendars that it names; relative paths in it are relative to its
// folder. Throws FileRefused with the whole report, or invalid.
Config read_config(const std::string& path);

// The configuration in a text, for what does not come from a file: `path` is for messages and for
// relative paths. `defaults`, where given, receives the keys that the text does not give
// ("http.limits.queue").
Config parse_config(const std::string& text, const std::string& path,
                    std::vector<std::string>* defaults = nullptr);

// Throws invalid where plain HTTP would leave this machine and no proxy is said to be in front.
void refuse_open_http(const http::Listen& listen, bool behind_proxy);

// "127.0.0.1:8080", "[::1]:8080": throws invalid naming `field`.
http::Listen parse_listen(std::string_view field, std::string_view text);

}  // namespace citacal::app
