// What came in, raw: kept as it is, with its SHA-256 (Ley 527 de 1999), and what was made of it.
#pragma once

#include <cstdint>
#include <optional>

#include "core/id.h"
#include "core/time.h"
#include "core/words.h"

namespace citacal::domain {

enum class Verdict {
  applied,           // it changed something, or says again what is known
  counter_proposed,  // another date, for the coordinator to accept or decline
  held,              // a person decides
  refused,           // understood, and not to be applied
  unrelated          // nothing of ours
};

// Why its sender is believed.
enum class Trust {
  none,
  dmarc,   // Authentication-Results of the configured server: DMARC passed for the From domain
  token,   // it came to the address that only this attendee was given
  policy,  // the configuration lets unproven senders through
  person   // a coordinator applied it
};

struct Mail {
  core::Id id;
  std::int64_t version = 1;
  std::string mailbox;  // by its name in the configuration; "deliver" for an MTA's pipe
  std::string message_id;
  std::string from;
  std::string subject;
  std::string raw;       // octet by octet; empty in lists, as the next two
  std::string calendar;  // the iTIP object in it, UTF-8; empty: none
  std::string text;      // what its writer says, as ReceivedMail has it
  std::int64_t size = 0;
  std::string sha256;
  Verdict verdict = Verdict::held;
  std::string reason;  // a stable word, see domain/reason: "stale-sequence"; empty: plain applied
  std::string detail;  // what was understood or what is wrong, for people; may be empty
  Trust trust = Trust::none;
  std::string method;    // of iTIP: "REPLY"; empty: none
  std::string attendee;  // whose answer it is; empty: nobody's
  core::Id appointment;  // empty when it concerns none
  core::Id request;      // the case; empty when it concerns none
  core::Instant received_at{};
  std::optional<core::Instant> decided_at;  // by a person, of what was held
  core::Id decided_by;
  bool operator==(const Mail&) const = default;
};

// How far a mailbox has been read (RFC 3501 §2.3.1.1).
struct MailPosition {
  std::string mailbox;
  std::uint32_t uid_validity = 0;
  std::uint32_t last_uid = 0;
  bool operator==(const MailPosition&) const = default;
};

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::Verdict, "applied", "counter_proposed", "held", "refused",
              "unrelated");
CITACAL_WORDS(citacal::domain::Trust, "none", "dmarc", "token", "policy", "person");
