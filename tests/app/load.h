// What the tests of loading share: the holidays of the repository, a day of loading, a report.
#pragma once

#include <algorithm>
#include <string>

#include "app/calendars.h"
#include "app/load_file.h"

namespace citacal::test {

inline const domain::WorkCalendar& colombia() {
  static const domain::WorkCalendar calendar(app::read_calendars("calendars").holidays, {});
  return calendar;
}

inline core::Day day(std::string_view text) {
  return *core::parse_day(text);
}
inline core::Instant local(const std::string& text) {
  return *core::parse_instant(text + ":00-05:00");
}

inline domain::Contractor redes() {
  domain::Contractor contractor;
  contractor.key = "redes-andinas";
  contractor.name = "Redes Andinas S.A.S.";
  contractor.tax_id = "901023745-6";
  return contractor;
}

// Loading at noon of a day.
inline app::LoadContext context_on(std::string_view today, std::string path = "prueba.toml") {
  return {std::move(path),
          {day(today), colombia()},
          core::start_of(day(today)) + std::chrono::hours(12),
          {redes()}};
}

inline bool reports(const app::Problems& problems, const std::string& line) {
  return problems.print(core::Language::es).find(line) != std::string::npos;
}

}  // namespace citacal::test
