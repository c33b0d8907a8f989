#include "ical/recurrence.h"

#include <algorithm>
#include <map>

#include "core/text.h"
#include "domain/calendar.h"
#include "ical/series.h"

namespace citacal::ical {

namespace {

constexpr int kRepeatsMost = 100;          // of one alarm
constexpr std::size_t kStepsOfAlarm = 10;  // of a budget

// Several alarms of one VALARM: its REPEAT, DURATION apart.
void add_repeats(const Node& alarm, core::Instant first, std::vector<core::Instant>& out) {
  out.push_back(first);
  const auto distance = parse_length(alarm.value("DURATION"));
  if (!distance || distance->about() <= core::Seconds(0)) return;
  int repeats = 0;
  for (const char c : alarm.value("REPEAT")) {
    if (c < '0' || c > '9') return;
    repeats = std::min(kRepeatsMost, repeats * 10 + (c - '0'));
  }
  for (int i = 1; i <= repeats; ++i) out.push_back(first + i * distance->about());
}

bool has_times(const Node& node) {
  return node.name == "VEVENT" || node.name == "VTODO" || node.name == "VJOURNAL" ||
         node.name == "VFREEBUSY" || node.name == "VAVAILABILITY";
}

}  // namespace

struct Occurrences::Inside {
  Inside(const Node& calendar, const ZoneText& floating_zone, Budget* its_budget)
      : zones(calendar, floating_zone), budget(its_budget) {
    std::map<std::string_view, std::vector<const Node*>> by_uid;
    for (const auto& node : calendar.nodes)
      if (has_times(node)) by_uid[node.value("UID")].push_back(&node);
    for (const auto& [uid, nodes] : by_uid) series.emplace_back(nodes, zones);
  }
  // Where an alarm's duration is reckoned from, in the zone that days are counted in.
  std::optional<Moment> anchor(const Instance& instance, bool is_end) const {
    const auto* const written =
        instance.has_start ? instance.node->find("DTSTART") : instance.node->find("DUE");
    if (!written) return std::nullopt;
    auto moment = zones.moment(*written);
    moment.local = moment.zone->to_local(is_end ? instance.slot.end : instance.slot.start);
    return moment;
  }
  Zones zones;
  std::vector<Series> series;
  Budget* budget;
};

Occurrences::Occurrences(const Node& calendar, const ZoneText& floating_zone, Budget* budget) {
  if (budget) budget->spend_reading(calendar.raw.size() + floating_zone.size());
  inside_ = std::make_unique<Inside>(calendar, floating_zone, budget);
}
Occurrences::~Occurrences() = default;
Occurrences::Occurrences(Occurrences&&) noexcept = default;

std::vector<Instance> Occurrences::in(const core::Slot& window, int most) const {
  std::vector<Instance> out;
  const auto limit = static_cast<std::size_t>(std::max(0, most));
  for (const auto& one : inside_->series) one.add_instances(window, limit, out, inside_->budget);
  std::sort(out.begin(), out.end(), [](const Instance& a, const Instance& b) {
    return std::tie(a.slot.start, a.recurrence_id) < std::tie(b.slot.start, b.recurrence_id);
  });
  if (out.size() > limit) out.resize(limit);
  return out;
}

core::Slot Occurrences::extent() const {
  const auto& series = inside_->series;
  if (series.empty()) return {kEarliest, kEarliest};
  auto whole = series.front().extent();
  for (const auto& one : series) {
    const auto [start, end] = one.extent();
    whole = {std::min(whole.start, start), std::max(whole.end, end)};
  }
  return whole;
}

bool Occurrences::is_recurring() const {
  return std::any_of(inside_->series.begin(), inside_->series.end(),
                     [](const Series& one) { return one.is_recurring(); });
}

bool Occurrences::is_walkable() const {
  return std::all_of(inside_->series.begin(), inside_->series.end(),
                     [](const Series& one) { return one.is_walkable(); });
}

bool Occurrences::has_floating() const {
  return std::any_of(inside_->series.begin(), inside_->series.end(),
                     [](const Series& one) { return one.has_floating(); });
}

std::vector<core::Instant> Occurrences::alarms(const Instance& instance) const {
  std::vector<core::Instant> out;
  for (const auto& node : instance.node->nodes) {
    if (node.name != "VALARM") continue;
    const auto some = alarms(instance, node);
    out.insert(out.end(), some.begin(), some.end());
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<core::Instant> Occurrences::alarms(const Instance& instance, const Node& alarm) const {
  std::vector<core::Instant> out;
  const auto* const trigger = alarm.find("TRIGGER");
  if (!trigger) return out;
  if (parse_written(trigger->value)) {
    add_repeats(alarm, inside_->zones.moment(*trigger).instant(), out);
  } else if (const auto length = parse_length(trigger->value)) {
    const auto* const related = trigger->find_param("RELATED");
    const bool is_end = related && core::equals_ignoring_case(*related, "END");
    if (const auto anchor = inside_->anchor(instance, is_end))
      add_repeats(alarm, anchor->after(*length), out);
  }
  spend(kStepsOfAlarm + out.size());
  return out;
}

void Occurrences::spend(std::size_t steps) const {
  if (inside_->budget) inside_->budget->spend(steps);
}

std::optional<core::Instant> Occurrences::instant(const Node& node,
                                                  std::string_view property) const {
  const auto* const line = node.find(property);
  if (!line || !parse_written(line->value)) return std::nullopt;
  const auto* const zone = line->find_param("TZID");
  if (zone && !inside_->zones.find(*zone)) return std::nullopt;
  return inside_->zones.moment(*line).instant();
}

std::optional<core::Instant> to_utc(const Node& calendar, std::string_view local,
                                    std::string_view zone) {
  const auto written = parse_written(local);
  const Zones zones(calendar, "");
  const auto* const found = zones.find(zone);
  if (!written || written->is_utc || !found) return std::nullopt;
  return found->to_utc(written->local);
}

std::optional<core::Instant> parse_utc(std::string_view text) {
  const auto written = parse_written(text);
  if (!written || !written->is_utc) return std::nullopt;
  return core::Instant(written->local.time_since_epoch());
}

}  // namespace citacal::ical
