#include "domain/outbox.h"

#include <algorithm>

namespace citacal::domain {

namespace {

constexpr core::Seconds kFirstDelay = core::Minutes(1);
constexpr core::Seconds kLongestDelay = std::chrono::hours(6);

}  // namespace

core::Seconds retry_delay(int attempts, double jitter) {
  auto delay = kFirstDelay;
  for (int i = 1; i < attempts && delay < kLongestDelay; ++i) delay *= 2;
  delay = std::min(delay, kLongestDelay);
  const double extra = static_cast<double>(delay.count()) / 4 * std::clamp(jitter, 0.0, 1.0);
  return delay + core::Seconds(static_cast<std::int64_t>(extra));
}

}  // namespace citacal::domain
