// The times of one component, and when they touch a window: the tables of RFC 4791 §9.9.
#pragma once

#include <optional>

#include "ical/moment.h"

namespace citacal::ical {

enum class Touch {
  overlap,     // share time; a moment: in the window
  closed_end,  // also where the window begins at its end (a VTODO with DURATION, a VFREEBUSY)
  due,         // a VTODO with DTSTART and DUE
  due_only,    // a VTODO with DUE
  closed,      // both ends count (a VTODO with COMPLETED)
  never        // a VJOURNAL without DTSTART
};

struct Part {
  const Node* node = nullptr;
  std::optional<Moment> start;  // DTSTART, else a VTODO's DUE: what a recurrence moves
  Length length;
  Touch touch = Touch::overlap;
  core::Slot slot{};  // as it is written
  bool has_start = true;
  core::Slot slot_at(core::LocalTime local) const;  // with its start moved there
};

inline constexpr core::Instant kEarliest{
    std::chrono::sys_days{std::chrono::year{1} / 1 / 1}};  // of what has no beginning

inline constexpr std::chrono::days kLongest{36'600};  // of a DURATION

// Throws Code::invalid for a time that does not exist or is in no zone.
Part read_part(const Node& node, const Zones& zones);
bool touches(const Part& part, const core::Slot& slot, const core::Slot& window);

}  // namespace citacal::ical
