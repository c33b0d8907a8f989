#include "ical/scan.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/text.h"
#include "ical/content_reader.h"
#include "ical/object.h"
#include "ical/zone_rule.h"

namespace citacal::ical {

namespace {

constexpr std::array<std::string_view, 13> kDateProperties = {
    "DTSTART", "DTEND", "DUE",     "DTSTAMP",  "CREATED",       "LAST-MODIFIED", "COMPLETED",
    "EXDATE",  "RDATE", "TZUNTIL", "FREEBUSY", "RECURRENCE-ID", "ACKNOWLEDGED"};

template <class List>
bool contains(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// The digits of `text` as a number; −1 if there are other characters.
int number_of(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

bool is_date(std::string_view text) {
  if (text.size() != 8) return false;
  const int year = number_of(text.substr(0, 4)), month = number_of(text.substr(4, 2)),
            day = number_of(text.substr(6, 2));
  return year >= 1 && month >= 1 && day >= 1 &&
         std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(unsigned(month)),
                                     std::chrono::day(unsigned(day)))
             .ok();
}

// A DATE or a DATE-TIME (RFC 5545 §3.3.4, §3.3.5).
bool is_moment(std::string_view text) {
  if (!is_date(text.substr(0, 8))) return false;
  if (text.size() == 8) return true;
  const auto time = text.substr(8);
  if (time.size() != 7 && !(time.size() == 8 && time[7] == 'Z')) return false;
  const int hour = number_of(time.substr(1, 2)), minute = number_of(time.substr(3, 2)),
            second = number_of(time.substr(5, 2));
  return time[0] == 'T' && hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 &&
         second <= 60;
}

// A moment, or a PERIOD (§3.3.9): a moment, "/", a moment or a duration.
bool is_moment_or_period(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return is_moment(text);
  const auto end = text.substr(slash + 1);
  const bool is_duration = !end.empty() && (end[0] == 'P' || end[0] == '+' || end[0] == '-');
  return is_moment(text.substr(0, slash)) && (is_duration || is_moment(end));
}

// A number of at most nine digits: what libical holds in an int.
bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 9 && number_of(text) >= 0;
}

// Some programs number by the clock: beyond nine digits. One more must still be an int.
bool is_sequence(std::string_view text) {
  constexpr std::string_view kMost = "2147483646";
  return is_number(text) || (text.size() == kMost.size() && text <= kMost &&
                             text.find_first_not_of("0123456789") == std::string_view::npos);
}

// A DURATION (§3.3.6) of numbers of at most nine digits.
bool is_duration(std::string_view text) {
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
  if (text.size() < 3 || text[0] != 'P') return false;
  text.remove_prefix(1);
  while (!text.empty()) {
    if (text[0] == 'T') text.remove_prefix(1);
    const auto unit = text.find_first_of("WDHMS");
    if (unit == std::string_view::npos || !is_number(text.substr(0, unit))) return false;
    text.remove_prefix(unit + 1);
  }
  return true;
}

// A UTC-OFFSET (§3.3.14): [+-]HHMM or [+-]HHMMSS.
bool is_utc_offset(std::string_view text) {
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
  const bool has_seconds = text.size() == 6;
  return (text.size() == 4 || has_seconds) && number_of(text) >= 0 &&
         number_of(text.substr(0, 2)) < 24 && number_of(text.substr(2, 2)) < 60 &&
         (!has_seconds || number_of(text.substr(4, 2)) < 60);
}

class Scan {
 public:
  void run(std::string_view text);

 private:
  void take(const Line& line);
  void take_begin(const Line& line);
  void take_end(const Line& line);
  void count(const Line& line, std::size_t more);
  void check_dates(const Line& line);
  void check_numbers(const Line& line);
  void check_rule(const Line& line);
  void count_zone_changes(const Line& line);
  void check_zones() const;

