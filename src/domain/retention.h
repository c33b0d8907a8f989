// Retention by series (tabla de retención documental): how long what is closed is kept, and what
// is to be done with it then. Nothing is ever removed by itself.
#pragma once

#include "domain/request.h"

namespace citacal::domain {

enum class Disposal { conserve, select, erase };

inline constexpr std::size_t kSeriesMax = 50;

struct Series {
  std::string key;
  std::string title;
  std::vector<Kind> kinds;      // of cases, or else
  std::vector<int> activities;  // of records, by the procedure's activity
  int years = 0;
  Disposal disposal = Disposal::conserve;
  bool operator==(const Series&) const = default;
};

// Throws invalid naming the field: a series is of cases or of records, and of either not of none.
Series checked(Series series);
bool is_of(const Series& series, Kind kind);
bool is_of(const Series& series, int activity);
// The first day on which what was closed on `closed` has been kept long enough: the years count
// from the end of the year in which it was closed.
core::Day kept_until(const Series& series, core::Day closed);

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::Disposal, "conserve", "select", "delete");
