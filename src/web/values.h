// Texts of a query string or a JSON member as values: each throws Code::invalid that names the
// field.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"

namespace citacal::web {

core::Instant instant_in(std::string_view field, std::string_view text);  // RFC 3339, with offset
core::Day day_in(std::string_view field, std::string_view text);          // YYYY-MM-DD
// An instant, or a day, which stands for its start.
core::Instant instant_or_day_in(std::string_view field, std::string_view text);
std::int64_t number_in(std::string_view field, std::string_view text, std::int64_t min,
                       std::int64_t max);
void check_range(std::string_view field, std::int64_t number, std::int64_t min, std::int64_t max);
bool flag_in(std::string_view field, std::string_view text);  // true | false

// Throws Code::invalid, condition "unknown-field": `name` is none of `known`; suggests the nearest.
[[noreturn]] void refuse_unknown(std::string_view name, const std::vector<std::string>& known);

}  // namespace citacal::web
