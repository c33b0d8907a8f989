#include "domain/work_calendar.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include "core/text.h"
#include "domain/examples.h"

using namespace examples;
using namespace std::chrono_literals;

namespace {

using Fields = std::map<std::string, std::string>;

// calendars/holidays.toml, as the plain lines `key = value` that it is made of.
std::vector<Fields> read_rules() {
  std::ifstream file("calendars/holidays.toml");
  REQUIRE(file);
  std::vector<Fields> rules;
  for (std::string line; std::getline(file, line);) {
    if (line == "[[holiday]]") rules.emplace_back();
    const auto equals = line.find(" = ");
    if (rules.empty() || line.starts_with("#") || equals == std::string::npos) continue;
    auto value = line.substr(equals + 3);
    if (value.starts_with('"')) value = value.substr(1, value.size() - 2);
    rules.back()[line.substr(0, equals)] = value;
  }
  return rules;
}

std::vector<Holiday> holidays() {
  std::vector<Holiday> all;
  for (auto& fields : read_rules()) {
    const auto number = [&](const char* key) {
      return fields.count(key) ? std::stoi(fields[key]) : 0;
    };
    all.push_back(checked(Holiday{fields["key"],
                                  {fields["name.es"], fields["name.en"]},
                                  core::parse_word<HolidayRule>("rule", fields["rule"]),
                                  number("month"),
                                  number("day"),
                                  number("offset"),
                                  number("from_year"),
                                  number("until_year")}));
  }
  return all;
}

WorkCalendar colombia() {
  return WorkCalendar(holidays(), WorkingHours{});
}

// "01-01 01-06 …": the observed days of a year, one that two share written twice.
std::string days_of(int year) {
  std::string all;
  const auto calendar = colombia();
  for (const auto& one : calendar.observed(year))
    all += (all.empty() ? "" : " ") + core::print_day(one.day).substr(5);
  return all;
}

// Gauss's computus with its two exceptions: another way to the same day.
core::Day easter_by_gauss(int year) {
  const int a = year % 19, b = year % 4, c = year % 7, k = year / 100;
  const int p = (13 + 8 * k) / 25, q = k / 4;
  const int m = (15 - p + k - q) % 30, n = (4 + k - q) % 7;
  const int d = (19 * a + m) % 30, e = (2 * b + 4 * c + 6 * d + n) % 7;
  int march = 22 + d + e;
  if (d == 29 && e == 6) march = 50;
  if (d == 28 && e == 6 && (11 * m + 11) % 30 < 19) march = 49;
  const auto first = std::chrono::sys_days(std::chrono::year(year) / 3 / 1);
  return core::Day(first.time_since_epoch()) + std::chrono::days(march - 1);
}

}  // namespace

TEST_CASE("Easter is the same by two algorithms for all the Gregorian years that may matter") {
  for (int year = 1985; year <= 2500; ++year) {
    CAPTURE(year);
    REQUIRE(easter(year) == easter_by_gauss(year));
  }
}

TEST_CASE("Easter falls where it is known to have fallen, at its extremes too") {
  const auto known =
      GENERATE("1985-04-07", "2000-04-23", "2008-03-23", "2011-04-24", "2019-04-21", "2020-04-12",
               "2021-04-04", "2022-04-17", "2023-04-09", "2024-03-31", "2025-04-20", "2026-04-05",
               "2027-03-28", "2030-04-21", "2038-04-25", "2049-04-18", "2050-04-10");
  CAPTURE(known);
  CHECK(core::print_day(easter(std::stoi(std::string(known).substr(0, 4)))) == known);
}

TEST_CASE("the holidays of Colombia are those of the law, year by year") {
  CHECK(days_of(2024) ==
        "01-01 01-08 03-25 03-28 03-29 05-01 05-13 06-03 06-10 07-01 07-20 08-07 08-19 10-14 "
        "11-04 11-11 12-08 12-25");
  CHECK(days_of(2025) ==
        "01-01 01-06 03-24 04-17 04-18 05-01 06-02 06-23 06-30 06-30 07-20 08-07 08-18 10-13 "
        "11-03 11-17 12-08 12-25");
  CHECK(days_of(2026) ==
        "01-01 01-12 03-23 04-02 04-03 05-01 05-18 06-08 06-15 06-29 07-13 07-20 08-07 08-17 "
        "10-12 11-02 11-16 12-08 12-25");
  CHECK(days_of(2027) ==
        "01-01 01-11 03-22 03-25 03-26 05-01 05-10 05-31 06-07 07-05 07-12 07-20 08-07 08-16 "
        "10-18 11-01 11-15 12-08 12-25");
  CHECK(days_of(2030) ==
        "01-01 01-07 03-25 04-18 04-19 05-01 06-03 06-24 07-01 07-01 07-15 07-20 08-07 08-19 "
        "10-14 11-04 11-11 12-08 12-25");
}

