#include "web/quick.h"

#include "service/access.h"
#include "web/feeds.h"
#include "web/finish.h"

namespace citacal::web {

std::optional<core::Response> answer_at_once(service::Office& office,
                                             const core::Request& request) {
  if (request.method != "GET" && request.method != "HEAD") return std::nullopt;
  const auto address = find_feed_address(request);
  if (!address) return std::nullopt;
  const auto& asked = address->asked;
  if (!asked.public_url && !service::is_feed_open(office, address->token, asked.calendar,
                                                  request.headers.get("User-Agent")))
    return std::nullopt;
  const auto feed = service::find_feed_at_hand(office, asked);
  if (!feed) return std::nullopt;
  auto response = feed_reply(request, *address, *feed);
  finish(request, response);
  return response;
}

}  // namespace citacal::web
