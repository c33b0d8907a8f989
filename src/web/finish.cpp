#include "web/finish.h"

#include "web/feeds.h"

namespace citacal::web {

namespace {

std::string shown_path(const core::Request& request) {
  const auto& segments = request.segments;
  if (segments.size() < 2 || segments.front() != "rsvp") return logged_path(request);
  const bool is_calendar = segments.size() == 3 && segments.back() == "invitation.ics";
  return is_calendar ? "/rsvp/{token}/invitation.ics" : "/rsvp/{token}";
}

}  // namespace

void finish(const core::Request& request, core::Response& response) {
  response.logged_as = shown_path(request);
  if (response.status == 304) return;  // the client has these with what it has
  auto& headers = response.headers;
  headers.add("X-Content-Type-Options", "nosniff");
  headers.add("Referrer-Policy", "no-referrer");
  if (request.secure) headers.add("Strict-Transport-Security", "max-age=31536000");
}

}  // namespace citacal::web
