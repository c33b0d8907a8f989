// What an iTIP message says (RFC 5546): values, made by ical/itip out of text, judged by
// domain/judgement.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/appointment.h"

namespace citacal::domain {

struct ItipAttendee {
  std::string email;  // lower case; empty where it is no mail address
  Participation answer = Participation::needs_action;
  std::string delegated_to;  // address, lower case; empty: none
  std::string sent_by;       // address of who acts for them; empty: nobody
  bool operator==(const ItipAttendee&) const = default;
};

// X-MAINTNOTE-* of a carrier's notice (draft-gunter-calext-maintenance-notifications); what is not
// said is empty.
struct MaintenanceNote {
  std::string provider, account;
  std::vector<std::string> ids;  // PRIMARY first
  std::vector<std::string> objects;
  std::optional<Impact> impact;
  std::string status;  // upper case: "CONFIRMED"
  bool operator==(const MaintenanceNote&) const = default;
};

struct Itip {
  std::string method;  // upper case: "REPLY"
  std::string uid;
  int sequence = 0;
  std::optional<core::Instant> stamp;          // DTSTAMP
  std::optional<core::Slot> slot;              // nullopt: no DTSTART
  std::optional<core::Instant> recurrence_id;  // of one occurrence
  std::optional<core::Slot> original;  // a COUNTER's old date, as Outlook says it (X-MS-OLK-…)
  bool is_event = true;                // false: a task, a journal or free time
  bool all_day = false;
  int events = 1;  // components of other UIDs, this one too
  std::string organizer;
  std::string status;  // upper case; may be empty
  std::string summary, place, comment;
  std::vector<ItipAttendee> attendees;
  MaintenanceNote maintenance;
  bool operator==(const Itip&) const = default;
};

}  // namespace citacal::domain
