// Who is it? Passwords, tokens, and what failed attempts cost.
#pragma once

#include <string_view>

#include "domain/token.h"
#include "service/office.h"

namespace citacal::service {

// By login and password. A verified pair is remembered for 5 minutes (as a keyed digest), so that a
// poll does not pay for argon2; the account itself is read each time. Failures make the account and
// the address wait, longer each time: throttled with retry_after_s. Unauthorised otherwise, in the
// same words and time whether the account exists or not.
domain::Person sign_in(Office& office, std::string_view login, std::string_view password,
                       std::string_view peer);
// By a bearer token of scope api.
domain::Person sign_in_by_token(Office& office, std::string_view secret, std::string_view peer,
                                std::string_view client);
// Whether `secret` opens the feed of `calendar`: not_found otherwise, whatever is wrong. Keeps last
// use and client. The verdict is remembered for 2 seconds.
void open_feed(Office& office, std::string_view secret, std::string_view calendar,
               std::string_view client);
// The same without waiting: true when remembered as open, false when it must be asked.
bool is_feed_open(Office& office, std::string_view secret, std::string_view calendar,
                  std::string_view client);
// Writes down the last uses that were only remembered; called by the tick.
void save_last_uses(Office& office);

}  // namespace citacal::service
