#include "ical/zone_rule.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "core/text.h"

namespace citacal::ical {

namespace {

constexpr std::array<std::string_view, 11> kParts = {"FREQ",     "BYMONTH",  "BYDAY", "BYMONTHDAY",
                                                     "INTERVAL", "UNTIL",    "COUNT", "BYHOUR",
                                                     "BYMINUTE", "BYSECOND", "WKST"};
constexpr std::array<std::string_view, 7> kWeekdays = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
constexpr std::array<int, 12> kMonthLengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

// A number of one to four digits, or −1.
int small_number(std::string_view text) {
  if (text.empty() || text.size() > 4) return -1;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

bool is_between(int value, int first, int last) {
  return value >= first && value <= last;
}

std::string_view without_sign(std::string_view text) {
  return !text.empty() && (text[0] == '+' || text[0] == '-') ? text.substr(1) : text;
}

using Parts = std::map<std::string_view, std::string_view>;

// The parts by name; empty where one is unknown, twice, or no "NAME=value".
Parts parts_of(std::string_view rule) {
  Parts parts;
  if (!rule.empty() && rule.back() == ';') rule.remove_suffix(1);
  for (const auto part : core::split(rule, ';')) {
    const auto equals = part.find('=');
    const auto name = part.substr(0, equals);
    const bool known = std::find(kParts.begin(), kParts.end(), name) != kParts.end();
    if (!known || equals == std::string_view::npos ||
        !parts.emplace(name, part.substr(equals + 1)).second)
      return {};
  }
  return parts;
}

std::string_view value_of(const Parts& parts, std::string_view name) {
  const auto found = parts.find(name);
  return found == parts.end() ? std::string_view() : found->second;
}

bool has(const Parts& parts, std::string_view name) {
  return parts.count(name) > 0;
}

// Month days that the month has in every year: one, or up to seven that a weekday picks from.
bool are_month_days(std::string_view list, int month, bool has_weekday) {
  const auto days = core::split(list, ',');
  const int length = kMonthLengths[static_cast<std::size_t>(month - 1)];
  return days.size() <= (has_weekday ? 7u : 1u) &&
         std::all_of(days.begin(), days.end(), [&](std::string_view day) {
           return is_between(small_number(without_sign(day)), 1, length);
         });
}

// When in the year: nothing said, or a month with a weekday ("1SU"), a day, or both ("SU" and
// days).
bool is_yearly_date(const Parts& parts) {
  const bool has_weekday = has(parts, "BYDAY"), has_days = has(parts, "BYMONTHDAY");
  if (!has(parts, "BYMONTH")) return !has_weekday && !has_days;
  const int month = small_number(value_of(parts, "BYMONTH"));
  if (!is_between(month, 1, 12)) return false;
  if (has_weekday) {
    const auto weekday = value_of(parts, "BYDAY");
    const auto name = weekday.substr(weekday.size() - std::min<std::size_t>(2, weekday.size()));
    const auto ordinal = weekday.substr(0, weekday.size() - name.size());
    if (std::find(kWeekdays.begin(), kWeekdays.end(), name) == kWeekdays.end()) return false;
    if (ordinal.empty() != has_days) return false;
    if (!has_days && !is_between(small_number(without_sign(ordinal)), 1, 5)) return false;
  }
  return !has_days || are_month_days(value_of(parts, "BYMONTHDAY"), month, has_weekday);
}

bool is_clock_part(const Parts& parts, std::string_view name, int last) {
  return !has(parts, name) || is_between(small_number(value_of(parts, name)), 0, last);
}

}  // namespace

std::optional<int> last_year_of_zone_rule(std::string_view rule) {
  const auto parts = parts_of(rule);
  const bool is_plain = value_of(parts, "FREQ") == "YEARLY" && is_yearly_date(parts) &&
                        (!has(parts, "INTERVAL") || value_of(parts, "INTERVAL") == "1") &&
                        (!has(parts, "COUNT") || small_number(value_of(parts, "COUNT")) > 0) &&
                        is_clock_part(parts, "BYHOUR", 23) &&
                        is_clock_part(parts, "BYMINUTE", 59) &&
                        is_clock_part(parts, "BYSECOND", 59);
  if (!is_plain) return std::nullopt;
  if (!has(parts, "UNTIL")) return 9999;
  const int year = small_number(value_of(parts, "UNTIL").substr(0, 4));
  return year < 0 ? std::nullopt : std::optional(year);
}

}  // namespace citacal::ical
