// Turns in the order of asking: one thread at a time holds the turn, the others wait in line.
#pragma once

#include <chrono>
#include <condition_variable>
#include <list>
#include <mutex>

namespace citacal::store {

class Turns {
 public:
  using Deadline = std::chrono::steady_clock::time_point;

  bool take(Deadline deadline);  // false: it was not one's turn by then
  void pass();                   // to the next in line, if any
  bool pass_if_awaited();        // false: nobody waits, and the turn is kept

 private:
  struct Place {
    std::condition_variable called;
    bool has_turn = false;
  };

  bool call_next();  // under mutex_

  std::mutex mutex_;
  bool is_taken_ = false;
  std::list<Place> line_;
};

}  // namespace citacal::store
