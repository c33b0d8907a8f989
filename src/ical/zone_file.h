// The system's zone data (RFC 8536), read.
#pragma once

#include <optional>
#include <string_view>

#include "ical/time_zone.h"

namespace citacal::ical {

// The bytes of a TZif file of version 2 or later, with the changes that its last rule makes until
// 2199. nullopt for what is no such file.
std::optional<TimeZone> parse_zone_file(std::string_view bytes);

}  // namespace citacal::ical
