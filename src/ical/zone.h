// The one time zone that citacal writes: America/Bogota as a constant VTIMEZONE (UTC−5 all year;
// Outlook shifts meetings when it meets the daylight block of 1992), and the zones that may be
// read.
#pragma once

#include <string>
#include <string_view>

#include "core/time.h"

namespace citacal::ical {

inline constexpr std::string_view kZone = "America/Bogota";

// BEGIN:VTIMEZONE … END:VTIMEZONE, CRLF (RFC 5545 §3.6.5).
inline constexpr std::string_view kZoneText =
    "BEGIN:VTIMEZONE\r\n"
    "TZID:America/Bogota\r\n"
    "BEGIN:STANDARD\r\n"
    "DTSTART:19700101T000000\r\n"
    "TZOFFSETFROM:-0500\r\n"
    "TZOFFSETTO:-0500\r\n"
    "TZNAME:-05\r\n"
    "END:STANDARD\r\n"
    "END:VTIMEZONE\r\n";

// RFC 5545 §3.3.5 and §3.3.4, years 1 to 9999.
std::string print_local_time(core::Instant at);  // 20261123T100000, to stand with TZID=kZone
std::string print_utc_time(core::Instant at);    // 20261123T150000Z
std::string print_date(core::Day day);           // 20261123

// Whether the system's zone data (tzdata) have a zone or link of this name. A name that is not on
// that list must never reach libical, which would take it for a file's path.
bool is_known_zone(std::string_view name);

}  // namespace citacal::ical
