#include "ical/feed.h"

#include "ical/colour.h"
#include "ical/content_line.h"
#include "ical/invitation.h"
#include "ical/zone.h"

namespace citacal::ical {

std::string feed_head(const FeedHead& head) {
  const auto& calendar = head.calendar;
  const auto refresh = "PT" + std::to_string(calendar.refresh_minutes) + "M";
  const auto colour = nearest_colour_name(calendar.colour);
  Writer out;
  out.begin("VCALENDAR");
  out.plain("VERSION", "2.0");
  out.plain("PRODID", kProductId);
  out.plain("CALSCALE", "GREGORIAN");
  out.plain("METHOD", method_word(Method::publish));
  out.text("NAME", calendar.title.es);
  out.text("X-WR-CALNAME", calendar.title.es);
  if (!calendar.description.es.empty()) {
    out.text("DESCRIPTION", calendar.description.es);
    out.text("X-WR-CALDESC", calendar.description.es);
  }
  out.plain("X-WR-TIMEZONE", kZone);
  out.plain("REFRESH-INTERVAL", refresh, {{"VALUE", "DURATION"}});
  out.plain("X-PUBLISHED-TTL", refresh);
  if (!colour.empty()) {
    out.plain("COLOR", colour);
    out.text("X-APPLE-CALENDAR-COLOR", calendar.colour);
  }
  if (!head.source_url.empty()) out.uri("SOURCE", head.source_url, {{"VALUE", "URI"}});
  out.lines(kZoneText);
  return out.take();
}

}  // namespace citacal::ical
