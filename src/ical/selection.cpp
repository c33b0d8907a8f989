#include "ical/selection.h"

#include <algorithm>
#include <deque>

#include "core/error.h"
#include "core/text.h"
#include "domain/calendar.h"
#include "ical/moment.h"
#include "ical/period.h"
#include "ical/zone.h"

namespace citacal::ical {

namespace {

constexpr std::size_t kExpandedMax = 4 * 1024 * 1024;  // bytes

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_timed(const Node& node) {
  return is_one_of(node.name, {"VEVENT", "VTODO", "VJOURNAL"});
}

// Lines that are written anew; they stand as long as this does.
class Rewritten {
 public:
  Line line(const std::string& name, Params params, std::string value) {
    Writer writer;
    writer.plain(name, value, params);
    texts_.push_back(writer.take());
    return {texts_.back(), 0, name, std::move(params), std::move(value)};
  }

 private:
  std::deque<std::string> texts_;
};

Params without(Params params, std::initializer_list<std::string_view> names) {
  std::erase_if(params, [&](const Param& param) { return is_one_of(param.name, names); });
  return params;
}

// Instances instead of rules (RFC 4791 §9.6.5).
class Expansion {
 public:
  Expansion(const Node& calendar, const ZoneText& zone, Rewritten& rewritten, Budget* budget)
      : calendar_(calendar),
        occurrences_(calendar, zone, budget),
        zones_(calendar, zone),
        rewritten_(rewritten),
        budget_(budget) {}
  Node in(const core::Slot& window);

 private:
  Node print(const Instance& instance);
  void take(Node& out, const Instance& instance, const Line& line);
  Line moment(const Instance& instance, const Line& line, core::Instant at);
  Line recurrence_id(const Instance& instance);

