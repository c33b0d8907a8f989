// Times and durations as content lines write them (RFC 5545 §3.3.4–§3.3.6), and what they are in
// the zones of their calendar.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ical/time_zone.h"
#include "ical/tree.h"

namespace citacal::ical {

struct Written {
  core::LocalTime local;
  bool is_date = false, is_utc = false;
};
// "20261123", "20261123T100000" or "20261123T150000Z"; nullopt for anything else.
std::optional<Written> parse_written(std::string_view text);
// The same again.
std::string print_written(const Written& written);

// Days are days of the calendar, whatever the zone makes of their length; the rest is exact.
struct Length {
  std::chrono::days days{0};
  core::Seconds seconds{0};
  core::Seconds about() const { return days + seconds; }
};
std::optional<Length> parse_length(std::string_view text);  // "-P1DT2H"

// A time where it counts: a floating one and a date are in the zone for those.
struct Moment {
  core::LocalTime local;
  const TimeZone* zone = nullptr;
  bool is_date = false, is_floating = false;  // a date is floating, too
  core::Instant instant() const { return zone->to_utc(local); }
  core::Instant after(const Length& length) const {
    return zone->to_utc(local + length.days) + length.seconds;
  }
};

// The zones of one calendar by their TZIDs. Known names are the system's, whatever the calendar
// defines under them; others are what it defines.
class Zones {
 public:
  // `floating`: as ZoneText (recurrence.h). Throws Code::invalid where it says no zone.
  Zones(const Node& calendar, const std::string& floating);
  const TimeZone* find(std::string_view tzid) const;  // null: neither known nor defined
  // One value of the line. Throws Code::invalid with the line.
  Moment moment(const Line& line, std::string_view value) const;
  Moment moment(const Line& line) const { return moment(line, line.value); }
  const TimeZone& floating() const { return *floating_; }

 private:
  const Node& calendar_;
  Zone floating_;
  mutable std::vector<std::pair<std::string, Zone>> found_;
};

}  // namespace citacal::ical
