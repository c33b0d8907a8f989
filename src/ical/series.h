// One component with its recurrences and overrides (RFC 5545 §3.8.4.4, §3.8.5): its instances.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ical/part.h"
#include "ical/recurrence.h"
#include "ical/rule.h"

namespace citacal::ical {

inline constexpr std::size_t kRulesMost = 8;  // RRULEs and EXRULEs of one component

class Series {
 public:
  // All components of one UID. Throws Code::invalid for what cannot be read.
  Series(const std::vector<const Node*>& nodes, const Zones& zones);
  // Adds the instances that touch the window, in no order; of more than `most`, at least the first
  // ones. Overrides are there even where the rule knows nothing of them. `budget`: or null.
  void add_instances(const core::Slot& window, std::size_t most, std::vector<Instance>& out,
                     Budget* budget) const;
  core::Slot extent() const;
  bool is_recurring() const { return repeats_ || !overrides_.empty(); }
  bool is_walkable() const;
  bool has_floating() const;

 private:
  struct Override {
    Part part;
    core::LocalTime id;       // RECURRENCE-ID, in the frame
    bool and_future = false;  // RANGE=THISANDFUTURE: those after it move as it did
    core::Seconds shift{0};   // from id, in the zone of its own start
  };
  struct Extra {  // an RDATE
    core::LocalTime local;
    std::optional<Length> length;  // of a period
  };
  void read_master(const Node& node, const Zones& zones);
  void read_rule(const Line& line);
  void read_extras(const Line& line, const Zones& zones);
  void read_override(const Node& node, const Zones& zones);
  void measure_reach();
  core::LocalTime in_frame(const Moment& moment) const;
  std::string print_id(core::LocalTime local) const;
  core::LocalTime end_of(const Rule& rule) const;
  core::Instant last_end_of(const Rule& rule) const;
  const Extra* find_extra(core::LocalTime local) const;
  const Override* find_override(core::LocalTime local) const;
  bool is_excluded(core::LocalTime local) const;
  std::optional<Instance> instance_at(core::LocalTime local, const core::Slot& window) const;
  void add_whole(const core::Slot& window, std::vector<Instance>& out) const;
  void add_walked(const core::Slot& window, std::size_t most, std::vector<Instance>& out,
                  Budget* budget) const;

  std::optional<Part> master_;
  Moment frame_;          // the master's start: local times below are in its zone and form
  bool repeats_ = false;  // by rules or RDATEs
  std::vector<Rule> rules_, exception_rules_;
  std::vector<Extra> extras_;  // these in order
  std::vector<core::LocalTime> exceptions_;
  std::vector<Override> overrides_;
  bool has_future_ = false;  // an override with and_future
  core::Seconds reach_{0};   // how far from its place in the rule an instance is at most
};

}  // namespace citacal::ical
