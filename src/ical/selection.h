// What of an object a calendar-data element asks for (RFC 4791 §9.6): components, properties,
// instances.
#pragma once

#include "ical/recurrence.h"

namespace citacal::ical {

struct PropSelection {
  std::string name;  // upper case
  bool no_value = false;
};
struct CompSelection {
  std::string name;  // upper case
  bool all_props = true, all_comps = true;
  std::vector<PropSelection> props;
  std::vector<CompSelection> comps;
};

struct Selection {
  std::optional<CompSelection> comp;           // of VCALENDAR; nullopt: everything
  std::optional<core::Slot> expand;            // §9.6.5: instances in UTC, no rules, no zones
  std::optional<core::Slot> limit_recurrence;  // §9.6.6: master, and the overrides that matter
  std::optional<core::Slot> limit_freebusy;    // §9.6.7
  bool jcal = false;                           // RFC 7265
  bool is_everything() const {
    return !comp && !expand && !limit_recurrence && !limit_freebusy && !jcal;
  }
};

// The text that was asked for. Throws Code::invalid "max-instances" where expanding is too much of
// this object, and what the budget throws before anything is composed that it does not allow.
std::string select(std::string_view text, const Selection& selection, const ZoneText& zone,
                   Budget* budget = nullptr);

// RFC 7265: the whole iCalendar text as jCal; throws Code::invalid for what cannot be said so.
std::string print_jcal(std::string_view text);

}  // namespace citacal::ical
