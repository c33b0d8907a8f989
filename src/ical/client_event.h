// An appointment's event as a client writes it back: what it says of the appointment, and what it
// keeps there for itself (alarms, X-MOZ-…, colour, categories), which stays as it wrote it.
#pragma once

#include "domain/appointment.h"
#include "ical/object.h"

namespace citacal::ical {

struct ClientEvent {
  std::string uid;
  core::Slot slot{};
  bool all_day = false, recurring = false;
  std::string status;  // upper case; empty: not said
  int sequence = 0;
  std::string summary, description, place, comment;  // TEXT, unescaped
  std::string link;                                  // CONFERENCE, else empty
  std::string organizer;
  std::vector<Person> attendees;
  // VALARMs and the lines that are neither ours nor the appointment's, as raw text with CRLF;
  // "VALARM:none" first where it carries no alarm, so that ours does not come back.
  std::string client_lines;
};

// Throws as read_object does; "valid-calendar-object-resource" too where it is not one VEVENT.
ClientEvent read_client_event(std::string_view text);

// Our VEVENT with the client's own lines: theirs in place of ours where both have them (alarms,
// CATEGORIES, COLOR), UID, LINK, times and people always ours. Empty lines: the event as it is.
std::string with_client_lines(std::string_view event, std::string_view client_lines);

}  // namespace citacal::ical
