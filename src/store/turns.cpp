#include "store/turns.h"

namespace citacal::store {

bool Turns::take(Deadline deadline) {
  std::unique_lock lock(mutex_);
  if (!is_taken_) {
    is_taken_ = true;
    return true;
  }
  const auto place = line_.emplace(line_.end());
  const bool has_turn = place->called.wait_until(lock, deadline, [&] { return place->has_turn; });
  line_.erase(place);
  return has_turn;
}

bool Turns::call_next() {
  if (line_.empty()) return false;
  line_.front().has_turn = true;
  line_.front().called.notify_one();
  return true;
}

void Turns::pass() {
  const std::lock_guard lock(mutex_);
  is_taken_ = call_next();
}

bool Turns::pass_if_awaited() {
  const std::lock_guard lock(mutex_);
  return call_next();
}

}  // namespace citacal::store
