// What is remembered of sign-ins, in memory only: verified passwords, failures, open feeds, last
// uses. Thread-safe and bounded; secrets are kept as keyed digests.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "core/id.h"
#include "core/time.h"

namespace citacal::service {

class SignIns {
 public:
  // Passwords that argon2 has verified: `proof` is a digest of the password and of the stored hash,
  // so that a changed password is not the one remembered.
  bool is_verified(std::string_view login, std::string_view proof, core::Instant now) const;
  void verified(std::string_view login, std::string_view proof, core::Instant now);

  // Failures by key ("account:marta", "peer:10.0.0.7"): seconds to wait now, 0 for none.
  int wait_s(std::string_view key, core::Instant now) const;
  // After `free` failures each one more doubles the wait, from 1 s to 15 min.
  void failed(std::string_view key, int free, core::Instant now);
  void succeeded(std::string_view key);

  // Feed tokens that were found good, by digest of secret and calendar, with the token's id.
  bool is_feed_open(std::string_view digest, std::string_view client, core::Instant now);
  void feed_opened(std::string_view digest, const core::Id& token, std::string_view client,
                   core::Instant now);
  void forget_feeds();

  struct LastUse {
    core::Instant at;
    std::string client;
  };
  std::map<core::Id, LastUse> take_last_uses();
  void used(const core::Id& token, std::string_view client, core::Instant now);

 private:
  struct Verified {
    std::string proof;
    core::Instant until;
  };
  struct Failures {
    int count = 0;
    core::Instant last;
    core::Instant wait_until;
  };
  struct OpenFeed {
    core::Id token;
    core::Instant until;
  };

  mutable std::mutex mutex_;
  std::map<std::string, Verified, std::less<>> verified_;
  std::map<std::string, Failures, std::less<>> failures_;
  std::map<std::string, OpenFeed, std::less<>> feeds_;
  std::map<core::Id, LastUse> last_uses_;
};

}  // namespace citacal::service
