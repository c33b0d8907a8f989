#include "domain/retention.h"

#include <algorithm>

#include "domain/fields.h"

namespace citacal::domain {

Series checked(Series series) {
  series.key = core::checked_line("key", series.key, 64);
  series.title = core::checked_line("title", series.title);
  if (series.kinds.empty() == series.activities.empty())
    core::refuse("kinds", "cases-or-records",
                 {"o bien «activities»: una serie es de casos o de registros, no de ambos",
                  "or else \"activities\": a series is of cases or of records, not of both"});
  if (series.years < 1 || series.years > 100)
    core::refuse("years", "out-of-range", {"debe estar entre 1 y 100", "must be 1 to 100"});
  return series;
}

bool is_of(const Series& series, Kind kind) {
  return std::find(series.kinds.begin(), series.kinds.end(), kind) != series.kinds.end();
}

bool is_of(const Series& series, int activity) {
  const auto& all = series.activities;
  return std::find(all.begin(), all.end(), activity) != all.end();
}

core::Day kept_until(const Series& series, core::Day closed) {
  const std::chrono::year_month_day day(closed);
  return core::Day((day.year() + std::chrono::years(series.years + 1)) / std::chrono::January / 1);
}

}  // namespace citacal::domain
