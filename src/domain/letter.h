// The outbox: a mail that was decided with the change it tells of, and is sent at its own pace.
#pragma once

#include <optional>

#include "core/id.h"
#include "core/time.h"
#include "core/words.h"
#include "domain/outbox.h"

namespace citacal::domain {

enum class LetterState {
  queued,
  sending,
  sent,
  failed,
  superseded,  // never sent: a newer one tells the same recipient what is true now
  returned     // sent, and came back: it did not reach its recipient
};
enum class LetterKind {
  invitation,
  update,
  cancellation,
  notice,
  request,            // activity 2: the service is asked of the contractor
  reminder,           // no answer has come yet
  day_before,         // the appointment is tomorrow
  proposal_declined,  // iTIP DECLINECOUNTER
  copy,               // the invitation as it is now, asked for again (iTIP REFRESH)
  news,               // to a coordinator
  trail_head          // to the auditor, once a day
};

// One of many to whom a letter goes, none of whom sees the others.
struct Recipient {
  std::string address;
  LetterState state = LetterState::queued;  // or sent | failed | returned
  std::string detail;                       // the server's words, last heard
  std::optional<core::Instant> settled_at;  // when it became what it is; none while queued
  bool operator==(const Recipient&) const = default;
};

inline constexpr std::size_t kRecipientsMax = 100;  // of one letter: RFC 5321 §4.5.3.1.8

struct Letter {
  core::Id id;
  LetterKind kind = LetterKind::invitation;
  core::Id about;        // one letter for each of these, kind, sequence and recipient
  core::Id appointment;  // empty where it is about none
  core::Id request;      // the case; empty for news
  int sequence = 0;      // of the appointment
  std::string to_name;
  std::string to;
  // To whom it goes in the envelope, where it is to many: `to` is then the institute's own address.
  std::vector<Recipient> recipients;
  std::string reply_to;  // the recipient's own address to answer to; empty: the organizer
  std::string subject;
  std::string text;        // for a person without a calendar
  std::string calendar;    // the iCalendar object; empty for a plain letter
  std::string method;      // REQUEST, CANCEL, PUBLISH, DECLINECOUNTER; as in `calendar`
  std::string message_id;  // without <>; stable over every attempt
  LetterState state = LetterState::queued;
  int attempts = 0;
  core::Instant next_at{};  // not before
  std::string last_error;
  core::Instant created_at{};
  std::optional<core::Instant> sent_at;
  bool operator==(const Letter&) const = default;
};

core::Phrase say(LetterState state);  // "en cola", "queued"

// The letter after one attempt: sent, failed (refused, or the last attempt) or queued for later. To
// many: queued while somebody's server put it off, only for those; sent where it reached anybody.
Letter settle(Letter letter, const Attempt& outcome, double jitter, core::Instant now);

// Whom the next attempt is for: `to`, or those of many who are still queued.
std::vector<std::string> envelope_of(const Letter& letter);

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::LetterState, "queued", "sending", "sent", "failed", "superseded",
              "returned");
CITACAL_WORDS(citacal::domain::LetterKind, "invitation", "update", "cancellation", "notice",
              "request", "reminder", "day_before", "proposal_declined", "copy", "news",
              "trail_head");
