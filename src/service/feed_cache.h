// Composed feeds in memory, kept by revision: what makes an unchanged poll cost one look-up.
#pragma once

#include <algorithm>
#include <map>
#include <mutex>
#include <string>

#include "service/calendar.h"

namespace citacal::service {

class FeedCache {
 public:
  struct Key {
    std::string calendar;
    std::optional<core::Day> from, until;
    bool public_url = false;
    core::Day today{};
    auto operator<=>(const Key&) const = default;
  };

  std::optional<Feed> find(const Key& key, std::int64_t revision) const {
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find(key);
    if (found == kept_.end() || found->second.first != revision) return std::nullopt;
    return found->second.second;
  }

  // The calendars' own windows are all kept; of the windows that somebody asked for, which anybody
  // may choose at will, the last few.
  void keep(const Key& key, std::int64_t revision, const Feed& feed) {
    const std::lock_guard lock(mutex_);
    std::erase_if(kept_, [&](const auto& entry) { return entry.first.today != key.today; });
    const auto is_chosen = [](const auto& entry) {
      return entry.first.from.has_value() || entry.first.until.has_value();
    };
    if (std::count_if(kept_.begin(), kept_.end(), is_chosen) >= kChosenMost)
      kept_.erase(std::find_if(kept_.begin(), kept_.end(), is_chosen));
    kept_[key] = {revision, feed};
  }

  // One composition at a time: many polls of a changed feed wait for the one that writes it.
  std::mutex composing;

 private:
  static constexpr int kChosenMost = 8;
  mutable std::mutex mutex_;
  std::map<Key, std::pair<std::int64_t, Feed>> kept_;
};

}  // namespace citacal::service
