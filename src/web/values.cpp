#include "web/values.h"

#include <charconv>

#include "core/check.h"
#include "core/text.h"

namespace citacal::web {

core::Instant instant_in(std::string_view field, std::string_view text) {
  const auto at = core::parse_instant(text);
  if (!at)
    core::refuse(field, "not-an-instant",
                 {"debe ser una fecha con hora y zona, como 2026-11-23T10:00:00-05:00",
                  "must be a date and time with its offset, like 2026-11-23T10:00:00-05:00"});
  return *at;
}

core::Day day_in(std::string_view field, std::string_view text) {
  const auto day = core::parse_day(text);
  if (!day)
    core::refuse(field, "not-a-day",
                 {"debe ser una fecha, como 2026-11-23", "must be a date, like 2026-11-23"});
  return *day;
}

core::Instant instant_or_day_in(std::string_view field, std::string_view text) {
  if (const auto day = core::parse_day(text)) return core::start_of(*day);
  if (const auto at = core::parse_instant(text)) return *at;
  core::refuse(field, "not-an-instant",
               {"debe ser una fecha (2026-11-23) o una fecha con hora y zona "
                "(2026-11-23T10:00:00-05:00; en la dirección, «+» se escribe %2B)",
                "must be a date (2026-11-23) or a date and time with its offset "
                "(2026-11-23T10:00:00-05:00; in a URL, \"+\" is written %2B)"});
}

void check_range(std::string_view field, std::int64_t number, std::int64_t min, std::int64_t max) {
  if (number >= min && number <= max) return;
  const auto low = std::to_string(min), high = std::to_string(max);
  core::refuse(field, "out-of-range",
               {"debe ser un número entero de " + low + " a " + high,
                "must be a whole number from " + low + " to " + high});
}

std::int64_t number_in(std::string_view field, std::string_view text, std::int64_t min,
                       std::int64_t max) {
  std::int64_t number = 0;
  const auto end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end) check_range(field, min - 1, min, max);
  check_range(field, number, min, max);
  return number;
}

bool flag_in(std::string_view field, std::string_view text) {
  if (text != "true" && text != "false")
    core::refuse(field, "not-a-flag", {"debe ser true o false", "must be true or false"});
  return text == "true";
}

void refuse_unknown(std::string_view name, const std::vector<std::string>& known) {
  // The name is the client's own text: cut, so that a long one does not come back whole.
  std::string shown(name.substr(0, 60));
  while (!core::is_utf8(shown)) shown.pop_back();
  const auto near = core::nearest(shown, known);
  const auto all = core::join(known, ", ");
  std::string es = "no se conoce", en = "is not known";
  if (!near.empty()) {
    es += "; ¿quiso decir «" + near + "»?";
    en += "; did you mean \"" + near + "\"?";
  } else if (!known.empty()) {
    es += "; se admiten: " + all + ".";
    en += "; known are: " + all + ".";
  } else {
    es += "; aquí no se admite ninguno.";
    en += "; none is taken here.";
  }
  throw core::Error(core::Code::invalid, "unknown-field",
                    {"«" + shown + "» " + es, "\"" + shown + "\" " + en}, shown);
}

}  // namespace citacal::web
