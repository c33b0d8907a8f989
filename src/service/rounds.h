// How an outbox is worked off, letters and errands alike: claim what is due, try each, settle it.
// Nothing that was committed is lost, nothing is sent that was not, and a store that fails at the
// settling repeats nothing: what an attempt came to is remembered and settled first by the next
// run.
#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/id.h"
#include "core/secret.h"

namespace citacal::service {

// One for an outbox, used by one thread; only stop() may be called from any.
template <class Item, class Outcome>
class Rounds {
 public:
  struct Steps {
    std::function<std::vector<Item>()> claim;     // due → sending
    std::function<Outcome(const Item&)> attempt;  // what goes wrong is an outcome
    std::function<void(const core::Id&, const Outcome&, double jitter)> settle;
    std::function<void(const core::Id&)> give_back;  // claimed and not tried
  };
  explicit Rounds(Steps steps) : steps_(std::move(steps)) {}

  // How many were tried: 0 means that nothing is due. Throws what the store throws; the next run
  // then goes on where this one stopped.
  int run_once() {
    settle();
    if (claimed_.empty() && !stopping_)
      for (auto& item : steps_.claim()) claimed_.push_back(std::move(item));
    int count = 0;
    while (!claimed_.empty() && !stopping_) {
      tried_ = Tried{claimed_.front().id, steps_.attempt(claimed_.front()), core::random_share()};
      claimed_.pop_front();
      ++count;
      settle();
    }
    for (; !claimed_.empty(); claimed_.pop_front()) steps_.give_back(claimed_.front().id);
    return count;
  }
  // Makes run_once() return after the attempt under way; those claimed and not tried are queued
  // again as they were. What is stopped does not start again.
  void stop() { stopping_ = true; }
  bool is_stopping() const { return stopping_; }

 private:
  struct Tried {
    core::Id item;
    Outcome outcome;
    double jitter;
  };

  void settle() {
    if (!tried_) return;
    try {
      steps_.settle(tried_->item, tried_->outcome, tried_->jitter);
    } catch (const core::Error& error) {
      // The store cannot now: the attempt is kept. Anything else will not change by repeating it.
      if (error.code != core::Code::unavailable) tried_.reset();
      throw;
    }
    tried_.reset();
  }

  const Steps steps_;
  std::deque<Item> claimed_;    // sending in the store, not tried yet
  std::optional<Tried> tried_;  // tried, not settled yet
  std::atomic<bool> stopping_{false};
};

}  // namespace citacal::service
