#include "app/moments.h"

#include <array>
#include <charconv>

#include "core/text.h"

namespace citacal::app {

namespace {

constexpr int kDaysMax = 366 * 20;
constexpr core::Minutes kDurationMax{31 * 24 * 60};

// A number of only digits, at most five of them.
std::optional<int> parse_count(std::string_view text) {
  if (text.empty() || text.size() > 5) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

struct Relative {
  std::string word;  // "hoy", "habil", "sabado"
  int count = 0;
};

std::optional<Relative> parse_relative(std::string_view text) {
  const auto sign = text.find_first_of("+-");
  Relative relative{core::slug(text.substr(0, sign)), 0};
  if (sign == std::string_view::npos) return relative;
  const auto count = parse_count(text.substr(sign + 1));
  if (!count || *count > kDaysMax) return std::nullopt;
  relative.count = text[sign] == '-' ? -*count : *count;
  return relative;
}

// The count-th such weekday strictly after (before, for a negative count) `day`.
std::optional<core::Day> weekday_from(core::Day day, std::string_view name, int count) {
  constexpr std::array<std::string_view, 7> kNames = {"domingo", "lunes",   "martes", "miercoles",
                                                      "jueves",  "viernes", "sabado"};
  if (count == 0) return std::nullopt;
  for (unsigned i = 0; i < kNames.size(); ++i) {
    if (kNames[i] != name) continue;
    const std::chrono::weekday wanted(i), here(day);
    if (count > 0) {
      const auto first = wanted == here ? std::chrono::days(7) : wanted - here;
      return day + first + std::chrono::days(7 * (count - 1));
    }
    const auto first = wanted == here ? std::chrono::days(7) : here - wanted;
    return day - first - std::chrono::days(7 * (-count - 1));
  }
  return std::nullopt;
}

}  // namespace

std::optional<core::Day> parse_day(std::string_view text, const Today& today) {
  text = core::trim(text);
  if (const auto day = core::parse_day(text)) return day;
  const auto relative = parse_relative(text);
  if (!relative) return std::nullopt;
  if (relative->word == "hoy") return today.day + std::chrono::days(relative->count);
  if (relative->word == "habil" && relative->count != 0 && std::abs(relative->count) < 2'000)
    return today.calendar.add_business_days(today.day, relative->count);
  return weekday_from(today.day, relative->word, relative->count);
}

std::optional<core::Instant> parse_moment(std::string_view text, const Today& today) {
  text = core::trim(text);
  if (const auto instant = core::parse_instant(text)) return instant;
  const auto blank = text.find_last_of(" T");
  if (blank == std::string_view::npos) return std::nullopt;
  const auto day = parse_day(text.substr(0, blank), today);
  const auto time = parse_time_of_day(text.substr(blank + 1));
  if (!day || !time) return std::nullopt;
  return core::start_of(*day) + *time;
}

std::optional<core::Minutes> parse_time_of_day(std::string_view text) {
  text = core::trim(text);
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon < 1 || colon > 2) return std::nullopt;
  auto rest = text.substr(colon + 1);
  if (rest.size() == 5 && rest.substr(2) == ":00") rest = rest.substr(0, 2);  // Excel: 9:00:00
  const auto hours = parse_count(text.substr(0, colon)), minutes = parse_count(rest);
  if (!hours || !minutes || rest.size() != 2 || *hours > 23 || *minutes > 59) return std::nullopt;
  return core::Minutes(*hours * 60 + *minutes);
}

std::optional<core::Minutes> parse_duration(std::string_view text) {
  const auto lower = core::to_lower(core::trim(text));
  std::string_view rest(lower);
  const auto unit = rest.find_first_of("h:");
  int minutes = 0;
  if (unit != std::string_view::npos) {
    const auto hours = parse_count(core::trim(rest.substr(0, unit)));
    if (!hours) return std::nullopt;
    const bool clock = rest[unit] == ':';
    minutes = *hours * 60;
    rest = core::trim(rest.substr(unit + 1));
    if (clock && rest.size() == 5 && rest.substr(2) == ":00") rest = rest.substr(0, 2);
    if (clock && rest.size() != 2) return std::nullopt;
    if (rest.ends_with("min")) rest.remove_suffix(3);
    const auto more = rest.empty() ? 0 : parse_count(core::trim(rest));
    if (!more || *more > 59) return std::nullopt;
    minutes += *more;
  } else {
    if (!rest.ends_with("min")) return std::nullopt;
    const auto count = parse_count(core::trim(rest.substr(0, rest.size() - 3)));
    if (!count) return std::nullopt;
    minutes = *count;
  }
  const core::Minutes length(minutes);
  if (length < core::Minutes(1) || length > kDurationMax) return std::nullopt;
  return length;
}

std::optional<core::Day> parse_spanish_day(std::string_view text) {
  text = core::trim(text);
  if (const auto day = core::parse_day(text)) return day;
  const auto parts = core::split(text, '/');
  if (parts.size() != 3 || parts[0].size() > 2 || parts[1].size() > 2 || parts[2].size() != 4)
    return std::nullopt;
  const auto padded = [](std::string_view part) {
    return (part.size() == 1 ? "0" : "") + std::string(part);
  };
  return core::parse_day(std::string(parts[2]) + "-" + padded(parts[1]) + "-" + padded(parts[0]));
}

}  // namespace citacal::app
