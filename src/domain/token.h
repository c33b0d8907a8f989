// Access tokens: for feeds (in the URL) and for programs (Bearer). Stored hashed.
#pragma once

#include <optional>

#include "core/id.h"
#include "core/time.h"
#include "core/words.h"

namespace citacal::domain {

enum class TokenScope { feed, api };

struct AccessToken {
  core::Id id;
  core::Id person;
  TokenScope scope = TokenScope::feed;
  std::string calendar;  // the one calendar of a feed token; empty for api
  std::string label;     // "Outlook de Marta"
  std::string hash;      // SHA-256 of the token, hex
  core::Instant created_at{};
  std::optional<core::Instant> expires_at;
  std::optional<core::Instant> last_used_at;
  std::string last_client;  // User-Agent, cut to 200 characters
  std::optional<core::Instant> revoked_at;
  bool operator==(const AccessToken&) const = default;
};

inline bool is_valid(const AccessToken& token, core::Instant now) {
  return !token.revoked_at && (!token.expires_at || now < *token.expires_at);
}

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::TokenScope, "feed", "api");
