// Dates as people write them in a file to load: absolute, or relative to the day of loading, so
// that an example always has a past, a present and a future. Durations, and hours of the day.
#pragma once

#include <optional>
#include <string_view>

#include "domain/work_calendar.h"

namespace citacal::app {

// The day of loading, and the days that count.
struct Today {
  core::Day day;
  const domain::WorkCalendar& calendar;
};

// A day:
//   2026-03-05        that day
//   hoy, hoy+12       that many days after the day of loading (hoy-12: before)
//   hábil+5           the fifth business day after it (hábil-5: before); "habil" is the same
//   sábado+2          the second Saturday after it (sábado-2: before); every day of the week
// nullopt for anything else, or beyond 20 years.
std::optional<core::Day> parse_day(std::string_view text, const Today& today);

// A day as above, a blank and hh:mm of the legal time; or an RFC 3339 time with its offset.
std::optional<core::Instant> parse_moment(std::string_view text, const Today& today);

// "7:30" or "07:30", 00:00 to 23:59: minutes after midnight.
std::optional<core::Minutes> parse_time_of_day(std::string_view text);

// "4h", "90min", "2h30", "2h30min"; "2:30" as hh:mm. One minute to 31 days.
std::optional<core::Minutes> parse_duration(std::string_view text);

// dd/mm/yyyy, as Spanish Excel writes it (one or two digits of day and month), or yyyy-mm-dd.
std::optional<core::Day> parse_spanish_day(std::string_view text);

}  // namespace citacal::app
