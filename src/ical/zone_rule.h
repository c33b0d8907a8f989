// The recurrence rules that a VTIMEZONE from outside may hold. libical walks through every instance
// of them, and for seconds through a rule without any ("the 30th of February").
#pragma once

#include <optional>
#include <string_view>

namespace citacal::ical {

// The last year in which the rule can have an instance: of its UNTIL, or 9999. Nothing unless it
// is plain: yearly, on one date or one weekday of one month, once a year or less, but not never.
// All that Outlook reads (BYDAY=1SU) and the older way (BYDAY=SU;BYMONTHDAY=1,2,3,4,5,6,7) is.
std::optional<int> last_year_of_zone_rule(std::string_view rule);

}  // namespace citacal::ical
