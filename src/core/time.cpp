#include "core/time.h"

#include <fmt/core.h>

#include <array>

namespace citacal::core {

namespace {

using std::chrono::year_month_day;

constexpr std::array<std::string_view, 7> kWeekdays = {"Sun", "Mon", "Tue", "Wed",
                                                       "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> kWeekdaysEs = {
    "domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"};
constexpr std::array<std::string_view, 7> kWeekdaysEn = {
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> kMonthsEs = {
    "enero", "febrero", "marzo",      "abril",   "mayo",      "junio",
    "julio", "agosto",  "septiembre", "octubre", "noviembre", "diciembre"};
constexpr std::array<std::string_view, 12> kMonthsEn = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

year_month_day civil(Day day) {
  return year_month_day(std::chrono::sys_days(day.time_since_epoch()));
}

template <class List>
std::string_view weekday_in(const List& names, Day day) {
  return names[std::chrono::weekday(day).c_encoding()];
}

template <class List>
std::string_view month_in(const List& names, const year_month_day& date) {
  return names[static_cast<unsigned>(date.month()) - 1];
}

constexpr Instant kYear10000 = std::chrono::sys_days(std::chrono::year(10000) / 1 / 1);

// Reads exactly `count` digits at `at`; -1 if they are not digits.
int digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

std::optional<Day> make_day(int year, int month, int day) {
  if (year < 1970 || month < 1 || day < 1) return std::nullopt;
  const year_month_day date{std::chrono::year(year), std::chrono::month(unsigned(month)),
                            std::chrono::day(unsigned(day))};
  if (!date.ok()) return std::nullopt;
  return Day(std::chrono::sys_days(date).time_since_epoch());
}

std::string print_local_time(LocalTime at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::hh_mm_ss time(at - day);
  return fmt::format("{}T{:02}:{:02}:{:02}", print_day(day), time.hours().count(),
                     time.minutes().count(), time.seconds().count());
}

}  // namespace

Instant SystemClock::now() const {
  return std::chrono::floor<Seconds>(std::chrono::system_clock::now());
}

int year_of(Instant at) {
  return static_cast<int>(civil(day_of(at)).year());
}

std::string print_utc(Instant at) {
  return print_local_time(LocalTime(at.time_since_epoch())) + "Z";
}

std::string print_local(Instant at) {
  return print_local_time(to_local(at)) + "-05:00";
}

std::string print_day(Day day) {
  const auto date = civil(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string print_http_date(Instant at) {
  const Day day(std::chrono::floor<std::chrono::days>(at).time_since_epoch());
  const std::chrono::hh_mm_ss time(at - std::chrono::floor<std::chrono::days>(at));
  const auto date = civil(day);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", weekday_in(kWeekdays, day),
                     static_cast<unsigned>(date.day()), month_in(kMonths, date),
                     static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  return make_day(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2));
}

std::optional<Instant> parse_instant(std::string_view text) {
  const auto day = parse_day(text.substr(0, 10));
  if (!day || text.size() < 17 || (text[10] != 'T' && text[10] != ' ') || text[13] != ':')
    return std::nullopt;
  const int hours = digits(text, 11, 2), minutes = digits(text, 14, 2);
  int seconds = 0;
  std::size_t at = 16;
  if (text[at] == ':') {
    seconds = digits(text, 17, 2);
    at = 19;
  }
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59)
    return std::nullopt;
  const auto zone = text.substr(std::min(at, text.size()));
  int shift = 0;
  if (zone != "Z") {
    const int zh = digits(zone, 1, 2), zm = digits(zone, 4, 2);
    if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':' || zh < 0 ||
        zh > 14 || zm < 0 || zm > 59)
      return std::nullopt;
    shift = (zone[0] == '-' ? -1 : 1) * (zh * 60 + zm);
  }
  const Instant utc(day->time_since_epoch() + std::chrono::hours(hours) + Minutes(minutes) +
                    Seconds(seconds));
  const auto result = utc - Minutes(shift);
  // An offset may carry an instant out of the years that can be printed.
  if (result < Instant{} || result >= kYear10000) return std::nullopt;
  return result;
}

std::optional<Instant> parse_http_date(std::string_view text) {
  if (text.size() != 29 || text.substr(25) != " GMT") return std::nullopt;
  int month = 0;
  for (std::size_t i = 0; i < kMonths.size(); ++i)
    if (kMonths[i] == text.substr(8, 3)) month = static_cast<int>(i) + 1;
  const auto day = make_day(digits(text, 12, 4), month, digits(text, 5, 2));
  const int hours = digits(text, 17, 2), minutes = digits(text, 20, 2),
            seconds = digits(text, 23, 2);
  if (!day || hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59)
    return std::nullopt;
  const Instant result(day->time_since_epoch() + std::chrono::hours(hours) + Minutes(minutes) +
                       Seconds(seconds));
  if (print_http_date(result) != text) return std::nullopt;  // the weekday, blanks and colons
  return result;
}

std::string say_day(Day day, Language language) {
  const auto date = civil(day);
  const auto number = static_cast<unsigned>(date.day());
  const auto year = static_cast<int>(date.year());
  if (language == Language::en)
    return fmt::format("{} {} {} {}", weekday_in(kWeekdaysEn, day), number,
                       month_in(kMonthsEn, date), year);
  return fmt::format("{} {} de {} de {}", weekday_in(kWeekdaysEs, day), number,
                     month_in(kMonthsEs, date), year);
}

std::string say_time(Instant at) {
  return print_local(at).substr(11, 5);
}

std::string say_duration(Minutes length) {
  const auto hours = length.count() / 60, minutes = length.count() % 60;
  if (hours == 0) return fmt::format("{} min", minutes);
  return minutes == 0 ? fmt::format("{} h", hours) : fmt::format("{} h {} min", hours, minutes);
}

}  // namespace citacal::core
