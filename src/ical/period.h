// Periods (RFC 5545 §3.3.9), and the times that single lines and components of an object say.
#pragma once

#include <functional>

#include "ical/recurrence.h"

namespace citacal::ical {

// Its moments are read by `read_moment`; nullopt where it is no period or ends before it starts.
using ReadMoment = std::function<std::optional<core::Instant>(std::string_view)>;
std::optional<core::Slot> parse_period(std::string_view text, const ReadMoment& read_moment);

// A duration ("-PT1H30M") with days of 24 hours; nullopt for anything else.
std::optional<core::Seconds> parse_duration(std::string_view text);

// One value of a line, read with the line's parameters; nullopt where it is no date or time.
std::optional<core::Instant> instant_of(const Line& line, std::string_view value,
                                        const Occurrences& occurrences);

// From DTSTART to DTEND or DUE, as they stand in the component, whatever its rules say. nullopt
// where it has none of them.
std::optional<core::Slot> own_slot(const Node& node, const Occurrences& occurrences);

}  // namespace citacal::ical
