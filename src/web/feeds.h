// The feeds: what one address asks for, and how a feed is answered. Shared by the route, which may
// wait, and by the quick way, which may not.
#pragma once

#include <optional>
#include <string>

#include "service/calendar.h"

namespace citacal::web {

struct FeedAddress {
  std::string token;  // empty for a public address
  service::FeedAsked asked;
};

// The calendar's and token's names are bounded: what cannot be one is no feed. nullopt also for a
// query that is wrong or holds what feeds do not take.
std::optional<FeedAddress> find_feed_address(const core::Request& request);
// 200 or 304 (RFC 9110 §13.2.2); both carry the body, so that http knows its compressed form.
core::Response feed_reply(const core::Request& request, const FeedAddress& address,
                          const service::Feed& feed);
// What the access log shows instead of a path that may hold a token; empty for any other path.
std::string logged_path(const core::Request& request);

}  // namespace citacal::web
