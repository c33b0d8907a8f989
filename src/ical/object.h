// A calendar object resource as a client puts it (RFC 4791 §4.1): checked whole, and what the store
// keeps of it beside its bytes.
#pragma once

#include "domain/calendar.h"

namespace citacal::ical {

inline constexpr int kAttendeesMost = 200;  // of one component
inline constexpr int kOverridesMost = 1'000;
inline constexpr int kAlarmsMost = 100;  // of one component

struct Person {         // an ATTENDEE or ORGANIZER
  std::string address;  // lower case, without mailto:; another URI as it is
  std::string name;     // CN
  std::string answer;   // PARTSTAT, upper case; NEEDS-ACTION when absent
  std::string agent;    // SCHEDULE-AGENT, upper case; SERVER when absent
  std::string status;   // SCHEDULE-STATUS
  std::string role;     // ROLE, upper case; empty: not said
  std::string kind;     // CUTYPE, upper case; empty: not said
  std::string email;    // EMAIL (RFC 7986 §6.2), lower case; empty: not said
};

struct ObjectFacts {
  domain::Component component = domain::Component::vevent;
  std::string uid;
  core::Slot slot{};  // as CalendarObject has it
  bool exact = true;
  domain::Busy busy = domain::Busy::busy;
  std::string organizer;          // lower case address; empty: not a scheduling object
  std::vector<Person> attendees;  // of all its components, each address once
  bool has_master = true;         // false: only instances (an attendee invited to some of them)
};

// Throws core::Error whose condition is the precondition's name: "valid-calendar-data" (the line
// and what is wrong), "valid-calendar-object-resource" (METHOD; no or different UIDs; two kinds of
// component; two masters; nothing but zones), "supported-calendar-component" unless the component
// is in `taken`, "supported-calendar-data" (another version or calendar scale), "max-instances",
// "max-attendees-per-instance", "min-date-time", "max-date-time",
// "same-organizer-in-all-components"; too_large "max-resource-size". Runs scan() first. Accepted,
// as real programs write it: a byte order mark, bare LF, names in lower case, a missing VTIMEZONE
// of a known zone, Windows zone names, "/freeassociation.sourceforge.net/America/Bogota" and the
// like, VFREEBUSY, RANGE=THISANDFUTURE, a VEVENT without DTEND.
ObjectFacts read_object(std::string_view text, const std::vector<domain::Component>& taken);

// The name of tzdata behind what programs write: known names as they are, Windows names, names
// behind a vendor's prefix ("/…/America/Bogota"). Empty: none.
std::string zone_name(std::string_view tzid);

}  // namespace citacal::ical
