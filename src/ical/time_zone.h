// What a time zone makes of local times: the offsets from UTC, out of the system's zone data
// (RFC 8536) or out of a VTIMEZONE. Values that do not change: to be shared by threads.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "ical/tree.h"

namespace citacal::ical {

class TimeZone {
 public:
  struct Change {
    core::Instant at;
    core::Seconds offset;  // from then on
  };
  // `first`: the offset before the first of the changes, which are in order of time.
  TimeZone(core::Seconds first, const std::vector<Change>& changes);
  // A time that the clocks skip is read by the offset before the gap, one that comes twice is the
  // first (RFC 5545 §3.3.5).
  core::Instant to_utc(core::LocalTime local) const;
  core::LocalTime to_local(core::Instant at) const;

 private:
  struct Span {
    core::Instant at;
    core::LocalTime from;  // local times from here on are in it
    core::Seconds offset;
  };
  core::Seconds first_;
  std::vector<Span> spans_;
};
using Zone = std::shared_ptr<const TimeZone>;

const Zone& utc_zone();
const Zone& legal_zone();  // America/Bogota: constant
// The zone of the system's data; null unless is_known_zone(name). What was read is kept.
Zone find_zone(std::string_view name);
// A VTIMEZONE's own rules, from 1900 to 2199; null where it has none. What was read is kept, within
// a bound.
Zone zone_of(const Node& vtimezone);

}  // namespace citacal::ical
