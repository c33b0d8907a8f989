// How long objects go on, in four steps: what touches a window is then four ranges of one index,
// each as long as the window and its step.
#pragma once

#include <algorithm>
#include <array>

#include "core/time.h"

namespace citacal::store {

// How long an object of each span but the last may be.
inline constexpr std::array<core::Seconds, 3> kSpans = {std::chrono::days(1), std::chrono::days(31),
                                                        std::chrono::days(400)};

inline int span_of(const core::Slot& slot) {
  const auto length = slot.end - slot.start;
  const auto* found = std::find_if(kSpans.begin(), kSpans.end(),
                                   [&](core::Seconds longest) { return length <= longest; });
  return static_cast<int>(found - kSpans.begin());
}

}  // namespace citacal::store