TEST_CASE("two holidays share a Monday in the years known for it") {
  const auto calendar = colombia();
  const auto shared = [&](int year) {
    std::string found;
    const auto all = calendar.observed(year);
    for (std::size_t i = 1; i < all.size(); ++i)
      if (all[i].day == all[i - 1].day)
        found += all[i - 1].holiday->key + "+" + all[i].holiday->key + " ";
    return found;
  };
  CHECK(shared(2025) == "sacred_heart+saints_peter_and_paul ");
  CHECK(shared(2030) == "sacred_heart+saints_peter_and_paul ");
  CHECK(shared(2041) == "sacred_heart+saints_peter_and_paul ");
  CHECK(shared(2038).find("+") != std::string::npos);
  CHECK(shared(2026).empty());
}

TEST_CASE("the holiday of 9 July is in force from 2026 on") {
  const auto calendar = colombia();
  CHECK(calendar.holiday_on(day("2025-07-14")) == nullptr);
  REQUIRE(calendar.holiday_on(day("2026-07-13")) != nullptr);
  CHECK(calendar.holiday_on(day("2026-07-13"))->key == "ninth_of_july");
  CHECK(calendar.holiday_on(day("2026-07-09")) == nullptr);
  CHECK(calendar.observed(2025).size() == 18);
  CHECK(calendar.observed(2026).size() == 19);
}

TEST_CASE("all moved holidays are Mondays within a week of their date") {
  for (const auto& holiday : holidays())
    for (int year = 2026; year <= 2060 && holiday.rule == HolidayRule::next_monday; ++year) {
      const auto observed = observed_on(holiday, year).value();
      REQUIRE(std::chrono::weekday(observed) == std::chrono::Monday);
      const auto own = std::chrono::sys_days(std::chrono::year(year) / holiday.month / holiday.day);
      const auto moved = observed - core::Day(own.time_since_epoch());
      REQUIRE((moved >= 0h && moved < std::chrono::days(7)));
    }
}

// From the words of the law, in another way: Easter by Gauss, and each feast moved by walking day
// by day, over the years since Ley 51 de 1983 was in force for a whole one.
TEST_CASE("the holidays of 1985 to 2050 are those of the law") {
  const auto calendar = colombia();
  const std::set<int> doubles = {1987, 1992, 2000, 2003, 2011, 2014, 2019, 2025, 2030, 2038, 2041};
  for (int year = 1985; year <= 2050; ++year) {
    CAPTURE(year);
    const auto on = [&](int month, int date) {
      const auto sys = std::chrono::sys_days(std::chrono::year(year) / month / date);
      return core::Day(sys.time_since_epoch());
    };
    const auto monday_from = [](core::Day from) {
      while (std::chrono::weekday(from) != std::chrono::Monday) from += std::chrono::days(1);
      return from;
    };
    std::vector<core::Day> expected = {on(1, 1), on(5, 1),  on(7, 20),
                                       on(8, 7), on(12, 8), on(12, 25)};
    for (const auto& [month, date] : std::vector<std::pair<int, int>>{
             {1, 6}, {3, 19}, {6, 29}, {8, 15}, {10, 12}, {11, 1}, {11, 11}})
      expected.push_back(monday_from(on(month, date)));
    if (year >= 2026) expected.push_back(monday_from(on(7, 9)));
    const auto sunday = easter_by_gauss(year);
    for (const int offset : {-3, -2, 43, 64, 71})
      expected.push_back(sunday + std::chrono::days(offset));
    std::sort(expected.begin(), expected.end());
    std::vector<core::Day> found;
    for (const auto& one : calendar.observed(year)) found.push_back(one.day);
    CHECK(found.size() == (year >= 2026 ? 19u : 18u));
    CHECK(found == expected);
    const std::set<core::Day> days(found.begin(), found.end());
    CHECK((days.size() < found.size()) == (doubles.count(year) > 0));
    for (auto day = on(1, 1); day <= on(12, 31); day += std::chrono::days(1))
      if ((calendar.holiday_on(day) != nullptr) != (days.count(day) > 0))
        FAIL("not the same: " << core::print_day(day));
  }
}

