#include "ical/series.h"

#include <algorithm>

#include "core/text.h"
#include "domain/calendar.h"
#include "ical/scan.h"

namespace citacal::ical {

using namespace std::chrono;

namespace {

constexpr std::size_t kStepsOfInstance = 10;  // of a budget
constexpr core::LocalTime kHorizon = local_days(year(kLastYear + 1) / January / 1);

// Windows may be open: what is asked stays within the years that can be reckoned with.
core::Instant bounded(core::Instant at) {
  return std::clamp(at, core::Instant(sys_days(year(1000) / 1 / 1)), domain::kForever);
}

core::Seconds size_of(core::Seconds shift) {
  return shift < core::Seconds(0) ? -shift : shift;
}

Instance instance_of(const Part& part, const core::Slot& slot, std::string id) {
  Instance instance{slot, part.node, std::move(id)};
  instance.all_day = part.start && part.start->is_date;
  instance.floating = part.start && part.start->is_floating;
  instance.has_start = part.has_start;
  return instance;
}

void refuse_rules(const Line& line) {
  refuse_line(line.number, "ical-rule",
              {"el componente tiene más de 8 reglas", "the component has more than 8 rules"});
}

}  // namespace

Series::Series(const std::vector<const Node*>& nodes, const Zones& zones) {
  for (const auto* const node : nodes)
    if (!node->find("RECURRENCE-ID") && !master_) read_master(*node, zones);
  for (const auto* const node : nodes)
    if (node->find("RECURRENCE-ID")) read_override(*node, zones);
  std::sort(overrides_.begin(), overrides_.end(),
            [](const Override& a, const Override& b) { return a.id < b.id; });
  std::sort(extras_.begin(), extras_.end(),
            [](const Extra& a, const Extra& b) { return a.local < b.local; });
  std::sort(exceptions_.begin(), exceptions_.end());
  measure_reach();
}

void Series::read_master(const Node& node, const Zones& zones) {
  master_ = read_part(node, zones);
  if (!master_->start) return;
  frame_ = *master_->start;
  for (const auto& line : node.lines) {
    if (line.name == "RRULE" || line.name == "EXRULE") read_rule(line);
    if (line.name == "RDATE") read_extras(line, zones);
    if (line.name == "EXDATE" && !line.value.empty())
      for (const auto one : core::split(line.value, ','))
        exceptions_.push_back(in_frame(zones.moment(line, one)));
  }
  repeats_ = !rules_.empty() || !extras_.empty();
}

void Series::read_rule(const Line& line) {
  auto rule = parse_rule(line.value);
  if (!rule)
    refuse_line(line.number, "ical-rule",
                {line.name + " no es una regla de recurrencia (FREQ=WEEKLY;BYDAY=MO)",
                 line.name + " is not a recurrence rule (FREQ=WEEKLY;BYDAY=MO)"});
  if (rules_.size() + exception_rules_.size() == kRulesMost) refuse_rules(line);
  (line.name == "RRULE" ? rules_ : exception_rules_).push_back(std::move(*rule));
}

void Series::read_extras(const Line& line, const Zones& zones) {
  if (line.value.empty()) return;
  for (const auto one : core::split(line.value, ',')) {
    const auto slash = one.find('/');
    const auto start = zones.moment(line, one.substr(0, slash));
    Extra extra{in_frame(start), std::nullopt};
    if (slash != std::string_view::npos) {
      const auto end = one.substr(slash + 1);
      extra.length = parse_length(end);
      if (!extra.length)
        extra.length = Length{days(0), zones.moment(line, end).instant() - start.instant()};
      const auto size = extra.length->about();
      if (size < core::Seconds(0) || size > kLongest)
        refuse_line(line.number, "ical-duration",
                    {"el periodo es negativo o de más de cien años",
                     "the period is negative or longer than a hundred years"});
    }
    extras_.push_back(extra);
  }
}

void Series::read_override(const Node& node, const Zones& zones) {
  const auto& line = *node.find("RECURRENCE-ID");
  const auto id = zones.moment(line);
  if (!frame_.zone) frame_ = id;
  Override one{read_part(node, zones), in_frame(id)};
  const auto* const range = line.find_param("RANGE");
  one.and_future = range && core::equals_ignoring_case(*range, "THISANDFUTURE") && one.part.start;
  if (one.and_future) {
    has_future_ = true;
    const auto& start = *one.part.start;
    one.shift = start.local - start.zone->to_local(frame_.zone->to_utc(one.id));
  }
  overrides_.push_back(std::move(one));
}

void Series::measure_reach() {
  auto longest = master_ ? master_->length.about() : core::Seconds(0), shift = core::Seconds(0);
  for (const auto& one : extras_)
    if (one.length) longest = std::max(longest, one.length->about());
  for (const auto& one : overrides_) {
    if (!one.and_future) continue;
    longest = std::max(longest, one.part.length.about());
    shift = std::max(shift, size_of(one.shift));
  }
  reach_ = longest + shift;
}

// A DATE among times stands for the one at the master's time of that day.
core::LocalTime Series::in_frame(const Moment& moment) const {
  const auto time_of_day = frame_.local - floor<days>(frame_.local);
  if (frame_.is_date) return floor<days>(moment.local);
  if (moment.is_date) return moment.local + time_of_day;
  if (moment.is_floating || moment.zone == frame_.zone) return moment.local;
  return frame_.zone->to_local(moment.instant());
}

std::string Series::print_id(core::LocalTime local) const {
  if (frame_.is_floating) return print_written({local, frame_.is_date});
  const auto utc = frame_.zone->to_utc(local);
  return print_written({core::LocalTime(utc.time_since_epoch()), false, true});
}

// The last local time that UNTIL allows; a DATE is the whole day.
core::LocalTime Series::end_of(const Rule& rule) const {
  if (!rule.until) return kHorizon;
  const auto& until = *rule.until;
  auto local = until.local;
  if (until.is_date) local += days(1) - seconds(1);
  if (until.is_utc && !frame_.is_date)
    local = frame_.zone->to_local(core::Instant(local.time_since_epoch()));
  return std::min(local, kHorizon);
}

const Series::Extra* Series::find_extra(core::LocalTime local) const {
  const auto at = std::lower_bound(extras_.begin(), extras_.end(), local,
                                   [](const Extra& a, core::LocalTime b) { return a.local < b; });
  return at != extras_.end() && at->local == local ? &*at : nullptr;
}

const Series::Override* Series::find_override(core::LocalTime local) const {
  const auto at = std::lower_bound(overrides_.begin(), overrides_.end(), local,
                                   [](const Override& a, core::LocalTime b) { return a.id < b; });
  return at != overrides_.end() && at->id == local ? &*at : nullptr;
}

bool Series::is_excluded(core::LocalTime local) const {
  return std::binary_search(exceptions_.begin(), exceptions_.end(), local) ||
         find_override(local) != nullptr;
}

// The instance that the rules name `local`, where it is there and touches the window.
std::optional<Instance> Series::instance_at(core::LocalTime local, const core::Slot& window) const {
  if (is_excluded(local)) return std::nullopt;
  const Part* part = &*master_;
  auto slot = part->slot_at(local);
  if (has_future_) {
    const auto after =
        std::find_if(overrides_.rbegin(), overrides_.rend(),
                     [&](const Override& one) { return one.and_future && one.id <= local; });
    if (after != overrides_.rend()) {
      part = &after->part;
      const auto* const zone = part->start->zone;
      slot = part->slot_at(zone->to_local(frame_.zone->to_utc(local)) + after->shift);
    }
  }
  if (const auto* const extra = find_extra(local); extra && extra->length) {
    auto start = frame_;
    start.local = local;
    slot.end = start.after(*extra->length);
  }
  if (!touches(*part, slot, window)) return std::nullopt;
  return instance_of(*part, slot, print_id(local));
}

// A series that is not walked: the master, over all of its time.
void Series::add_whole(const core::Slot& window, std::vector<Instance>& out) const {
  auto slot = master_->slot;
  for (const auto& rule : rules_) slot.end = std::max(slot.end, last_end_of(rule));
  if (touches(*master_, slot, window))
    out.push_back(instance_of(*master_, slot, print_id(frame_.local)));
}

void Series::add_walked(const core::Slot& window, std::size_t most, std::vector<Instance>& out,
                        Budget* budget) const {
  // Two days more on both sides, for zones and for the tables that count an end.
  const auto from = frame_.zone->to_local(bounded(window.start) - reach_) - days(2);
  const auto to = frame_.zone->to_local(bounded(window.end) + reach_) + days(2);
  std::vector<core::LocalTime> excluded;
  const auto walk = [&](const Rule& rule, auto take) {
    RuleWalk steps(rule, frame_.local, from, std::min(to, end_of(rule)));
    while (const auto local = steps.next())
      if (*local >= from && !take(*local)) break;
    if (budget) budget->spend(steps.steps());
  };
  for (const auto& rule : exception_rules_)
    walk(rule, [&](core::LocalTime local) { return excluded.push_back(local), true; });
  std::sort(excluded.begin(), excluded.end());
  const auto first = out.size();
  const std::size_t steps_of_one = kStepsOfInstance + (has_future_ ? overrides_.size() : 0);
  const auto add = [&](core::LocalTime local) {
    if (budget) budget->spend(steps_of_one);
    if (std::binary_search(excluded.begin(), excluded.end(), local)) return false;
    auto instance = instance_at(local, window);
    if (instance) out.push_back(std::move(*instance));
    return instance.has_value();
  };
  add(frame_.local);
  for (const auto& rule : rules_) {
    std::size_t added = 0;
    walk(rule, [&](core::LocalTime local) { return !add(local) || ++added < most; });
  }
  for (const auto& extra : extras_)
    if (extra.local >= from && extra.local <= to) add(extra.local);
  if (rules_.size() < 2 && extras_.empty()) return;
  const auto begin = out.begin() + static_cast<std::ptrdiff_t>(first);
  std::sort(begin, out.end(),
            [](const Instance& a, const Instance& b) { return a.recurrence_id < b.recurrence_id; });
  out.erase(std::unique(begin, out.end(),
                        [](const Instance& a, const Instance& b) {
                          return a.recurrence_id == b.recurrence_id;
                        }),
            out.end());
}

void Series::add_instances(const core::Slot& window, std::size_t most, std::vector<Instance>& out,
                           Budget* budget) const {
  if (budget) budget->spend(overrides_.size() + extras_.size() + 1);
  for (const auto& one : overrides_)
    if (touches(one.part, one.part.slot, window))
      out.push_back(instance_of(one.part, one.part.slot, print_id(one.id)));
  if (!master_) return;
  if (repeats_)
    return is_walkable() ? add_walked(window, most, out, budget) : add_whole(window, out);
  const bool is_replaced = master_->start && is_excluded(frame_.local);
  if (!is_replaced && touches(*master_, master_->slot, window))
    out.push_back(instance_of(*master_, master_->slot,
                              is_recurring() && master_->start ? print_id(frame_.local) : ""));
}

// The end of the last instance that the rule names; kForever where it goes on. With COUNT every
// walk begins at the start: what is behind the cut of this one is found by none.
core::Instant Series::last_end_of(const Rule& rule) const {
  auto last = end_of(rule);
  if (rule.count && rule.is_walkable) {
    RuleWalk steps(rule, frame_.local, frame_.local, last);
    auto end = frame_.local;
    while (const auto local = steps.next()) end = *local;
    if (steps.is_counted_out() || steps.is_cut()) last = end;
  }
  return last >= kHorizon ? domain::kForever : frame_.zone->to_utc(last) + reach_;
}

core::Slot Series::extent() const {
  std::optional<core::Slot> whole;
  const auto add = [&](const core::Slot& slot) {
    if (!whole) whole = slot;
    whole = core::Slot{std::min(whole->start, slot.start), std::max(whole->end, slot.end)};
  };
  if (master_) add(master_->slot);
  for (const auto& one : overrides_) add(one.part.slot);
  for (const auto& rule : rules_) add({master_->slot.start, last_end_of(rule)});
  for (const auto& one : extras_) {
    const auto start = frame_.zone->to_utc(one.local);
    add({start, start + reach_});
  }
  return whole.value_or(core::Slot{kEarliest, kEarliest});
}

bool Series::is_walkable() const {
  const auto can_walk = [](const Rule& rule) { return rule.is_walkable; };
  return std::all_of(rules_.begin(), rules_.end(), can_walk) &&
         std::all_of(exception_rules_.begin(), exception_rules_.end(), can_walk);
}

bool Series::has_floating() const {
  const auto floats = [](const Part& part) { return part.start && part.start->is_floating; };
  return (master_ && floats(*master_)) ||
         std::any_of(overrides_.begin(), overrides_.end(),
                     [&](const Override& one) { return floats(one.part); });
}

}  // namespace citacal::ical
