#include "ical/zone.h"

#include <fstream>
#include <set>

#include "core/text.h"

namespace citacal::ical {

namespace {

// Lines "Z NAME …" and "L TARGET NAME" of tzdata.zi (zic(8)); the two names we cannot do without
// are there even where tzdata is not installed.
std::set<std::string, std::less<>> read_zone_names() {
  std::set<std::string, std::less<>> names = {std::string(kZone), "UTC"};
  std::ifstream file("/usr/share/zoneinfo/tzdata.zi");
  for (std::string line; std::getline(file, line);) {
    const auto words = core::split(line, ' ');
    if (words.size() > 1 && words[0] == "Z") names.emplace(words[1]);
    if (words.size() > 2 && words[0] == "L") names.emplace(words[2]);
  }
  return names;
}

std::string without_marks(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != '-' && c != ':') out += c;
  return out;
}

}  // namespace

std::string print_local_time(core::Instant at) {
  return without_marks(core::print_local(at).substr(0, 19));
}

std::string print_utc_time(core::Instant at) {
  return without_marks(core::print_utc(at));
}

std::string print_date(core::Day day) {
  return without_marks(core::print_day(day));
}

bool is_known_zone(std::string_view name) {
  static const auto names = read_zone_names();
  return names.find(name) != names.end();
}

}  // namespace citacal::ical
