// Access tokens: for one's own feeds and programs; an administrator sees and revokes all.
#pragma once

#include "domain/token.h"
#include "service/office.h"

namespace citacal::service {

struct NewToken {
  domain::TokenScope scope = domain::TokenScope::feed;
  std::string calendar;  // for a feed: a calendar that the caller may see
  std::string label;
  int days = 0;       // until expiry, 1 to 3,650; 0: never
  std::string login;  // whose, when an administrator makes it; empty: the caller's
};

struct MadeToken {
  domain::AccessToken token;
  std::string secret;  // shown this once, never stored
};

MadeToken create_token(Office& office, const Caller& caller, const NewToken& asked);
std::vector<domain::AccessToken> list_tokens(Office& office, const Caller& caller);
void revoke_token(Office& office, const Caller& caller, const core::Id& id);

}  // namespace citacal::service
