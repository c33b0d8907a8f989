#include "web/query.h"

#include <algorithm>

#include "web/values.h"

namespace citacal::web {

std::string_view Query::raw(std::string_view name) const {
  return request_.find_query(name).value_or(std::string_view{});
}

void Query::require_known(const std::vector<std::string>& known) const {
  for (const auto& asked : request_.query) {
    const auto& name = asked.first;
    if (std::find(known.begin(), known.end(), name) == known.end()) refuse_unknown(name, known);
    const auto count = std::count_if(request_.query.begin(), request_.query.end(),
                                     [&](const auto& field) { return field.first == name; });
    if (count > 1) core::refuse(name, "given-twice", {"está dos veces", "is given twice"});
  }
}

std::string Query::line(std::string_view name, std::size_t max) const {
  return core::checked_optional_line(name, raw(name), max);
}

std::string Query::text(std::string_view name) const {
  return core::checked_text(name, raw(name));
}

std::optional<core::Day> Query::day(std::string_view name) const {
  if (!has(name)) return std::nullopt;
  return day_in(name, raw(name));
}

std::optional<core::Instant> Query::instant(std::string_view name) const {
  if (!has(name)) return std::nullopt;
  return instant_or_day_in(name, raw(name));
}

std::optional<bool> Query::flag(std::string_view name) const {
  if (!has(name)) return std::nullopt;
  return flag_in(name, raw(name));
}

int Query::number(std::string_view name, int min, int max, int fallback) const {
  return has(name) ? static_cast<int>(number_in(name, raw(name), min, max)) : fallback;
}

service::Paging Query::paging() const {
  return {number("limit", 1, 500, 100), line("cursor", 500)};
}

}  // namespace citacal::web
