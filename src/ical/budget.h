// The work that one request may ask of calendar objects, shared by all that it looks at: each walk
// of a rule is bounded by itself (ical/rule), but objects are many, and so are their rules.
#pragma once

#include <cstddef>
#include <cstdint>

namespace citacal::ical {

// A step is some 10 to 100 ns: a day that a rule looks at, some bytes of a text that is read or
// written. All of them are at most about a second of one core. A view of a month takes some 100
// steps of a series.
inline constexpr std::int64_t kBudgetSteps = 10'000'000;

class Budget {
 public:
  explicit Budget(std::int64_t steps = kBudgetSteps) : left_(steps) {}
  // Throws too_large "number-of-matches-within-limits" once more is spent than there was, and at
  // each call from then on.
  void spend(std::size_t steps);
  void spend_reading(std::size_t bytes) { spend(bytes / 16 + 1); }
  // 40 MB at most in all.
  void spend_writing(std::size_t bytes) { spend(bytes / 4 + 1); }
  bool is_spent() const { return left_ < 0; }
  std::int64_t left() const { return left_; }

 private:
  std::int64_t left_;
};

}  // namespace citacal::ical
