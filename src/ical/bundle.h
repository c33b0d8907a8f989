// Many objects as one VCALENDAR: what a GET of a calendar answers.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace citacal::ical {

inline constexpr std::string_view kObjectHead =
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//citacal//citacal//ES\r\nCALSCALE:GREGORIAN\r\n";

class Bundle {
 public:
  Bundle();
  // A whole iCalendar object: its components; each TZID's VTIMEZONE once.
  void add_object(std::string_view text);
  void add_component(std::string_view text);  // BEGIN:VEVENT … of ours, in our zone
  std::string take();

 private:
  std::string out_;
  std::set<std::string, std::less<>> zones_;
};

// One VEVENT of ours as an iCalendar object: head, VTIMEZONE, the event, tail.
std::string object_of(std::string_view event);

}  // namespace citacal::ical
