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
  superseded  // never sent: a newer one tells the same recipient what is true now
};
enum class LetterKind { invitation, update, cancellation, notice };

struct Letter {
  core::Id id;
  LetterKind kind = LetterKind::invitation;
  core::Id appointment;
  int sequence = 0;  // of the appointment: one letter a kind, sequence and recipient
  std::string to_name;
  std::string to;
  std::string subject;
  std::string text;        // for a person without a calendar
  std::string calendar;    // the iCalendar object; empty for a plain letter
  std::string method;      // REQUEST, CANCEL, PUBLISH; as in `calendar`
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

// The letter after one attempt: sent, failed (refused, or the last attempt) or queued for later.
Letter settle(Letter letter, const Attempt& outcome, double jitter, core::Instant now);

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::LetterState, "queued", "sending", "sent", "failed", "superseded");
CITACAL_WORDS(citacal::domain::LetterKind, "invitation", "update", "cancellation", "notice");