  std::vector<std::string> open_;  // components, from the outermost
  bool closed_ = false;            // the outermost has ended
  bool in_zone_ = false;           // inside a VTIMEZONE
  std::size_t counted_ = 0;
  std::size_t zone_changes_ = 0;
  int rules_start_ = 1;         // the year of the STANDARD's or DAYLIGHT's DTSTART
  std::vector<int> rule_ends_;  // the last years of its rules
  std::set<std::string> defined_zones_;
  std::map<std::string, std::size_t> used_zones_;  // and the first line that uses it
};

void Scan::run(std::string_view text) {
  if (text.size() > kObjectMax)
    refuse_line(1, "ical-too-large",
                {"el objeto pasa de 256 KB", "the object is larger than 256 KB"});
  Reader reader(text);
  Line line;
  while (reader.next(line)) take(line);
  if (!closed_)
    refuse_line(line.number + 1, "ical-structure",
                {open_.empty() ? "no hay ningún componente" : "falta END:" + open_.back(),
                 open_.empty() ? "there is no component" : "END:" + open_.back() + " is missing"});
  check_zones();
}

void Scan::take(const Line& line) {
  if (line.raw.size() > kLineMax)
    refuse_line(line.number, "ical-line-length",
                {"la línea pasa de 64 KB", "the line is longer than 64 KB"});
  if (line.params.size() > kParamsMax)
    refuse_line(line.number, "ical-params",
                {"la línea pasa de 100 parámetros", "the line has more than 100 parameters"});
  if (line.name != "END") count(line, 1);
  if (line.name == "BEGIN") return take_begin(line);
  if (open_.empty())
    refuse_line(line.number, "ical-structure",
                {"está fuera de todo componente", "stands outside any component"});
  if (line.name == "END") return take_end(line);
  check_dates(line);
  check_numbers(line);
  if (line.name == "RRULE" || line.name == "EXRULE") check_rule(line);
  if (line.name == "DTSTART" && in_zone_)
    rules_start_ = std::max(1, number_of(line.value.substr(0, 4)));
  if (line.name == "TZID" && in_zone_) defined_zones_.insert(unescaped_text(line.value));
  // A UTC time with a TZID, as some write it, is in no zone.
  const bool is_utc = line.value.size() == 16 && line.value.back() == 'Z';
  for (const auto& param : line.params)
    if (param.name == "TZID" && !is_utc) used_zones_.emplace(param.value, line.number);
}

void Scan::take_begin(const Line& line) {
  if (closed_)
    refuse_line(
        line.number, "ical-structure",
        {"hay un segundo objeto; se espera uno solo", "there is a second object; one is expected"});
  if (open_.size() == kDepthMax)
    refuse_line(line.number, "ical-depth",
                {"pasa de 8 componentes anidados", "more than 8 components are nested"});
  open_.push_back(core::to_lower(core::trim(line.value)));
  in_zone_ = in_zone_ || open_.back() == "vtimezone";
}

void Scan::take_end(const Line& line) {
  if (!core::equals_ignoring_case(core::trim(line.value), open_.back()))
    refuse_line(line.number, "ical-structure",
                {"cierra un componente distinto de " + open_.back(),
                 "ends a component other than " + open_.back()});
  if (in_zone_) count_zone_changes(line);
  if (open_.back() == "vtimezone") in_zone_ = false;
  open_.pop_back();
  closed_ = open_.empty();
}

void Scan::count(const Line& line, std::size_t more) {
  counted_ += more;
  if (counted_ > kPropertiesMax)
    refuse_line(
        line.number, "ical-properties",
        {"el objeto pasa de 5.000 propiedades", "the object has more than 5,000 properties"});
}

void Scan::check_dates(const Line& line) {
  const auto* value_type = line.find_param("VALUE");
  const bool is_date_type = value_type && (core::equals_ignoring_case(*value_type, "DATE") ||
                                           core::equals_ignoring_case(*value_type, "DATE-TIME") ||
                                           core::equals_ignoring_case(*value_type, "PERIOD"));
  const bool is_date_property = contains(kDateProperties, line.name);
  if (is_date_property && value_type && !is_date_type)
    refuse_line(line.number, "ical-date",
                {line.name + " no es de tipo fecha", line.name + " is not of a date type"});
  if ((!is_date_property && !is_date_type) || line.value.empty()) return;
  const auto moments = core::split(line.value, ',');
  count(line, moments.size() - 1);
  for (const auto moment : moments)
    if (!is_moment_or_period(moment))
      refuse_line(line.number, "ical-date",
                  {line.name + " no es una fecha que exista (AAAAMMDD o AAAAMMDDTHHMMSS)",
                   line.name + " is not a date that exists (YYYYMMDD or YYYYMMDDTHHMMSS)"});
}

void Scan::check_numbers(const Line& line) {
  if (line.value.empty()) return;
  if (line.name == "DURATION" && !is_duration(line.value))
    refuse_line(line.number, "ical-duration",
                {"DURATION no es una duración (PT1H30M)", "DURATION is not a duration (PT1H30M)"});
  if ((line.name == "TZOFFSETFROM" || line.name == "TZOFFSETTO") && !is_utc_offset(line.value))
    refuse_line(line.number, "ical-offset",
                {line.name + " no es una diferencia con UTC (-0500)",
                 line.name + " is not an offset from UTC (-0500)"});
  if (line.name == "SEQUENCE" && !is_sequence(line.value))
    refuse_line(line.number, "ical-number",
                {"SEQUENCE no es un número de 0 a 2147483646",
                 "SEQUENCE is not a number from 0 to 2147483646"});
}

void Scan::check_rule(const Line& line) {
  for (const auto part : core::split(line.value, ';'))
    if (core::equals_ignoring_case(part.substr(0, 6), "UNTIL=") && !is_moment(part.substr(6)))
      refuse_line(line.number, "ical-date",
                  {"UNTIL no es una fecha que exista", "UNTIL is not a date that exists"});
  if (!in_zone_) return;
  const auto last_year = last_year_of_zone_rule(line.value);
  if (!last_year)
    refuse_line(
        line.number, "ical-zone-rule",
        {"la regla de zona horaria no es anual y sencilla (FREQ=YEARLY;BYMONTH=11;BYDAY=1SU)",
         "the time zone rule is not yearly and plain (FREQ=YEARLY;BYMONTH=11;BYDAY=1SU)"});
  rule_ends_.push_back(std::min(*last_year, kLastYear));
}

// At the end of a STANDARD or DAYLIGHT: how many changes of time its rules stand for.
void Scan::count_zone_changes(const Line& line) {
  for (const int last_year : rule_ends_)
    zone_changes_ += static_cast<std::size_t>(std::max(0, last_year - rules_start_ + 1));
  if (zone_changes_ > kZoneChangesMax)
    refuse_line(line.number, "ical-zone-rule",
                {"las zonas horarias cambian la hora más de 5.000 veces",
                 "the time zones change the time more than 5,000 times"});
  rule_ends_.clear();
  rules_start_ = 1;
}

void Scan::check_zones() const {
  for (const auto& [name, number] : used_zones_)
    if (defined_zones_.count(name) == 0 && zone_name(name).empty())
      refuse_line(number, "ical-zone",
                  {"la zona horaria «" + name.substr(0, 80) + "» no se define ni se conoce",
                   "the time zone \"" + name.substr(0, 80) + "\" is neither defined nor known"});
}

}  // namespace

void scan(std::string_view text) {
  Scan().run(text);
}

}  // namespace citacal::ical
