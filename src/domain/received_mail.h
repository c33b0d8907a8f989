// A mail as it came in, read once at the door (mail/reader): values only, nothing decided yet.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/id.h"
#include "core/time.h"
#include "core/words.h"

namespace citacal::domain {

// One Authentication-Results field (RFC 8601), of the topmost first.
struct AuthenticationResult {
  std::string server;      // authserv-id, lower case; empty: none (Exchange Online), or broken
  std::string dmarc;       // "pass", "fail", "none" …, lower case; empty: not said
  std::string dmarc_from;  // header.from of the dmarc result, lower case domain; empty: not said
  bool operator==(const AuthenticationResult&) const = default;
};

// What a program, and no person, sent (RFC 3834 §2, RFC 3464).
enum class MailKind {
  message,     // by a person, or by their calendar program on their behalf
  auto_reply,  // out-of-office, vacation, robots
  bounce       // a delivery status notification that says it was not delivered
};

struct Bounce {
  std::string recipient;  // Final- or Original-Recipient, lower case; may be empty
  std::string status;     // "5.1.1"; may be empty
  std::string detail;     // Diagnostic-Code, or the words of a bounce without parts; one line
  std::string original_message_id;  // of the mail that came back, without <>; may be empty
  bool is_final = true;             // false: delayed, still being tried
  bool operator==(const Bounce&) const = default;
};

// Why a mail, or the part of it that matters, could not be read. It is kept and held all the same.
enum class MailFault {
  none,
  too_large,  // over 10 MB, or a header block over 32 KB
  too_deep,   // parts in parts beyond the limit, or too many parts
  cut_off,    // a multipart without its end where the calendar would be
  encrypted,  // S/MIME or PGP
  tnef,       // winmail.dat (application/ms-tnef) and no readable calendar beside it
  bad_text,   // a calendar part that is neither its charset nor UTF-8
  no_sender,  // no From, or several, or none that is an address; or what the body is (Content-Type,
              // Content-Transfer-Encoding) is said twice, so that nobody can tell who sent what
  not_a_mail  // no header at all
};

struct CalendarPart {
  std::string method;  // of the Content-Type, upper case; empty: not said
  std::string text;    // UTF-8, with its line ends as they came
  bool operator==(const CalendarPart&) const = default;
};

struct ReceivedMail {
  std::string raw;                      // as it came, octet by octet
  std::string message_id;               // without <>; empty: none
  std::string from;                     // the one From address, lower case; empty: see fault
  std::string from_name;                // for people; one line, may be empty
  std::string subject;                  // decoded, one line, at most 200 characters
  std::vector<std::string> recipients;  // To, Cc, Delivered-To, X-Original-To, Envelope-To;
                                        // lower case, each once, at most 100
  std::vector<std::string> references;  // In-Reply-To and References, without <>, at most 50
  std::optional<core::Instant> date;    // of the Date field
  std::vector<AuthenticationResult> authentication;  // at most 10
  MailKind kind = MailKind::message;
  bool is_bulk = false;          // Precedence: bulk | junk | list, List-Id, a null Return-Path, or
                                 // automatic whatever its kind: nothing is ever answered to it
  std::optional<Bounce> bounce;  // where kind is bounce
  std::vector<CalendarPart> calendars;  // text/calendar; where none is readable, application/ics
                                        // and files named *.ics; equal texts once; at most 10
  std::string text;  // text/plain (or text/html as text), at most 8,000 characters
  MailFault fault = MailFault::none;
};

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::MailKind, "message", "auto_reply", "bounce");
CITACAL_WORDS(citacal::domain::MailFault, "none", "too_large", "too_deep", "cut_off", "encrypted",
              "tnef", "bad_text", "no_sender", "not_a_mail");
