// The bounding scan: what every iCalendar text from outside passes before libical sees it. libical
// overflows its stack, runs for seconds, reads out of bounds or opens files on what this refuses.
#pragma once

#include <cstddef>
#include <string_view>

namespace citacal::ical {

inline constexpr std::size_t kObjectMax = 256 * 1024;  // bytes
inline constexpr std::size_t kLineMax = 64 * 1024;     // bytes, folds included
inline constexpr std::size_t kDepthMax = 8;            // components in components
inline constexpr std::size_t kPropertiesMax = 5'000;   // properties, components and listed dates
inline constexpr std::size_t kParamsMax = 100;         // parameter values of one line
inline constexpr std::size_t kZoneChangesMax = 5'000;  // by the rules of all VTIMEZONEs
inline constexpr int kFirstYear = 1900, kLastYear = 2199;  // of an event that is given a meaning

// Throws core::Error (Code::invalid) with the line and what is wrong there, unless `text` is one
// object: within the limits above; content lines as ical::Reader takes them; BEGIN and END that
// match; dates, times, periods and UNTILs that exist (years 1 to 9999); offsets from UTC; DURATION
// of numbers below 10^9 and SEQUENCE below 2^31 − 1; every TZID one that the object defines or has
// a zone_name();
// plain rules in VTIMEZONEs (zone_rule.h). Linear in the size of the text.
void scan(std::string_view text);

}  // namespace citacal::ical
