#include "ical/value_type.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/text.h"

namespace citacal::ical {

namespace {

constexpr std::string_view kText = "text", kUri = "uri", kAddress = "cal-address",
                           kDateTime = "date-time", kDuration = "duration", kInteger = "integer",
                           kOffset = "utc-offset", kRecur = "recur";

// By name.
constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
    {"ACKNOWLEDGED", kDateTime},
    {"ACTION", kText},
    {"ATTACH", kUri},
    {"ATTENDEE", kAddress},
    {"BUSYTYPE", kText},
    {"CALENDAR-ADDRESS", kAddress},
    {"CALSCALE", kText},
    {"CATEGORIES", kText},
    {"CLASS", kText},
    {"COLOR", kText},
    {"COMMENT", kText},
    {"COMPLETED", kDateTime},
    {"CONCEPT", kUri},
    {"CONFERENCE", kUri},
    {"CONTACT", kText},
    {"CREATED", kDateTime},
    {"DESCRIPTION", kText},
    {"DTEND", kDateTime},
    {"DTSTAMP", kDateTime},
    {"DTSTART", kDateTime},
    {"DUE", kDateTime},
    {"DURATION", kDuration},
    {"EXDATE", kDateTime},
    {"EXRULE", kRecur},
    {"FREEBUSY", "period"},
    {"GEO", "float"},
    {"IMAGE", kUri},
    {"LAST-MODIFIED", kDateTime},
    {"LINK", kUri},
    {"LOCATION", kText},
    {"LOCATION-TYPE", kText},
    {"METHOD", kText},
    {"NAME", kText},
    {"ORGANIZER", kAddress},
    {"PARTICIPANT-TYPE", kText},
    {"PERCENT-COMPLETE", kInteger},
    {"PRIORITY", kInteger},
    {"PRODID", kText},
    {"PROXIMITY", kText},
    {"RDATE", kDateTime},
    {"RECURRENCE-ID", kDateTime},
    {"REFID", kText},
    {"REFRESH-INTERVAL", kDuration},
    {"RELATED-TO", kText},
    {"REPEAT", kInteger},
    {"REQUEST-STATUS", kText},
    {"RESOURCE-TYPE", kText},
    {"RESOURCES", kText},
    {"RRULE", kRecur},
    {"SEQUENCE", kInteger},
    {"SOURCE", kUri},
    {"STATUS", kText},
    {"STRUCTURED-DATA", kText},
    {"STYLED-DESCRIPTION", kText},
    {"SUMMARY", kText},
    {"TRANSP", kText},
    {"TRIGGER", kDuration},
    {"TZID", kText},
    {"TZID-ALIAS-OF", kText},
    {"TZNAME", kText},
    {"TZOFFSETFROM", kOffset},
    {"TZOFFSETTO", kOffset},
    {"TZUNTIL", kDateTime},
    {"TZURL", kUri},
    {"UID", kText},
    {"URL", kUri},
    {"VERSION", kText},
};
static_assert(std::is_sorted(std::begin(kTypes), std::end(kTypes)));

}  // namespace

std::string value_type(const Line& line) {
  std::string type = "unknown";
  if (const auto* value = line.find_param("VALUE")) {
    type = core::to_lower(*value);
  } else {
    const auto* at =
        std::lower_bound(std::begin(kTypes), std::end(kTypes), line.name,
                         [](const auto& one, const auto& name) { return one.first < name; });
    if (at != std::end(kTypes) && at->first == line.name) type = at->second;
  }
  const bool is_date =
      type == kDateTime && !line.value.empty() && line.value.find('T') == std::string::npos;
  return is_date ? "date" : type;
}

bool is_list(std::string_view upper_name) {
  return upper_name == "CATEGORIES" || upper_name == "RESOURCES" || upper_name == "EXDATE" ||
         upper_name == "RDATE" || upper_name == "FREEBUSY";
}

std::vector<std::string_view> split_unescaped(std::string_view value, char separator) {
  std::vector<std::string_view> parts;
  std::size_t start = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '\\') {
      ++i;
    } else if (value[i] == separator) {
      parts.push_back(value.substr(start, i - start));
      start = i + 1;
    }
  }
  parts.push_back(value.substr(start));
  return parts;
}

}  // namespace citacal::ical
