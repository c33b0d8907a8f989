// iCalendar as meaning: the wall of libical. It reads; nothing is ever printed back through it.
// Thread-safe: whatever touches libical's shared zone data is done by one thread at a time.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "domain/appointment.h"

namespace citacal::ical {

struct Participant {
  std::string email;  // lower case, without mailto:
  domain::Participation answer = domain::Participation::needs_action;  // also for unknown PARTSTATs
};

struct Meaning {
  std::string method;  // upper case; empty for a stored event
  std::string uid;
  std::string summary;
  std::string status;     // upper case; may be empty
  std::string organizer;  // address; may be empty: Outlook's replies have none
  int sequence = 0;
  bool has_time = true;    // false: an iTIP message without DTSTART; start and end say nothing then
  bool all_day = false;    // DATEs: from midnight to midnight of the legal time
  bool recurring = false;  // start and end are then those of DTSTART
  core::Instant start{};
  core::Instant end{};  // DTEND, or by DURATION, or a day (DATE) or nothing (DATE-TIME) long
  std::vector<Participant> attendees;
};

// Reads a bare VEVENT, or a VCALENDAR with exactly one. Runs scan() first. Times: UTC; in a zone of
// the object or of is_known_zone(); floating ones are the legal time. Throws core::Error
// (Code::invalid) with the reason: what scan() refuses; no UID, or none or two of what must be
// once; a DTEND before its DTSTART or not of its value type; DTEND beside DURATION; an event
// outside the years 1900 to 2199. DTEND equal to DTSTART is taken, as real programs write it.
Meaning read_event(std::string_view text);

}  // namespace citacal::ical
