#include "ical/rule.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace citacal::ical {

using namespace std::chrono;

namespace {

constexpr int kIntervalMost = 100'000;
constexpr std::array<std::string_view, 7> kWeekdays = {"SU", "MO", "TU", "WE", "TH", "FR", "SA"};

template <class List>
bool contains(const List& list, const typename List::value_type& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

std::optional<int> number(std::string_view text) {
  const bool is_negative = !text.empty() && text[0] == '-';
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  if (text.empty() || text.size() > 7) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return is_negative ? -value : value;
}

// Numbers of [first, last], or also of [-last, -first] where `is_signed`; false for others.
bool read_list(std::string_view text, int first, int last, bool is_signed, std::vector<int>& out) {
  for (const auto one : core::split(text, ',')) {
    const auto value = number(one);
    const int size = value ? (is_signed ? std::abs(*value) : *value) : -1;
    if (!value || size < first || size > last) return false;
    out.push_back(*value);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return true;
}

std::optional<weekday> read_weekday(std::string_view text) {
  const auto at = std::find(kWeekdays.begin(), kWeekdays.end(), text);
  if (at == kWeekdays.end()) return std::nullopt;
  return weekday(static_cast<unsigned>(at - kWeekdays.begin()));
}

bool read_weekdays(std::string_view text, std::vector<Rule::Weekday>& out) {
  for (const auto one : core::split(text, ',')) {
    if (one.size() < 2) return false;
    const auto day = read_weekday(one.substr(one.size() - 2));
    const auto ordinal = one.substr(0, one.size() - 2);
    const auto value = ordinal.empty() ? std::optional(0) : number(ordinal);
    if (!day || !value || std::abs(*value) > 53) return false;
    out.push_back({*value, *day});
  }
  return true;
}

bool read_frequency(std::string_view text, Rule& rule) {
  constexpr std::array<std::string_view, 7> kWords = {"DAILY",  "WEEKLY",   "MONTHLY", "YEARLY",
                                                      "HOURLY", "MINUTELY", "SECONDLY"};
  const auto at =
      static_cast<std::size_t>(std::find(kWords.begin(), kWords.end(), text) - kWords.begin());
  if (at < 4) rule.frequency = static_cast<Rule::Frequency>(at);
  if (at >= 4) rule.is_walkable = false;
  return at < kWords.size();
}

bool read_months(std::string_view text, Rule& rule) {
  if (text.find('L') == std::string_view::npos) return read_list(text, 1, 12, false, rule.months);
  rule.is_walkable = false;  // a leap month (RFC 7529 §4.2)
  return true;
}

bool read_bound(std::string_view name, std::string_view value, Rule& rule) {
  if (name == "UNTIL") return (rule.until = parse_written(value)).has_value();
  const auto many = number(value);
  if (!many || *many < 1) return false;
  if (name == "COUNT") rule.count = *many;
  if (name == "INTERVAL") rule.interval = std::min(*many, kIntervalMost);
  return true;
}

bool read_part(std::string_view name, std::string_view value, Rule& rule) {
  if (name == "FREQ") return read_frequency(value, rule);
  if (name == "UNTIL" || name == "COUNT" || name == "INTERVAL")
    return read_bound(name, value, rule);
  if (name == "BYSECOND") return read_list(value, 0, 60, false, rule.seconds);
  if (name == "BYMINUTE") return read_list(value, 0, 59, false, rule.minutes);
  if (name == "BYHOUR") return read_list(value, 0, 23, false, rule.hours);
  if (name == "BYDAY") return read_weekdays(value, rule.weekdays);
  if (name == "BYMONTHDAY") return read_list(value, 1, 31, true, rule.month_days);
  if (name == "BYYEARDAY") return read_list(value, 1, 366, true, rule.year_days);
  if (name == "BYWEEKNO") return read_list(value, 1, 53, true, rule.weeks);
  if (name == "BYMONTH") return read_months(value, rule);
  if (name == "BYSETPOS") return read_list(value, 1, 366, true, rule.positions);
  if (name == "RSCALE" && value != "GREGORIAN") rule.is_walkable = false;
  if (name == "SKIP" && value != "OMIT") rule.is_walkable = false;
  if (name != "WKST") return true;
  const auto day = read_weekday(value);
  if (day) rule.week_start = *day;
  return day.has_value();
}

local_days start_of_week(local_days day, weekday first) {
  return day - (weekday(day) - first);
}

// The first day of the first week with at least four days in the year.
local_days first_week(year year, weekday first) {
  return start_of_week(local_days(year / January / 4), first);
}

}  // namespace

std::optional<Rule> parse_rule(std::string_view text) {
  if (text.size() > kRuleMax) return std::nullopt;
  const auto upper = core::to_upper(core::trim(text));
  Rule rule;
  bool has_frequency = false;
  for (const auto part : core::split(upper, ';')) {
    if (part.empty()) continue;
    const auto equals = part.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const auto name = part.substr(0, equals);
    if (!read_part(name, part.substr(equals + 1), rule)) return std::nullopt;
    has_frequency = has_frequency || name == "FREQ";
  }
  const auto times = std::max<std::size_t>(1, rule.hours.size()) *
                     std::max<std::size_t>(1, rule.minutes.size()) *
                     std::max<std::size_t>(1, rule.seconds.size());
  if (times > kTimesOfDayMost) rule.is_walkable = false;
  return has_frequency ? std::optional(rule) : std::nullopt;
}

RuleWalk::RuleWalk(const Rule& rule, core::LocalTime start, core::LocalTime from,
                   core::LocalTime until)
    : rule_(rule),
      start_(start),
      until_(until),
      first_(floor<days>(start)),
      months_(rule.months),
      month_days_(rule.month_days),
      weekdays_(rule.weekdays),
      left_(rule.count.value_or(0) - 1),
      steps_(kStepsMost) {
  using enum Rule::Frequency;
  const year_month_day date(first_);
  const auto frequency = rule.frequency;
  const bool says_day = !weekdays_.empty() || !month_days_.empty() || !rule.year_days.empty();
  if (!says_day && (frequency == weekly || !rule.weeks.empty())) {
    weekdays_.push_back({0, weekday(first_)});
  } else if (!says_day && (frequency == monthly || frequency == yearly)) {
    if (months_.empty() && frequency == yearly) months_.push_back(int(unsigned(date.month())));
    month_days_.push_back(int(unsigned(date.day())));
  }
  const hh_mm_ss time(start - first_);
  const auto or_start = [](const std::vector<int>& list, auto value) {
    return list.empty() ? std::vector<int>{static_cast<int>(value.count())} : list;
  };
  for (const int hour : or_start(rule.hours, time.hours()))
    for (const int minute : or_start(rule.minutes, time.minutes()))
      for (const int second : or_start(rule.seconds, time.seconds()))
        times_.push_back(hours(hour) + minutes(minute) + seconds(second));
  if (frequency == weekly) first_ = start_of_week(first_, rule.week_start);
  over_ = !rule.is_walkable || (rule.count && left_ < 1);
  if (rule.count || from <= start) return;
  const auto day = floor<days>(from);
  const year_month_day leap(day);
  const auto days_between = (day - first_).count();
  const auto years_between = int(leap.year()) - int(date.year());
  const auto months_between =
      years_between * 12 + int(unsigned(leap.month())) - int(unsigned(date.month()));
  const std::int64_t periods[] = {days_between, days_between / 7, months_between, years_between};
  period_ = periods[static_cast<std::size_t>(frequency)] / rule.interval;
}

std::optional<core::LocalTime> RuleWalk::next() {
  while (!over_) {
    for (; at_ < found_.size(); ++at_) {
      const auto time = found_[at_];
      if (time <= start_) continue;
      over_ = time > until_ || (rule_.count && left_ < 1);
      if (over_) return std::nullopt;
      ++at_;
      --left_;
      return time;
    }
    if (steps_ <= 0) return std::nullopt;
    fill();
  }
  return std::nullopt;
}

// Finds the times of the next period.
void RuleWalk::fill() {
  using enum Rule::Frequency;
  found_.clear();
  at_ = 0;
  --steps_;
  const auto ahead = period_++ * rule_.interval;
  const year_month_day date(first_);
  const int last_year = int(year_month_day(floor<days>(until_)).year());
  if (rule_.frequency == daily || rule_.frequency == weekly) {
    const int length = rule_.frequency == weekly ? 7 : 1;
    const auto first = first_ + days(ahead * length);
    over_ = first > until_;
    for (int i = 0; i < length && !over_; ++i) take(first + days(i));
  } else if (rule_.frequency == monthly) {
    const auto month_number = int(unsigned(date.month())) - 1 + ahead;
    const auto year_number = int(date.year()) + month_number / 12;
    over_ = year_number > last_year;
    if (!over_)
      take_month(year(int(year_number)) / month(static_cast<unsigned>(month_number % 12 + 1)));
  } else {
    const auto year_number = int(date.year()) + ahead;
    over_ = year_number > last_year;
    if (!over_) take_year(year(int(year_number)));
  }
  if (!rule_.positions.empty()) pick_positions();
}

void RuleWalk::take_year(year year) {
  for (unsigned number = 1; number <= 12; ++number) take_month(year / month(number));
}

void RuleWalk::take_month(year_month month) {
  --steps_;
  if (!months_.empty() && !contains(months_, int(unsigned(month.month())))) return;
  const local_days first(month / 1), last(month / std::chrono::last);
  for (auto day = first; day <= last; day += days(1)) take(day);
}

void RuleWalk::take(core::Day day) {
  --steps_;
  if (!names(day)) return;
  steps_ -= static_cast<int>(times_.size());
  for (const auto time : times_) found_.push_back(day + time);
}

bool RuleWalk::names(core::Day day) const {
  const year_month_day date(day);
  const int in_month = int(unsigned(date.day()));
  if (!months_.empty() && !contains(months_, int(unsigned(date.month())))) return false;
  if (!month_days_.empty() && !contains(month_days_, in_month)) {
    const int length = int(unsigned((date.year() / date.month() / last).day()));
    if (!contains(month_days_, in_month - length - 1)) return false;
  }
  if (!rule_.year_days.empty()) {
    const int length = date.year().is_leap() ? 366 : 365;
    const int in_year = int((day - local_days(date.year() / January / 1)).count()) + 1;
    if (!contains(rule_.year_days, in_year) && !contains(rule_.year_days, in_year - length - 1))
      return false;
  }
  return (weekdays_.empty() || names_weekday(day)) && (rule_.weeks.empty() || names_week(day));
}

bool RuleWalk::names_weekday(core::Day day) const {
  using enum Rule::Frequency;
  const weekday of_day(day);
  const bool in_month = rule_.frequency == monthly || !rule_.months.empty();
  const bool has_ordinals =
      rule_.frequency == monthly || (rule_.frequency == yearly && rule_.weeks.empty());
  return std::any_of(weekdays_.begin(), weekdays_.end(), [&](const Rule::Weekday& one) {
    if (one.day != of_day) return false;
    if (one.ordinal == 0 || !has_ordinals) return true;
    const year_month_day date(day);
    const local_days first(in_month ? date.year() / date.month() / 1 : date.year() / January / 1);
    const local_days end(in_month ? date.year() / date.month() / last
                                  : date.year() / December / last);
    const auto nth = one.ordinal > 0 ? (day - first).count() / 7 + 1 : (end - day).count() / 7 + 1;
    return nth == std::abs(one.ordinal);
  });
}

// Weeks as RFC 5545 §3.3.10 counts them: the first has at least four days in the year.
bool RuleWalk::names_week(core::Day day) const {
  const auto middle = start_of_week(day, rule_.week_start) + days(3);
  const auto year = year_month_day(middle).year();
  const auto first = first_week(year, rule_.week_start);
  const auto total = (first_week(year + years(1), rule_.week_start) - first).count() / 7;
  const auto week = (middle - first).count() / 7 + 1;
  return contains(rule_.weeks, int(week)) || contains(rule_.weeks, int(week - total - 1));
}

void RuleWalk::pick_positions() {
  std::vector<core::LocalTime> picked;
  const auto size = static_cast<int>(found_.size());
  for (const int position : rule_.positions) {
    const int at = position > 0 ? position - 1 : size + position;
    if (at >= 0 && at < size) picked.push_back(found_[static_cast<std::size_t>(at)]);
  }
  std::sort(picked.begin(), picked.end());
  picked.erase(std::unique(picked.begin(), picked.end()), picked.end());
  found_ = std::move(picked);
}

}  // namespace citacal::ical
