#include "ical/moment.h"

#include <fmt/core.h>

#include "core/error.h"
#include "ical/object.h"
#include "ical/scan.h"
#include "ical/zone.h"

namespace citacal::ical {

namespace {

// The digits of `text` as a number; −1 if there is another character, or none, or too many.
int digits(std::string_view text) {
  if (text.empty() || text.size() > 9) return -1;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

// The VTIMEZONE of that TZID, or the first of any.
const Node* find_vtimezone(const Node& calendar, std::string_view tzid) {
  for (const auto& node : calendar.nodes)
    if (node.name == "VTIMEZONE" && (tzid.empty() || unescaped_text(node.value("TZID")) == tzid))
      return &node;
  return nullptr;
}

Zone read_zone(const std::string& text) {
  if (text.empty() || text == kZone) return legal_zone();
  if (text.find(':') == std::string::npos) return find_zone(text);
  const auto start = without_bom(text);
  if (start.substr(0, 15) == "BEGIN:VTIMEZONE") {  // bare: in a calendar of its own
    const auto whole = "BEGIN:VCALENDAR\r\n" + std::string(start) + "\r\nEND:VCALENDAR\r\n";
    return read_zone(whole);
  }
  scan(text);
  const auto calendar = parse_tree(text);
  const auto* const vtimezone = find_vtimezone(calendar, {});
  if (!vtimezone) return nullptr;
  const auto known = zone_name(unescaped_text(vtimezone->value("TZID")));
  return known.empty() ? zone_of(*vtimezone) : find_zone(known);
}

}  // namespace

std::optional<Written> parse_written(std::string_view text) {
  using namespace std::chrono;
  if (text.size() != 8 && text.size() != 15 && text.size() != 16) return std::nullopt;
  const int y = digits(text.substr(0, 4)), m = digits(text.substr(4, 2)),
            d = digits(text.substr(6, 2));
  if (y < 1 || m < 1 || d < 1) return std::nullopt;
  const year_month_day date(year{y}, month{unsigned(m)}, day{unsigned(d)});
  if (!date.ok()) return std::nullopt;
  Written written{local_days(date), text.size() == 8, text.size() == 16};
  if (written.is_date) return written;
  const int hour = digits(text.substr(9, 2)), minute = digits(text.substr(11, 2)),
            second = digits(text.substr(13, 2));
  if (text[8] != 'T' || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
      second > 60 || (written.is_utc && text[15] != 'Z'))
    return std::nullopt;
  written.local += hours(hour) + minutes(minute) + seconds(second);
  return written;
}

std::string print_written(const Written& written) {
  using namespace std::chrono;
  const auto day = floor<days>(written.local);
  const year_month_day date(day);
  const auto text = fmt::format("{:04}{:02}{:02}", int(date.year()), unsigned(date.month()),
                                unsigned(date.day()));
  if (written.is_date) return text;
  const hh_mm_ss time(written.local - day);
  return fmt::format("{}T{:02}{:02}{:02}{}", text, time.hours().count(), time.minutes().count(),
                     time.seconds().count(), written.is_utc ? "Z" : "");
}

std::optional<Length> parse_length(std::string_view text) {
  const bool is_negative = !text.empty() && text[0] == '-';
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
  if (text.size() < 3 || text[0] != 'P') return std::nullopt;
  text.remove_prefix(1);
  Length length;
  while (!text.empty()) {
    if (text[0] == 'T') text.remove_prefix(1);
    const auto unit = text.find_first_of("WDHMS");
    if (unit == std::string_view::npos) return std::nullopt;
    const int number = digits(text.substr(0, unit));
    if (number < 0) return std::nullopt;
    const auto many = static_cast<std::int64_t>(is_negative ? -number : number);
    if (text[unit] == 'W') length.days += std::chrono::days(many * 7);
    if (text[unit] == 'D') length.days += std::chrono::days(many);
    if (text[unit] == 'H') length.seconds += std::chrono::hours(many);
    if (text[unit] == 'M') length.seconds += std::chrono::minutes(many);
    if (text[unit] == 'S') length.seconds += core::Seconds(many);
    text.remove_prefix(unit + 1);
  }
  return length;
}

Zones::Zones(const Node& calendar, const std::string& floating)
    : calendar_(calendar), floating_(read_zone(floating)) {
  if (!floating_)
    throw core::Error(core::Code::invalid, "ical-zone",
                      {"La zona horaria del calendario no se conoce ni se define.",
                       "The calendar's time zone is neither known nor defined."},
                      "calendar-timezone");
}

const TimeZone* Zones::find(std::string_view tzid) const {
  if (tzid == kZone) return legal_zone().get();
  for (const auto& [name, zone] : found_)
    if (name == tzid) return zone.get();
  const auto known = zone_name(tzid);
  const bool is_defined = known.empty() && !tzid.empty();
  const auto* const vtimezone = is_defined ? find_vtimezone(calendar_, tzid) : nullptr;
  auto zone = !known.empty() ? find_zone(known) : vtimezone ? zone_of(*vtimezone) : nullptr;
  return found_.emplace_back(tzid, std::move(zone)).second.get();
}

Moment Zones::moment(const Line& line, std::string_view value) const {
  const auto written = parse_written(value);
  if (!written)
    refuse_line(line.number, "ical-date",
                {line.name + " no es una fecha que exista (AAAAMMDD o AAAAMMDDTHHMMSS)",
                 line.name + " is not a date that exists (YYYYMMDD or YYYYMMDDTHHMMSS)"});
  if (written->is_utc) return {written->local, utc_zone().get()};
  const auto* const tzid = written->is_date ? nullptr : line.find_param("TZID");
  if (!tzid) return {written->local, floating_.get(), written->is_date, true};
  const auto* const zone = find(*tzid);
  if (!zone)
    refuse_line(line.number, "ical-zone",
                {"la zona horaria «" + tzid->substr(0, 80) + "» no se define ni se conoce",
                 "the time zone \"" + tzid->substr(0, 80) + "\" is neither defined nor known"});
  return {written->local, zone};
}

}  // namespace citacal::ical
