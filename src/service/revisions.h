// The newest known revision of each calendar, in memory, so that a poll of an unchanged feed asks
// nobody: raised after each commit of this process, and by the tick for what other processes wrote.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace citacal::service {

class Revisions {
 public:
  void raise(std::string_view calendar, std::int64_t revision) {
    const std::lock_guard lock(mutex_);
    auto& known = known_.emplace(std::string(calendar), revision).first->second;
    known = std::max(known, revision);
  }
  // −1 when the calendar is not known.
  std::int64_t of(std::string_view calendar) const {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(calendar);
    return found == known_.end() ? -1 : found->second;
  }
  void forget(std::string_view calendar) {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(calendar);
    if (found != known_.end()) known_.erase(found);
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::int64_t, std::less<>> known_;
};

}  // namespace citacal::service