  const Node& calendar_;
  Occurrences occurrences_;
  Zones zones_;
  Rewritten& rewritten_;
  Budget* budget_;  // or null
};

Node Expansion::in(const core::Slot& window) {
  const auto instances = occurrences_.in(window, kInstancesMost + 1);
  std::size_t size = 0;
  for (const auto& instance : instances) size += instance.node->raw.size();
  if (!occurrences_.is_walkable() || instances.size() > std::size_t{kInstancesMost} ||
      size > kExpandedMax)
    throw core::Error(core::Code::invalid, "max-instances",
                      {"Son demasiadas repeticiones para expandirlas; pida un plazo menor.",
                       "There are too many instances to expand; ask for a shorter range."},
                      "expand");
  if (budget_) budget_->spend_writing(size);
  Node out{calendar_.name, calendar_.lines, {}, {}};
  for (const auto& instance : instances)
    if (is_timed(*instance.node)) out.nodes.push_back(print(instance));
  for (const auto& node : calendar_.nodes)
    if (!is_timed(node) && node.name != "VTIMEZONE") out.nodes.push_back(node);
  return out;
}

Node Expansion::print(const Instance& instance) {
  const auto& node = *instance.node;
  Node out{node.name, {}, node.nodes, {}};
  for (const auto& line : node.lines) take(out, instance, line);
  if (!instance.recurrence_id.empty()) out.lines.push_back(recurrence_id(instance));
  return out;
}

void Expansion::take(Node& out, const Instance& instance, const Line& line) {
  const auto& slot = instance.slot;
  const bool has_slot = instance.has_start && slot.end < domain::kForever;
  if (is_one_of(line.name, {"RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"})) return;
  if (line.name == "DTSTART" && instance.has_start)
    out.lines.push_back(moment(instance, line, slot.start));
  else if (is_one_of(line.name, {"DTEND", "DUE"}) && has_slot)
    out.lines.push_back(moment(instance, line, slot.end));
  else if (line.name == "DURATION" && has_slot && !instance.all_day &&
           parse_duration(line.value) != slot.end - slot.start)
    out.lines.push_back(
        moment(instance, {{}, 0, instance.node->name == "VTODO" ? "DUE" : "DTEND"}, slot.end));
  else if (line.find_param("TZID") && parse_written(line.value))
    out.lines.push_back(rewritten_.line(line.name, without(line.params, {"TZID"}),
                                        print_utc_time(zones_.moment(line).instant())));
  else
    out.lines.push_back(line);
}

// The line at another time: a date in the zone for those, or UTC.
Line Expansion::moment(const Instance& instance, const Line& line, core::Instant at) {
  auto params = without(line.params, {"TZID", "VALUE"});
  if (!instance.all_day) return rewritten_.line(line.name, std::move(params), print_utc_time(at));
  params.push_back({"VALUE", "DATE"});
  return rewritten_.line(line.name, std::move(params),
                         print_written({zones_.floating().to_local(at), true}));
}

Line Expansion::recurrence_id(const Instance& instance) {
  const auto& id = instance.recurrence_id;
  const auto written = parse_written(id);
  if (!written || written->is_utc) return rewritten_.line("RECURRENCE-ID", {}, id);
  if (written->is_date) return rewritten_.line("RECURRENCE-ID", {{"VALUE", "DATE"}}, id);
  return rewritten_.line("RECURRENCE-ID", {},
                         print_utc_time(zones_.floating().to_utc(written->local)));
}

// Overrides stay where they, or the instances they replace, touch the window (§9.6.6); those of
// THISANDFUTURE tell of others, too.
Node with_overrides_in(const Node& calendar, const core::Slot& window, const ZoneText& zone,
                       Budget* budget) {
  const Occurrences occurrences(calendar, zone, budget);
  const auto master =
      std::find_if(calendar.nodes.begin(), calendar.nodes.end(),
                   [](const Node& node) { return is_timed(node) && !node.find("RECURRENCE-ID"); });
  core::Seconds length{};
  if (master != calendar.nodes.end())
    if (const auto slot = own_slot(*master, occurrences)) length = slot->end - slot->start;
  const auto touches = [&](core::Slot slot) {
    return slot.start == slot.end ? window.start <= slot.start && slot.start < window.end
                                  : slot.overlaps(window);
  };
  const auto matters = [&](const Node& node) {
    const auto* id = is_timed(node) ? node.find("RECURRENCE-ID") : nullptr;
    if (!id || id->find_param("RANGE")) return true;
    const auto slot = own_slot(node, occurrences);
    const auto original = instant_of(*id, id->value, occurrences);
    return !slot || touches(*slot) || (original && touches({*original, *original + length}));
  };
  Node out{calendar.name, calendar.lines, {}, {}};
  std::copy_if(calendar.nodes.begin(), calendar.nodes.end(), std::back_inserter(out.nodes),
               matters);
  return out;
}

// FREEBUSY periods that touch the window (§9.6.7); a line that keeps all of its own is unchanged.
void limit_busy_time(Node& calendar, const core::Slot& window, Rewritten& rewritten) {
  for (auto& node : calendar.nodes) {
    if (node.name != "VFREEBUSY") continue;
    std::vector<Line> kept;
    for (const auto& line : node.lines) {
      std::vector<std::string> values;
      const auto all = core::split(line.value, ',');
      for (const auto value : all) {
        const auto period = parse_period(core::trim(value), parse_utc);
        if (!period || period->overlaps(window)) values.emplace_back(value);
      }
      if (line.name != "FREEBUSY" || values.size() == all.size())
        kept.push_back(line);
      else if (!values.empty())
        kept.push_back(rewritten.line(line.name, line.params, core::join(values, ",")));
    }
    node.lines = std::move(kept);
  }
}

Node selected(const Node& node, const CompSelection& selection, Rewritten& rewritten) {
  Node out{node.name, {}, {}, {}};
  for (const auto& line : node.lines) {
    const auto prop = std::find_if(selection.props.begin(), selection.props.end(),
                                   [&](const PropSelection& one) { return one.name == line.name; });
    if (prop != selection.props.end() && prop->no_value)
      out.lines.push_back(rewritten.line(line.name, line.params, ""));
    else if (prop != selection.props.end() || selection.all_props)
      out.lines.push_back(line);
  }
  for (const auto& child : node.nodes) {
    const auto comp =
        std::find_if(selection.comps.begin(), selection.comps.end(),
                     [&](const CompSelection& one) { return one.name == child.name; });
    if (comp != selection.comps.end())
      out.nodes.push_back(selected(child, *comp, rewritten));
    else if (selection.all_comps)
      out.nodes.push_back(child);
  }
  return out;
}

}  // namespace

std::string select(std::string_view text, const Selection& selection, const ZoneText& zone,
                   Budget* budget) {
  if (selection.is_everything()) return std::string(text);
  if (budget) budget->spend_reading(text.size());
  auto asked = selection;
  asked.jcal = false;
  if (asked.is_everything()) return print_jcal(text);
  Rewritten rewritten;
  auto calendar = parse_tree(text);
  if (selection.expand)
    calendar = Expansion(calendar, zone, rewritten, budget).in(*selection.expand);
  else if (selection.limit_recurrence)
    calendar = with_overrides_in(calendar, *selection.limit_recurrence, zone, budget);
  if (selection.limit_freebusy) limit_busy_time(calendar, *selection.limit_freebusy, rewritten);
  if (selection.comp) calendar = selected(calendar, *selection.comp, rewritten);
  const auto chosen = print_tree(calendar);
  return selection.jcal ? print_jcal(chosen) : chosen;
}

}  // namespace citacal::ical
