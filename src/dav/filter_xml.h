// What the reports of RFC 4791 say in XML of times, zones and filters, as values.
#pragma once

#include "dav/xml.h"
#include "ical/filter.h"

namespace citacal::dav {

inline constexpr int kFilterPartsMost = 200;  // elements of one filter

// CALDAV:filter (§9.7). Refuses with C:valid-filter, C:supported-filter, C:supported-collation.
ical::CompFilter read_filter(const Element& filter);

// CALDAV:time-range (§9.9): UTC; an open side is kAlways or kForever. Refuses with C:valid-filter.
core::Slot read_time_range(const Element& range);

// CALDAV:timezone (§9.8) or CALDAV:timezone-id (RFC 7809 §5.2) of a report; nullopt where it says
// none. Refuses with C:valid-timezone.
std::optional<ical::ZoneText> read_zone(const Element& report);

}  // namespace citacal::dav
