// When the components of an object happen: every instance in a window, overrides in their places.
// Rules and zones are read by ical/rule and ical/time_zone, not by libical, which errs in some
// rules and walks for seconds through others (RFC 5545 §3.8.5, RFC 4791 §9.9).
#pragma once

#include <memory>

#include "core/time.h"
#include "ical/budget.h"
#include "ical/tree.h"

namespace citacal::ical {

inline constexpr int kInstancesMost = 2'000;  // that one object may give to one question

// The zone of floating times and of dates: "" is the legal time; else the text of a VCALENDAR or
// VTIMEZONE (CALDAV:calendar-timezone), or a name that is_known_zone().
using ZoneText = std::string;

struct Instance {
  core::Slot slot;             // start == end: a moment
  const Node* node = nullptr;  // the component that says what it is: an override, or the master
  std::string recurrence_id;   // of a recurring one: value in UTC "20261123T150000Z", or a DATE
                               // or floating time in its own form; empty: does not recur
  bool all_day = false, floating = false;
  bool has_start = true;  // a VTODO or VJOURNAL without DTSTART: slot is as RFC 4791 §9.9 has it
};

// One object made ready to be asked. Not to be shared by threads; `calendar` must outlive it.
class Occurrences {
 public:
  // Throws Code::invalid for times, zones or rules that have no meaning. All work is counted
  // against the budget, where there is one; it must outlive this, and whatever is asked here throws
  // when it is spent.
  Occurrences(const Node& calendar, const ZoneText& floating_zone, Budget* budget = nullptr);
  ~Occurrences();
  Occurrences(Occurrences&&) noexcept;

  // Instances of VEVENT, VTODO and VJOURNAL that touch the window (RFC 4791 §9.9: the table of each
  // component), by start; at most `most`. RANGE=THISANDFUTURE overrides move those after them. A
  // VFREEBUSY or VAVAILABILITY is one instance over all of its time, and so is a series that
  // is_walkable() denies. Nothing recurs after the year 2199.
  std::vector<Instance> in(const core::Slot& window, int most = kInstancesMost) const;
  // From the first start to the last end that in() would find; kForever where there is no last.
  core::Slot extent() const;
  bool is_recurring() const;
  // False: a rule has a FREQ below DAILY or names over 96 times a day, or is of
  // another calendar (RSCALE). It stands, but is not to be expanded ("max-instances").
  bool is_walkable() const;
  bool has_floating() const;  // floating times or dates: it moves with the zone
  // The start of each VALARM of an instance: RFC 5545 §3.8.6.3, REPEAT and DURATION with it.
  std::vector<core::Instant> alarms(const Instance& instance) const;
  // Those of one of them: in the order of its repeats.
  std::vector<core::Instant> alarms(const Instance& instance, const Node& alarm) const;
  // One time property of a node ("DTSTART", "DUE", "COMPLETED", "RECURRENCE-ID"), as an instant.
  std::optional<core::Instant> instant(const Node& node, std::string_view property) const;
  // Work that the caller does on what is answered here.
  void spend(std::size_t steps) const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

// What the calendar's zones make of one local time "20261123T100000" in TZID `zone`.
std::optional<core::Instant> to_utc(const Node& calendar, std::string_view local,
                                    std::string_view zone);
// A UTC instant of "20261123T150000Z"; nullopt for anything else.
std::optional<core::Instant> parse_utc(std::string_view text);

}  // namespace citacal::ical
