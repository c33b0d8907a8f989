// What a property's value is: by its VALUE parameter, else by the property (RFC 5545, 7986, 7953,
// 7809, 9073, 9074, 9253).
#pragma once

#include <string>
#include <string_view>

#include "ical/content_reader.h"

namespace citacal::ical {

// Lower case, as jCal names it: "text", "date-time", "recur". A date-time written as a date is a
// "date". "unknown" for properties that no RFC gives a type.
std::string value_type(const Line& line);

// Whether the property's value is a list, divided by commas (EXDATE, CATEGORIES, FREEBUSY …).
bool is_list(std::string_view upper_name);

// A value's parts at each `separator` that no backslash escapes; still escaped.
std::vector<std::string_view> split_unescaped(std::string_view value, char separator);

}  // namespace citacal::ical
