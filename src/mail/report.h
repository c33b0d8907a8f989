// Mail that says what became of another mail (RFC 3464 as multipart/report; in their own words
// qmail, Exim, and whoever writes as MAILER-DAEMON), and mail of robots (RFC 3834).
#pragma once

#include <optional>

#include "mail/structure.h"

namespace citacal::mail {

// The address it is from, its subject and text as read already: the words of a bounce without
// parts.
struct Words {
  std::string from;
  std::string subject;
  std::string text;
};

struct Report {
  domain::MailKind kind = domain::MailKind::message;  // never one: bounce or auto_reply
  std::optional<domain::Bounce> bounce;
};

// Nothing for what is no report. A report of success (delivered, relayed, expanded), of reading or
// of abuse is an auto_reply. Of several recipients the first that failed, or else is delayed.
std::optional<Report> find_report(const Fields& fields, const Structure& structure,
                                  const Words& words);

// Auto-Submitted other than "no" (RFC 3834 §5), and what programs wrote before it. Exchange's
// X-Auto-Response-Suppress asks for no answer, but people's mail has it too.
bool is_automatic(const Fields& fields);
// Auto-Submitted: auto-generated, so not in answer to another mail: a notice that a program sends,
// as ours are.
bool is_generated(const Fields& fields);
// Precedence: bulk, junk or list; List-Id; a null Return-Path; automatic.
bool is_bulk(const Fields& fields);

}  // namespace citacal::mail
