// Busy time: of objects, merged, and written as a VFREEBUSY (RFC 4791 §7.10, RFC 5546 §3.3).
#pragma once

#include "domain/calendar.h"
#include "ical/recurrence.h"

namespace citacal::ical {

class BusyTime {
 public:
  explicit BusyTime(core::Slot window) : window_(window) {}
  void add(const core::Slot& slot, domain::Busy busy);
  // The VEVENTs (opaque, not cancelled) and VFREEBUSYs of an object; `text` as stored.
  // Throws what the budget, where there is one, throws.
  void add_object(std::string_view text, const ZoneText& zone, Budget* budget = nullptr);
  struct Period {
    core::Slot slot;
    domain::Busy busy;
    bool unavailable = false;  // BUSY-UNAVAILABLE
    bool operator==(const Period&) const = default;
  };
  std::vector<Period> merged() const;  // by start, disjoint for each kind, cut to the window
  const core::Slot& window() const { return window_; }

 private:
  core::Slot window_;
  std::vector<Period> periods_;
};

// A VCALENDAR with one VFREEBUSY. `head_lines`: what stands in it besides times (ORGANIZER,
// ATTENDEE and UID of the one that asks), CRLF; `method`: REPLY, or empty.
std::string print_free_busy(const BusyTime& busy, std::string_view method,
                            std::string_view head_lines, core::Instant now);

struct FreeBusyRequest {               // what is POSTed to an outbox (RFC 6638 §5)
  std::string uid, organizer;          // addresses in lower case, without mailto:
  std::vector<std::string> attendees;  // as written: the answer repeats them
  std::string organizer_line;          // raw, CRLF
  std::vector<std::string> attendee_lines;
  core::Slot window;
};
// nullopt where it is a good object but no VFREEBUSY request; throws "valid-calendar-data".
std::optional<FreeBusyRequest> read_free_busy_request(std::string_view text);

}  // namespace citacal::ical
