// What coordinators are told by mail: of answers, of what came back, of what waits for them. News
// are gathered for some minutes, so that many come as one mail.
#pragma once

#include <optional>

#include "core/id.h"
#include "core/time.h"
#include "core/words.h"

namespace citacal::domain {

enum class NewsKind {
  answer,                // an attendee answered
  proposal,              // an attendee proposed another date
  confirmed,             // by the answers, as the rule of the configuration has it
  not_reached,           // a letter came back, or was refused
  mail_held,             // a mail waits for a person's decision
  mail_filed,            // a mail became evidence of its case
  no_answer,             // reminded, and still no answer
  notice,                // a notice to all staff that cannot go out, or a date that a new rule hits
  ticket_failed,         // the contractor's ticket system did not take what it was told
  reserve_ends,          // an exception to publicity ends soon
  reserve_ended,         // it is over: a person classifies anew
  unconfirmed,           // a date passed, and nobody confirmed or cancelled it
  verification_due,      // the term to verify a service is nearly over
  verification_overdue,  // … is over
  commitment_due,        // the day of a commitment is the next
  commitment_overdue     // … has passed
};

struct News {
  core::Id id;
  NewsKind kind = NewsKind::answer;
  std::string key;       // said once: "no_answer:<appointment>:<sequence>"; unique
  core::Id request;      // the case; empty: none is known
  core::Id appointment;  // empty: none
  std::string text;      // one or two lines in Spanish
  core::Instant at{};
  std::optional<core::Instant> told_at;  // when the mail with it was written
  bool operator==(const News&) const = default;
};

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::NewsKind, "answer", "proposal", "confirmed", "not_reached",
              "mail_held", "mail_filed", "no_answer", "notice", "ticket_failed", "reserve_ends",
              "reserve_ended", "unconfirmed", "verification_due", "verification_overdue",
              "commitment_due", "commitment_overdue");