TEST_CASE("a rule with bounds holds in its first and last year and not beyond") {
  const Holiday rule{"x", {"X", "X"}, HolidayRule::fixed, 2, 29, 0, 2024, 2028};
  CHECK(observed_on(rule, 2024) == day("2024-02-29"));
  CHECK_FALSE(observed_on(rule, 2025));
  CHECK(observed_on(rule, 2028) == day("2028-02-29"));
  CHECK_FALSE(observed_on(rule, 2032));
  CHECK_FALSE(observed_on(rule, 2020));
}

TEST_CASE("a holiday moved over the year's end is found in the year where it falls") {
  const WorkCalendar calendar({{"x", {"X", "X"}, HolidayRule::next_monday, 12, 31, 0, 0, 0}}, {});
  CHECK(calendar.holiday_on(day("2026-12-31")) == nullptr);
  CHECK(calendar.holiday_on(day("2027-01-04")) != nullptr);  // of Thursday 31 December 2026
}

TEST_CASE("a rule is refused when it names no day") {
  Holiday rule{"x", {"X", "X"}, HolidayRule::fixed, 2, 30, 0, 0, 0};
  CHECK(refused_field("day", [&] { checked(rule); }) == "not-a-date");
  rule.day = 1;
  rule.key = "Año";
  CHECK(refused_field("key", [&] { checked(rule); }) == "not-a-key");
  rule.key = "x";
  rule.from_year = 2030;
  rule.until_year = 2029;
  CHECK(refused_field("until_year", [&] { checked(rule); }) == "out-of-range");
  rule.until_year = 0;
  rule.offset = 1000;
  CHECK(refused_field("offset", [&] { checked(rule); }) == "out-of-range");
}

TEST_CASE("hours without a day or an end are refused, so that counting days always ends") {
  WorkingHours hours;
  hours.weekdays = {};
  CHECK(refused_field("weekdays", [&] { WorkCalendar({}, hours); }) == "out-of-range");
  hours.weekdays = {0, 1};
  CHECK(refused_field("weekdays", [&] { WorkCalendar({}, hours); }) == "out-of-range");
  hours = {};
  hours.end = hours.start;
  CHECK(refused_field("hours", [&] { WorkCalendar({}, hours); }) == "out-of-range");
  hours.end = 25h;
  CHECK(refused_field("hours", [&] { WorkCalendar({}, hours); }) == "out-of-range");
}

TEST_CASE("business days pass over weekends and holidays, both ways") {
  const auto calendar = colombia();
  CHECK_FALSE(calendar.is_business_day(day("2026-11-21")));  // Saturday
  CHECK_FALSE(calendar.is_business_day(day("2026-11-22")));
  CHECK_FALSE(calendar.is_business_day(day("2026-11-16")));  // holiday
  CHECK(calendar.is_business_day(day("2026-11-23")));
  CHECK(calendar.business_day_at_or_before(day("2026-11-16")) == day("2026-11-13"));
  CHECK(calendar.business_day_at_or_before(day("2026-11-17")) == day("2026-11-17"));
  // Over Easter week: Wednesday 1 April, then Monday 6.
  CHECK(calendar.add_business_days(day("2026-04-01"), 1) == day("2026-04-06"));
  CHECK(calendar.add_business_days(day("2026-04-06"), -1) == day("2026-04-01"));
  CHECK(calendar.add_business_days(day("2026-11-23"), -7) == day("2026-11-11"));
  CHECK(calendar.add_business_days(day("2026-11-22"), 0) == day("2026-11-22"));
  CHECK(calendar.add_business_days(day("2026-11-22"), -1) == day("2026-11-20"));
}

TEST_CASE("within hours is one business day, from the first minute to the last") {
  const auto calendar = colombia();
  CHECK(calendar.is_within_hours(slot("2026-11-23 07:00", "2026-11-23 16:30")));
  CHECK_FALSE(calendar.is_within_hours(slot("2026-11-23 06:59", "2026-11-23 08:00")));
  CHECK_FALSE(calendar.is_within_hours(slot("2026-11-23 16:00", "2026-11-23 16:31")));
  CHECK_FALSE(calendar.is_within_hours(slot("2026-11-23 08:00", "2026-11-24 09:00")));
  CHECK_FALSE(calendar.is_within_hours(slot("2026-11-22 08:00", "2026-11-22 09:00")));
  CHECK_FALSE(calendar.is_within_hours(slot("2026-11-16 08:00", "2026-11-16 09:00")));
  WorkingHours all_day;
  all_day.start = 0min;
  all_day.end = 24h;
  CHECK(WorkCalendar({}, all_day).is_within_hours(slot("2026-11-23 22:00", "2026-11-24 00:00")));
}
