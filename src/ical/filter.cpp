#include "ical/filter.h"

#include <algorithm>

#include "core/text.h"
#include "ical/collation.h"
#include "ical/period.h"
#include "ical/value_type.h"

namespace citacal::ical {

namespace {

constexpr core::Seconds kLongestLead = std::chrono::days(3'660);  // of an alarm that is looked for
constexpr int kAlarmedMost = 20'000;  // instances of one object whose alarms are looked at

bool is_timed(std::string_view name) {  // those that Occurrences knows
  return name == "VEVENT" || name == "VTODO" || name == "VJOURNAL";
}

bool holds(const core::Slot& range, core::Instant at) {
  return range.start <= at && at < range.end;
}

core::Instant shifted(core::Instant at, core::Seconds by) {
  return at <= kAlways || at >= domain::kForever ? at : at + by;
}

class Matching {
 public:
  Matching(const Node& calendar, const Occurrences& occurrences)
      : calendar_(calendar), occurrences_(occurrences) {}
  // `parent` is null for the VCALENDAR itself.
  bool is_met(const Node& node, const CompFilter& filter, const Node* parent);

 private:
  bool touches(const Node& node, const core::Slot& range, const Node* parent);
  bool has_instance(const Node& node, const core::Slot& range);
  bool has_alarm(const Node& parent, const Node& alarm, const core::Slot& range);
  const std::vector<Instance>& alarmed_near(const core::Slot& range);
  bool has_busy_time(const Node& node, const core::Slot& range) const;
  bool has_prop(const Node& node, const PropFilter& filter) const;
  bool is_in(const Line& line, const core::Slot& range) const;

  const Node& calendar_;
  const Occurrences& occurrences_;
  std::optional<core::Slot> asked_;  // the range of instances_
  std::vector<Instance> instances_;
  std::optional<core::Slot> asked_of_alarms_;  // the range of alarmed_
  std::vector<Instance> alarmed_;
};

bool matches(const Line& line, const ParamFilter& filter) {
  bool is_there = false;
  for (const auto& param : line.params) {
    if (param.name != filter.name) continue;
    is_there = true;
    if (!filter.is_not_defined && (!filter.text || contains(param.value, *filter.text)))
      return true;
  }
  return filter.is_not_defined && !is_there;
}

bool Matching::is_met(const Node& node, const CompFilter& filter, const Node* parent) {
  if (filter.range && !touches(node, *filter.range, parent)) return false;
  for (const auto& prop : filter.props)
    if (!has_prop(node, prop)) return false;
  return std::all_of(filter.comps.begin(), filter.comps.end(), [&](const CompFilter& comp) {
    const bool is_there = std::any_of(node.nodes.begin(), node.nodes.end(), [&](const Node& child) {
      return child.name == comp.name && (comp.is_not_defined || is_met(child, comp, &node));
    });
    return is_there != comp.is_not_defined;
  });
}

bool Matching::touches(const Node& node, const core::Slot& range, const Node* parent) {
  if (is_timed(node.name)) return has_instance(node, range);
  if (node.name == "VALARM") return parent && has_alarm(*parent, node, range);
  return has_busy_time(node, range);
}

bool Matching::has_instance(const Node& node, const core::Slot& range) {
  occurrences_.spend((calendar_.nodes.size() + instances_.size()) / 8 + 1);
  const bool is_alone = std::count_if(calendar_.nodes.begin(), calendar_.nodes.end(),
                                      [](const Node& one) { return one.name != "VTIMEZONE"; }) == 1;
  if (is_alone) return !occurrences_.in(range, 1).empty();
  const auto is_of_node = [&](const Instance& instance) { return instance.node == &node; };
  if (asked_ != range) {
    instances_ = occurrences_.in(range);
    asked_ = range;
  }
  if (std::any_of(instances_.begin(), instances_.end(), is_of_node)) return true;
  if (static_cast<int>(instances_.size()) < kInstancesMost) return false;
  // There are more: an override is looked for where it says that it is.
  const auto slot = own_slot(node, occurrences_);
  if (!slot) return false;
  const auto near = occurrences_.in(
      {std::max(range.start, slot->start), std::min(range.end, slot->end + core::Seconds(1))});
  return std::any_of(near.begin(), near.end(), is_of_node);
}

// How far from its component's start or end the alarm can be.
core::Seconds lead_of(const Node& alarm) {
  const auto trigger = parse_duration(alarm.value("TRIGGER")).value_or(core::Seconds(0));
  const auto pause = parse_duration(alarm.value("DURATION")).value_or(core::Seconds(0));
  const auto repeat = core::Seconds(std::atoi(std::string(alarm.value("REPEAT")).c_str()));
  const auto most = std::chrono::duration<double>(std::chrono::abs(trigger)).count() +
                    std::chrono::duration<double>(std::chrono::abs(pause)).count() *
                        static_cast<double>(std::abs(repeat.count()));
  return most > static_cast<double>(kLongestLead.count())
             ? kLongestLead
             : core::Seconds(static_cast<std::int64_t>(most) + 1);
}

// The instances that are near enough for any alarm of the object, whatever its component: asked for
// once, however many alarms there are.
const std::vector<Instance>& Matching::alarmed_near(const core::Slot& range) {
  if (asked_of_alarms_ == range) return alarmed_;
  core::Seconds lead{};
  for (const auto& node : calendar_.nodes)
    for (const auto& child : node.nodes)
      if (child.name == "VALARM") lead = std::max(lead, lead_of(child));
  alarmed_ = occurrences_.in(
      {shifted(range.start, -lead), shifted(range.end, lead + core::Seconds(1))}, kAlarmedMost);
  asked_of_alarms_ = range;
  return alarmed_;
}

// An alarm at a fixed time is there once, an other with each instance of its component.
bool Matching::has_alarm(const Node& parent, const Node& alarm, const core::Slot& range) {
  const auto rings_in_range = [&](const Instance& instance) {
    const auto alarms = occurrences_.alarms(instance, alarm);
    return std::any_of(alarms.begin(), alarms.end(),
                       [&](core::Instant at) { return holds(range, at); });
  };
  if (!parse_duration(alarm.value("TRIGGER"))) {
    Instance any;
    any.node = &parent;
    any.slot = own_slot(parent, occurrences_).value_or(core::Slot{});
    return rings_in_range(any);
  }
  const auto lead = lead_of(alarm);
  const auto first = shifted(range.start, -lead), last = shifted(range.end, lead);
  const auto& instances = alarmed_near(range);
  occurrences_.spend(instances.size() / 8 + 1);
  return std::any_of(instances.begin(), instances.end(), [&](const Instance& instance) {
    const bool is_near = instance.slot.end >= first && instance.slot.start <= last;
    return is_near && instance.node == &parent && rings_in_range(instance);
  });
}

// RFC 4791 §9.9: a VFREEBUSY; a VAVAILABILITY (RFC 7953) by its own start and end, which may be
// open.
bool Matching::has_busy_time(const Node& node, const core::Slot& range) const {
  const auto start = occurrences_.instant(node, "DTSTART");
  const auto end = occurrences_.instant(node, "DTEND");
  if (start && end) return range.start <= *end && *start < range.end;
  if (node.name == "VAVAILABILITY") {
    const auto length = parse_duration(node.value("DURATION"));
    const auto last = end ? *end : start && length ? *start + *length : domain::kForever;
    return range.start < last && start.value_or(kAlways) < range.end;
  }
  return node.name == "VFREEBUSY" &&
         std::any_of(node.lines.begin(), node.lines.end(), [&](const Line& line) {
           return line.name == "FREEBUSY" && is_in(line, range);
         });
}

bool Matching::has_prop(const Node& node, const PropFilter& filter) const {
  bool is_there = false;
  occurrences_.spend(node.lines.size() / 8 + 1);
  for (const auto& line : node.lines) {
    if (line.name != filter.name) continue;
    is_there = true;
    occurrences_.spend(line.raw.size() / 4 + 1);  // a text is folded
    if (filter.is_not_defined) return false;
    if (filter.range && !is_in(line, *filter.range)) continue;
    if (filter.text) {
      const bool is_escaped = value_type(line) == "text" || value_type(line) == "unknown";
      if (!contains(is_escaped ? unescaped_text(line.value) : line.value, *filter.text)) continue;
    }
    if (std::all_of(filter.params.begin(), filter.params.end(),
                    [&](const ParamFilter& param) { return matches(line, param); }))
      return true;
  }
  return filter.is_not_defined && !is_there;
}

// A date is the whole day.
bool Matching::is_in(const Line& line, const core::Slot& range) const {
  const auto read = [&](std::string_view value) { return instant_of(line, value, occurrences_); };
  for (const auto value : core::split(line.value, ',')) {
    if (const auto period = parse_period(value, read)) {
      if (period->overlaps(range)) return true;
    } else if (const auto at = read(value)) {
      const core::Slot day{*at, *at + std::chrono::days(1)};
      if (value.size() == 8 ? day.overlaps(range) : holds(range, *at)) return true;
    }
  }
  return false;
}

bool contains_plainly(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

bool contains(std::string_view text, const TextMatch& match) {
  bool is_there = false;
  switch (match.collation) {
    case Collation::octet:
      is_there = contains_plainly(text, match.text);
      break;
    case Collation::ascii_casemap:
      is_there = contains_plainly(core::to_lower(text), core::to_lower(match.text));
      break;
    case Collation::unicode_casemap:
      is_there = contains_plainly(unicode_folded(text), unicode_folded(match.text));
      break;
  }
  return is_there != match.negate;
}

bool meets(const Node& calendar, const Occurrences& occurrences, const CompFilter& filter) {
  const bool is_named = filter.name == calendar.name;
  if (filter.is_not_defined || !is_named) return filter.is_not_defined && !is_named;
  return Matching(calendar, occurrences).is_met(calendar, filter, nullptr);
}

Narrowed narrowed(const CompFilter& filter) {
  Narrowed narrow;
  if (filter.name != "VCALENDAR" || filter.is_not_defined || filter.range) return narrow;
  const CompFilter* event = nullptr;
  for (const auto& comp : filter.comps)
    if (!comp.is_not_defined && !event) event = &comp;
  narrow.decides = filter.props.empty() && filter.comps.empty();
  if (!event) return narrow;
  narrow.component = core::find_word<domain::Component>(event->name);
  if (!narrow.component) return narrow;
  narrow.window = event->range;
  const bool is_event = *narrow.component == domain::Component::vevent;
  // Other components touch a range that ends where they start (RFC 4791 §9.9).
  if (narrow.window && !is_event) {
    narrow.window->start = shifted(narrow.window->start, core::Seconds(-1));
    narrow.window->end = shifted(narrow.window->end, core::Seconds(1));
  }
  narrow.decides = filter.props.empty() && filter.comps.size() == 1 && event->props.empty() &&
                   event->comps.empty() && (is_event || !event->range);
  return narrow;
}

}  // namespace citacal::ical
