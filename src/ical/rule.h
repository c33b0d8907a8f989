// Recurrence rules (RFC 5545 §3.3.10) read and walked: which dates and times they name. One walk is
// cut after kStepsMost steps, some milliseconds, also where a rule names nothing ("the 30th of
// February"); without COUNT it leaps to where it is asked to begin. That many walks do not take
// long is for ical/budget to see to.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "ical/moment.h"

namespace citacal::ical {

inline constexpr std::size_t kRuleMax = 512;        // bytes
inline constexpr int kStepsMost = 100'000;          // days looked at and times named, of one walk
inline constexpr std::size_t kTimesOfDayMost = 96;  // that BYHOUR, BYMINUTE and BYSECOND may name

struct Rule {
  enum class Frequency { daily, weekly, monthly, yearly };
  struct Weekday {
    int ordinal = 0;  // of the month or year, from its end if negative; 0: each
    std::chrono::weekday day;
  };
  Frequency frequency = Frequency::daily;
  int interval = 1;
  std::optional<int> count;
  std::optional<Written> until;
  std::vector<int> seconds, minutes, hours, month_days, year_days, weeks, months, positions;
  std::vector<Weekday> weekdays;
  std::chrono::weekday week_start = std::chrono::Monday;
  // False: more often than daily, too many times of a day, or of another calendar (RFC 7529). Such
  // a rule stands, but is not walked.
  bool is_walkable = true;
};

// nullopt for what is no rule, or longer than kRuleMax. Parts that are unknown (X-…) are passed
// over.
std::optional<Rule> parse_rule(std::string_view text);

// The local times that the rule names after `start`, in order.
class RuleWalk {
 public:
  // `until`: none after that. Begins near `from`, where that is not COUNT's to know: what comes
  // may still be before it. Both must outlive the walk.
  RuleWalk(const Rule& rule, core::LocalTime start, core::LocalTime from, core::LocalTime until);
  std::optional<core::LocalTime> next();
  bool is_counted_out() const { return left_ < 1; }  // all of COUNT have come
  bool is_cut() const { return steps_ <= 0; }        // there may be more, which no walk finds
  std::size_t steps() const { return static_cast<std::size_t>(kStepsMost - steps_); }  // so far

 private:
  void fill();
  void take(core::Day day);
  void take_month(std::chrono::year_month month);
  void take_year(std::chrono::year year);
  void pick_positions();
  bool names(core::Day day) const;
  bool names_weekday(core::Day day) const;
  bool names_week(core::Day day) const;

  const Rule& rule_;
  core::LocalTime start_, until_;
  core::Day first_;                       // of the first period
  std::int64_t period_ = 0;               // the next one to fill from
  std::vector<int> months_, month_days_;  // with what the start says
  std::vector<Rule::Weekday> weekdays_;   // in their place
  std::vector<core::Seconds> times_;      // of a day
  std::vector<core::LocalTime> found_;    // in this period
  std::size_t at_ = 0;
  int left_;   // of COUNT
  int steps_;  // until the walk is cut
  bool over_ = false;
};

}  // namespace citacal::ical
