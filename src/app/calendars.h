// The data of calendars/: what is published (one file a calendar) and the rules of the holidays.
#pragma once

#include <string>
#include <vector>

#include "domain/calendar.h"

namespace citacal::app {

struct Calendars {
  std::vector<domain::Calendar> definitions;  // by file name
  std::vector<domain::Holiday> holidays;
};

// Reads every *.toml of the folder. Throws FileRefused with the report of the first file that is
// wrong, and invalid where the folder cannot be read, holds none, or two files share an id.
Calendars read_calendars(const std::string& folder);

}  // namespace citacal::app
