// An appointment's event as a client writes it back: what it says of the appointment, and what it
// keeps there for itself (alarms, X-MOZ-…, colour, categories), which stays as it wrote it.
#pragma once

#include <optional>

#include "domain/appointment.h"
#include "ical/object.h"
#include "ical/tree.h"

namespace citacal::ical {

struct ClientEvent {
  std::string uid;
  core::Slot slot{};  // of one that recurs: of its first date
  bool all_day = false, recurring = false;
  std::string status;                                // upper case; empty: not said
  std::optional<int> sequence;                       // nullopt: not said
  std::optional<int> given_sequence;                 // kGivenSequence; nullopt: not kept
  std::string summary, description, place, comment;  // TEXT, unescaped
  std::string link;                                  // CONFERENCE, else empty
  bool keeps_links = false;  // LINK, REFID and kGivenSequence: it keeps what it does not know
  std::string organizer;     // address; empty: none
  std::string url, privacy, priority;  // URL, CLASS, PRIORITY as they are; empty: none
  std::vector<Person> attendees;
  // VALARMs and the lines that are neither ours nor the appointment's, as raw text with CRLF;
  // "VALARM:none" first where it carries no alarm, so that ours does not come back.
  std::string client_lines;
};

// Throws as read_object does; "valid-calendar-object-resource" too where it is not one VEVENT.
ClientEvent read_client_event(std::string_view text);

// What of a component's lines are a client's own, as ClientEvent has them; `component` is a bare
// VEVENT or VTODO.
std::string client_lines_of(const Node& component);
// Those of the first VEVENT of an object that scan() passed; empty where it has none.
std::string client_lines_in(std::string_view text);
// Those of `client_lines` that say something else than our own event does: alarms or categories
// that are the same, in whatever order, are ours.
std::string lines_beside(std::string_view client_lines, std::string_view event);

// Our VEVENT with the client's own lines: theirs in place of ours where both have them (alarms,
// CATEGORIES, COLOR), UID, LINK, times and people always ours. Empty lines: the event as it is.
std::string with_client_lines(std::string_view event, std::string_view client_lines);

// The entity tag of an event of ours as it is given out, with a client's lines.
std::string etag_with(std::string_view event, std::string_view client_lines);

}  // namespace citacal::ical
