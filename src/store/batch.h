// A batch of transactions that become durable together: each waits here for the one COMMIT.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>

#include "store/database.h"

namespace citacal::store {

class Batch {
 public:
  static constexpr int kMembersMax = 64;
  static constexpr std::chrono::milliseconds kAgeMax{20};

  // Of the thread whose turn it is. Whether one more may join, so that nobody waits for long.
  bool is_open() const {
    return members_ < kMembersMax && std::chrono::steady_clock::now() - begun_ < kAgeMax;
  }
  void join() { ++members_; }
  void release() { ++released_; }
  bool has_released() const { return released_ > 0; }

  // The end for all: durable, or not, for this reason.
  void settle(std::optional<DatabaseError> error) {
    const std::lock_guard lock(mutex_);
    error_ = std::move(error);
    is_settled_ = true;
    settled_.notify_all();
  }
  // Waits for the end; throws the reason.
  void wait() {
    std::unique_lock lock(mutex_);
    settled_.wait(lock, [&] { return is_settled_; });
    if (error_) throw *error_;
  }

 private:
  const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  int members_ = 0;
  int released_ = 0;
  std::mutex mutex_;
  std::condition_variable settled_;
  bool is_settled_ = false;
  std::optional<DatabaseError> error_;
};

}  // namespace citacal::store
