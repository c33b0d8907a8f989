#include "service/sign_ins.h"

#include <algorithm>
#include <utility>

#include "core/secret.h"

namespace citacal::service {

namespace {

constexpr std::size_t kMost = 10'000;  // of each kind
constexpr core::Seconds kVerifiedFor{300};
constexpr core::Seconds kFeedOpenFor{2};  // another process may revoke
constexpr core::Seconds kFailuresForgottenAfter{3600};
constexpr int kWaitMax_s = 900;

// Room for one more: what is over goes first, then anything.
template <class Map, class IsOver>
void make_room(Map& map, IsOver is_over) {
  if (map.size() < kMost) return;
  std::erase_if(map, [&](const auto& entry) { return is_over(entry.second); });
  while (map.size() >= kMost) map.erase(map.begin());
}

}  // namespace

bool SignIns::is_verified(std::string_view login, std::string_view proof, core::Instant now) const {
  const std::lock_guard lock(mutex_);
  const auto found = verified_.find(login);
  return found != verified_.end() && now < found->second.until &&
         core::equal_in_constant_time(found->second.proof, proof);
}

void SignIns::verified(std::string_view login, std::string_view proof, core::Instant now) {
  const std::lock_guard lock(mutex_);
  make_room(verified_, [&](const Verified& one) { return one.until <= now; });
  verified_[std::string(login)] = {std::string(proof), now + kVerifiedFor};
}

int SignIns::wait_s(std::string_view key, core::Instant now) const {
  const std::lock_guard lock(mutex_);
  const auto found = failures_.find(key);
  if (found == failures_.end() || found->second.wait_until <= now) return 0;
  return static_cast<int>((found->second.wait_until - now).count());
}

void SignIns::failed(std::string_view key, int free, core::Instant now) {
  const std::lock_guard lock(mutex_);
  make_room(failures_,
            [&](const Failures& one) { return one.last + kFailuresForgottenAfter <= now; });
  auto& failures = failures_[std::string(key)];
  if (failures.last + kFailuresForgottenAfter <= now) failures = {};
  ++failures.count;
  failures.last = now;
  const int beyond = failures.count - free;
  if (beyond <= 0) return;
  const int wait = beyond > 10 ? kWaitMax_s : std::min(kWaitMax_s, 1 << (beyond - 1));
  failures.wait_until = now + core::Seconds(wait);
}

void SignIns::succeeded(std::string_view key) {
  const std::lock_guard lock(mutex_);
  const auto found = failures_.find(key);
  if (found != failures_.end()) failures_.erase(found);
}

bool SignIns::is_feed_open(std::string_view digest, std::string_view client, core::Instant now) {
  const std::lock_guard lock(mutex_);
  const auto found = feeds_.find(digest);
  if (found == feeds_.end() || found->second.until <= now) return false;
  last_uses_[found->second.token] = {now, std::string(client)};
  return true;
}

void SignIns::feed_opened(std::string_view digest, const core::Id& token, std::string_view client,
                          core::Instant now) {
  const std::lock_guard lock(mutex_);
  make_room(feeds_, [&](const OpenFeed& one) { return one.until <= now; });
  feeds_[std::string(digest)] = {token, now + kFeedOpenFor};
  last_uses_[token] = {now, std::string(client)};
}

void SignIns::forget_feeds() {
  const std::lock_guard lock(mutex_);
  feeds_.clear();
}

std::map<core::Id, SignIns::LastUse> SignIns::take_last_uses() {
  const std::lock_guard lock(mutex_);
  return std::exchange(last_uses_, {});
}

void SignIns::used(const core::Id& token, std::string_view client, core::Instant now) {
  const std::lock_guard lock(mutex_);
  if (last_uses_.size() < kMost) last_uses_[token] = {now, std::string(client)};
}

}  // namespace citacal::service
