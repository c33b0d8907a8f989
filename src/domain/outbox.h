// What every outbox has in common, of letters and of errands: how an attempt to send ends, and when
// the next one is. What stands in an outbox has a state (with queued, sending, sent and failed),
// attempts, next_at, last_error and sent_at.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/text.h"
#include "core/time.h"
#include "domain/transition.h"

namespace citacal::domain {

enum class Delivery { accepted, deferred, refused };  // done | later, perhaps | never

struct NotTaken {  // one of several recipients of a mail, to whom it was not taken
  std::string address;
  Delivery delivery = Delivery::refused;
  std::string detail;
};

struct Attempt {  // what one attempt came to
  Delivery delivery = Delivery::accepted;
  std::string detail;                    // the server's words, one line
  std::vector<NotTaken> not_taken = {};  // for the others `delivery` holds
};

inline constexpr int kAttemptsMax = 16;         // about two days
inline constexpr std::size_t kDetailMax = 500;  // bytes

// Before attempt `attempts + 1`: 1 min, doubled each time, at most 6 h, plus up to a quarter of it
// by `jitter` in [0, 1).
core::Seconds retry_delay(int attempts, double jitter);

// The item after one attempt: sent, failed (refused, or the last attempt) or queued for later.
// Conflict `condition` where it was neither queued nor sending.
template <class Item>
Item after_attempt(Item item, const Attempt& outcome, double jitter, core::Instant now,
                   const char* condition, const core::Phrase& thing) {
  using State = decltype(item.state);
  require_one_of(condition, thing, item.state, {State::queued, State::sending});
  ++item.attempts;
  if (outcome.delivery == Delivery::accepted) {
    item.state = State::sent;
    item.sent_at = now;
    item.last_error.clear();
    return item;
  }
  item.last_error = core::safe_line(outcome.detail, kDetailMax);
  if (outcome.delivery == Delivery::refused || item.attempts >= kAttemptsMax) {
    item.state = State::failed;
    return item;
  }
  item.state = State::queued;
  item.next_at = now + retry_delay(item.attempts, jitter);
  return item;
}

}  // namespace citacal::domain
