// Days that count: holidays by rule (the rules are data, calendars/holidays.toml) and working hours
// (a setting of the institute).
#pragma once

#include <set>
#include <string>
#include <vector>

#include "core/phrase.h"
#include "core/time.h"

namespace citacal::domain {

enum class HolidayRule {
  fixed,        // on its date
  next_monday,  // on its date if that is a Monday, else the Monday after (Ley 51 de 1983)
  easter        // Easter Sunday plus `offset` days
};

struct Holiday {
  std::string key;  // stable, part of the event's UID: "independence"
  core::Phrase name;
  HolidayRule rule = HolidayRule::fixed;
  int month = 0, day = 0;  // fixed, next_monday
  int offset = 0;          // easter: −3 is Maundy Thursday
  int from_year = 0;       // first and last year of force; 0 = no bound
  int until_year = 0;
  bool operator==(const Holiday&) const = default;
};

struct Observed {
  core::Day day;
  const Holiday* holiday;
};

core::Day easter(int year);  // Gregorian computus
std::optional<core::Day> observed_on(const Holiday& holiday, int year);
Holiday checked(Holiday holiday);  // as read from a file: throws invalid, naming the field

struct WorkingHours {
  core::Minutes start{7 * 60};  // minutes after midnight of the legal time
  core::Minutes end{16 * 60 + 30};
  std::set<int> weekdays{1, 2, 3, 4, 5};  // ISO: Monday = 1 … Sunday = 7
  bool operator==(const WorkingHours&) const = default;
};
WorkingHours checked(WorkingHours hours);  // within one day, at least one weekday

// Holidays and working hours together. Cheap to copy around by reference; immutable. Throws invalid
// for hours that checked() refuses and for more than 100 rules.
class WorkCalendar {
 public:
  WorkCalendar(std::vector<Holiday> holidays, WorkingHours hours);

  std::vector<Observed> observed(int year) const;  // by day; two may share a day
  const Holiday* holiday_on(core::Day day) const;  // null when it is none
  bool is_business_day(core::Day day) const;
  bool is_within_hours(const core::Slot& slot) const;  // one business day, inside the hours
  core::Day business_day_at_or_before(core::Day day) const;
  core::Day add_business_days(core::Day day, int count) const;  // count may be negative; 0: as is
  const WorkingHours& hours() const { return hours_; }
  const std::vector<Holiday>& holidays() const { return holidays_; }

 private:
  std::vector<Holiday> holidays_;
  WorkingHours hours_;
};

}  // namespace citacal::domain

#include "core/words.h"
CITACAL_WORDS(citacal::domain::HolidayRule, "fixed", "next_monday", "easter");
