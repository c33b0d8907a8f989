#include "web/feeds.h"

#include "core/text.h"
#include "service/access.h"
#include "web/nouns.h"

namespace citacal::web {

namespace {

constexpr std::size_t kTokenMax = 100;
constexpr std::size_t kCalendarMax = 100;
constexpr std::string_view kSuffix = ".ics";

bool is_calendar_id(std::string_view text) {
  for (const char c : text)
    if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-') return false;
  return !text.empty() && text.size() <= kCalendarMax;
}

[[noreturn]] void no_such_feed() {
  throw core::Error(core::Code::not_found, "not-found",
                    {"No hay tal calendario, o esta dirección ya no vale.",
                     "There is no such calendar, or this address is no longer good."});
}

// The route's way: errors in the query are told, access is asked, the feed is composed if need be.
core::Response get(Exchange& exchange) {
  exchange.query.day("from");
  exchange.query.day("to");
  const auto address = find_feed_address(exchange.request);
  if (!address) no_such_feed();
  auto& office = exchange.office;
  const auto& asked = address->asked;
  if (asked.public_url)
    service::get_calendar(office, asked.calendar, nullptr);
  else
    service::open_feed(office, address->token, asked.calendar,
                       exchange.request.headers.get("User-Agent"));
  return feed_reply(exchange.request, *address, service::get_feed(office, asked));
}

}  // namespace

std::optional<FeedAddress> find_feed_address(const core::Request& request) {
  const auto& segments = request.segments;
  if (request.trailing_slash || segments.size() < 2 || segments.size() > 3 ||
      segments.front() != "feeds" || !segments.back().ends_with(kSuffix))
    return std::nullopt;
  FeedAddress address;
  auto& asked = address.asked;
  asked.calendar = segments.back().substr(0, segments.back().size() - kSuffix.size());
  asked.public_url = segments.size() == 2;
  if (!asked.public_url) address.token = segments[1];
  if (!is_calendar_id(asked.calendar) || address.token.size() > kTokenMax) return std::nullopt;
  for (const auto& [name, value] : request.query) {
    auto& side = name == "from" ? asked.from : asked.until;
    if ((name != "from" && name != "to") || side) return std::nullopt;
    if (value.empty()) continue;
    side = core::parse_day(value);
    if (!side) return std::nullopt;
  }
  return address;
}

core::Response feed_reply(const core::Request& request, const FeedAddress& address,
                          const service::Feed& feed) {
  core::Response response;
  response.body = feed.body;
  auto& headers = response.headers;
  headers.add("Content-Type", "text/calendar; charset=utf-8");
  headers.add("ETag", feed.etag);
  headers.add("Cache-Control",
              address.asked.public_url ? "public, max-age=300" : "private, no-cache");
  if (core::is_not_modified(request, feed.etag, feed.last_modified)) {
    response.status = 304;
    return response;
  }
  headers.add("Last-Modified", core::print_http_date(feed.last_modified));
  headers.add("Content-Disposition", "inline; filename=\"" + address.asked.calendar + ".ics\"");
  return response;
}

std::string logged_path(const core::Request& request) {
  const auto& segments = request.segments;
  if (segments.size() < 2 || segments.front() != "feeds") return {};
  if (segments.size() == 2 && segments.back().ends_with(kSuffix) && !request.trailing_slash)
    return {};
  const auto& last = segments.back();
  const bool named = segments.size() > 2 && last.ends_with(kSuffix) &&
                     is_calendar_id(std::string_view(last).substr(0, last.size() - 4));
  return named ? "/feeds/{token}/" + last : "/feeds/{token}";
}

std::vector<Route> feed_routes() {
  return {
      {"GET",
       "/feeds/{calendar}.ics",
       get,
       Access::anonymous,
       "A public calendar as a feed",
       {"from", "to"}},
      {"GET",
       "/feeds/{token}/{calendar}.ics",
       get,
       Access::anonymous,
       "A calendar as a feed, opened by a token",
       {"from", "to"}},
  };
}

}  // namespace citacal::web
