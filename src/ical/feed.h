// What stands around the events of a published calendar. A feed is feed_head, the stored texts of
// its events, and kFeedTail, one after the other.
#pragma once

#include <string>
#include <string_view>

#include "domain/calendar.h"

namespace citacal::ical {

struct FeedHead {
  domain::Calendar calendar;  // title, description, colour, refresh_minutes
  std::string source_url;     // where it is read; empty where the URL holds a token
};

// BEGIN:VCALENDAR to END:VTIMEZONE, CRLF: METHOD:PUBLISH, and the name, description, colour, source
// and refresh interval as RFC 7986 has them and as X- properties for Outlook and Apple's Calendar.
// Throws Code::invalid if source_url is no URI.
std::string feed_head(const FeedHead& head);

inline constexpr std::string_view kFeedTail = "END:VCALENDAR\r\n";

}  // namespace citacal::ical
