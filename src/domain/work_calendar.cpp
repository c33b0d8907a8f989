#include "domain/work_calendar.h"

#include <algorithm>
#include <cstdlib>

#include "core/check.h"

namespace citacal::domain {

namespace {

using std::chrono::days;
using std::chrono::year_month_day;

constexpr int kMonday = 1;
constexpr std::size_t kHolidaysMax = 100;  // so that some day of a year is always a business day

std::optional<core::Day> date(int year, int month, int day) {
  const year_month_day civil{std::chrono::year(year), std::chrono::month(unsigned(month)),
                             std::chrono::day(unsigned(day))};
  if (month < 1 || day < 1 || !civil.ok()) return std::nullopt;
  return core::Day(std::chrono::sys_days(civil).time_since_epoch());
}

int iso_weekday(core::Day day) {
  return static_cast<int>(std::chrono::weekday(day).iso_encoding());
}

int year_of(core::Day day) {
  return static_cast<int>(year_month_day(std::chrono::sys_days(day.time_since_epoch())).year());
}

}  // namespace

// Meeus/Jones/Butcher.
core::Day easter(int year) {
  const int golden = year % 19, century = year / 100, rest = year % 100;
  const int moon = (century - (century + 8) / 25 + 1) / 3;
  const int epact = (19 * golden + century - century / 4 - moon + 15) % 30;
  const int sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
  const int late = (golden + 11 * epact + 22 * sunday) / 451;
  const int count = epact + sunday - 7 * late + 114;
  return *date(year, count / 31, count % 31 + 1);
}

std::optional<core::Day> observed_on(const Holiday& holiday, int year) {
  if (holiday.from_year != 0 && year < holiday.from_year) return std::nullopt;
  if (holiday.until_year != 0 && year > holiday.until_year) return std::nullopt;
  if (holiday.rule == HolidayRule::easter) return easter(year) + days(holiday.offset);
  const auto day = date(year, holiday.month, holiday.day);
  if (!day || holiday.rule == HolidayRule::fixed) return day;
  return *day + days((7 + kMonday - iso_weekday(*day)) % 7);
}

Holiday checked(Holiday holiday) {
  holiday.key = core::checked_line("key", holiday.key, 64);
  for (const char c : holiday.key)
    if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_')
      core::refuse("key", "not-a-key",
                   {"solo admite minúsculas sin tilde, cifras y guion bajo",
                    "may hold only lower-case plain letters, digits and underscores"});
  holiday.name.es = core::checked_line("name.es", holiday.name.es);
  holiday.name.en = core::checked_line("name.en", holiday.name.en);
  constexpr int kLeapYear = 2024;
  if (holiday.rule != HolidayRule::easter && !date(kLeapYear, holiday.month, holiday.day))
    core::refuse("day", "not-a-date",
                 {"no es un día de ese mes: «month» de 1 a 12 y «day» desde 1",
                  "is not a day of that month: \"month\" 1 to 12 and \"day\" from 1"});
  if (holiday.offset < -90 || holiday.offset > 180)
    core::refuse("offset", "out-of-range",
                 {"debe estar entre -90 y 180 días", "must be -90 to 180 days"});
  const auto is_year = [](int year) { return year == 0 || (year >= 1900 && year <= 2200); };
  if (!is_year(holiday.from_year))
    core::refuse("from_year", "out-of-range", {"no es un año", "is not a year"});
  if (!is_year(holiday.until_year) ||
      (holiday.until_year != 0 && holiday.until_year < holiday.from_year))
    core::refuse(
        "until_year", "out-of-range",
        {"no es un año, o es anterior a «from_year»", "is not a year, or is before \"from_year\""});
  return holiday;
}

WorkingHours checked(WorkingHours hours) {
  if (hours.start < core::Minutes(0) || hours.end <= hours.start || hours.end > days(1))
    core::refuse("hours", "out-of-range",
                 {"debe empezar antes de terminar, dentro de un mismo día",
                  "must start before it ends, within one day"});
  if (hours.weekdays.empty() || *hours.weekdays.begin() < 1 || *hours.weekdays.rbegin() > 7)
    core::refuse("weekdays", "out-of-range",
                 {"debe nombrar días de la semana: de 1 (lunes) a 7 (domingo)",
                  "must name days of the week: 1 (Monday) to 7 (Sunday)"});
  return hours;
}

WorkCalendar::WorkCalendar(std::vector<Holiday> holidays, WorkingHours hours)
    : holidays_(std::move(holidays)), hours_(checked(std::move(hours))) {
  if (holidays_.size() > kHolidaysMax)
    core::refuse("holiday", "too-many",
                 {"tiene demasiadas reglas: como máximo 100", "has too many rules: at most 100"});
}

std::vector<Observed> WorkCalendar::observed(int year) const {
  std::vector<Observed> all;
  for (const auto& holiday : holidays_)
    if (const auto day = observed_on(holiday, year)) all.push_back({*day, &holiday});
  std::stable_sort(all.begin(), all.end(),
                   [](const Observed& a, const Observed& b) { return a.day < b.day; });
  return all;
}

const Holiday* WorkCalendar::holiday_on(core::Day day) const {
  const int year = year_of(day);
  for (const auto& holiday : holidays_) {
    // The Monday after the last days of December is in the next year.
    if (observed_on(holiday, year) == day || observed_on(holiday, year - 1) == day) return &holiday;
  }
  return nullptr;
}

bool WorkCalendar::is_business_day(core::Day day) const {
  return hours_.weekdays.count(iso_weekday(day)) > 0 && holiday_on(day) == nullptr;
}

bool WorkCalendar::is_within_hours(const core::Slot& slot) const {
  const auto day = core::day_of(slot.start);
  return is_business_day(day) && core::to_local(slot.start) >= day + hours_.start &&
         core::to_local(slot.end) <= day + hours_.end;
}

core::Day WorkCalendar::business_day_at_or_before(core::Day day) const {
  while (!is_business_day(day)) day -= days(1);
  return day;
}

core::Day WorkCalendar::add_business_days(core::Day day, int count) const {
  const days step(count < 0 ? -1 : 1);
  for (int left = std::abs(count); left > 0;) {
    day += step;
    if (is_business_day(day)) --left;
  }
  return day;
}

}  // namespace citacal::domain
