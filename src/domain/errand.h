// One thing to be told to a contractor's own ticket system: that a request was made, or what became
// of it since. An outbox as letters are, but in order: a case's errands go one after the other, and
// its comments once the ticket has its number.
#pragma once

#include <vector>

#include "domain/outbox.h"
#include "domain/request.h"

namespace citacal::domain {

enum class ErrandKind { open, comment };
enum class ErrandState {
  waiting,  // for the errand before it, or for the ticket's number
  queued,
  sending,
  sent,
  failed,
  superseded  // never sent: a person opened the ticket by hand and said its number
};

struct Errand {
  core::Id id;
  ErrandKind kind = ErrandKind::open;
  core::Id request;
  core::Id contractor;
  std::string system;  // the ticket system's key in the configuration
  std::string key;     // what it tells of, unique: one errand for one change
  std::string number;  // of the request, as it was when this was decided; so are these three:
  Kind service = Kind::scheduled;
  Priority priority = Priority::medium;
  std::string subject;
  std::string text;    // lines
  std::string ticket;  // its number in that system, once it is known
  std::string url;     // of the ticket, for people; may be empty
  ErrandState state = ErrandState::waiting;
  int attempts = 0;         // as settled; a death in the middle of one counts
  core::Instant next_at{};  // not before
  std::string last_error;
  core::Instant created_at{};
  std::optional<core::Instant> sent_at;
  bool operator==(const Errand&) const = default;
};

struct Told {  // what one attempt came to; where it opened or found a ticket, which
  Attempt attempt;
  std::string ticket;
  std::string url;
};

core::Phrase say(ErrandState state);  // "en cola", "queued"

// Whether an earlier attempt may have got there without our knowing: to be looked for before it is
// told again.
bool may_be_there(const Errand& errand);
// The errand after one attempt: sent, failed (refused, or the last attempt) or queued for later.
Errand settle(Errand errand, const Told& told, double jitter, core::Instant now);
// Which of all errands of one request to one system, oldest first, goes now, as queued: the oldest
// that waits, where none is under way and, for a comment, the ticket has a number.
std::optional<Errand> take_next(const std::vector<Errand>& of_request, core::Instant now);
// A failed errand, to be tried again. Conflict "errand-state" otherwise.
Errand retry(Errand errand, core::Instant now);
// A ticket that a person opened instead of this errand; nothing where it is under way or done.
std::optional<Errand> supersede(Errand errand, const Ticket& ticket);

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::ErrandKind, "open", "comment");
CITACAL_WORDS(citacal::domain::ErrandState, "waiting", "queued", "sending", "sent", "failed",
              "superseded");
