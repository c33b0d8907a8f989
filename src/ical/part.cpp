#include "ical/part.h"

#include <algorithm>

#include "core/text.h"
#include "domain/calendar.h"

namespace citacal::ical {

namespace {

constexpr Length kDay{std::chrono::days(1), core::Seconds(0)};

// From one time to the other: days between dates, exact else; nothing where it would be negative.
Length length_between(const Moment& start, const Moment& end) {
  if (start.is_date && end.is_date && end.local >= start.local)
    return {std::chrono::floor<std::chrono::days>(end.local - start.local), core::Seconds(0)};
  return {std::chrono::days(0), std::max(core::Seconds(0), end.instant() - start.instant())};
}

// DURATION, where it is one that can be.
std::optional<Length> duration_of(const Node& node) {
  const auto length = parse_length(node.value("DURATION"));
  const bool is_good = length && length->about() >= core::Seconds(0) && length->about() <= kLongest;
  return is_good ? length : std::nullopt;
}

std::optional<Moment> moment_of(const Node& node, std::string_view name, const Zones& zones) {
  const auto* const line = node.find(name);
  return line && !line->value.empty() ? std::optional(zones.moment(*line)) : std::nullopt;
}

void end_event(Part& part, const Zones& zones) {
  if (const auto end = moment_of(*part.node, "DTEND", zones)) {
    part.length = length_between(*part.start, *end);
  } else if (const auto duration = duration_of(*part.node)) {
    part.length = *duration;
  }
  if (part.start->is_date && part.length.about() == core::Seconds(0)) part.length = kDay;
}

void end_todo(Part& part, const Zones& zones) {
  if (const auto due = moment_of(*part.node, "DUE", zones)) {
    part.length = length_between(*part.start, *due);
    part.touch = Touch::due;
  } else if (const auto duration = duration_of(*part.node)) {
    part.length = *duration;
    part.touch = Touch::closed_end;
  }
}

// A VTODO without DTSTART.
void read_todo(Part& part, const Zones& zones) {
  if (const auto due = moment_of(*part.node, "DUE", zones)) {
    part.start = due;
    part.touch = Touch::due_only;
    part.slot = {due->instant(), due->instant()};
    return;
  }
  const auto completed = moment_of(*part.node, "COMPLETED", zones);
  const auto created = moment_of(*part.node, "CREATED", zones);
  part.slot = {kEarliest, domain::kForever};
  if (completed) {
    const auto done = completed->instant(), made = created ? created->instant() : done;
    part.touch = Touch::closed;
    part.slot = {std::min(done, made), std::max(done, made)};
  } else if (created) {
    part.slot.start = created->instant();
  }
}

// The start and the end of a FREEBUSY's period, where it is one.
std::optional<core::Slot> period(const Line& line, std::string_view text, const Zones& zones) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto start = zones.moment(line, text.substr(0, slash));
  const auto end = text.substr(slash + 1);
  if (const auto length = parse_length(end))
    return core::Slot{start.instant(), start.after(*length)};
  return core::Slot{start.instant(), zones.moment(line, end).instant()};
}

// A VFREEBUSY or VAVAILABILITY: from DTSTART to DTEND, else all of its periods.
void read_span(Part& part, const Zones& zones) {
  const auto& node = *part.node;
  const auto end = moment_of(node, "DTEND", zones);
  const bool is_availability = node.name == "VAVAILABILITY";
  part.touch = Touch::closed_end;
  if (part.start || end || is_availability) {
    part.slot = {part.start ? part.start->instant() : kEarliest,
                 end ? end->instant() : domain::kForever};
    const auto duration = duration_of(node);
    if (part.start && !end && duration) part.slot.end = part.start->after(*duration);
  } else {
    part.slot = {domain::kForever, kEarliest};
    for (const auto& line : node.lines)
      if (line.name == "FREEBUSY")
        for (const auto one : core::split(line.value, ','))
          if (const auto busy = period(line, one, zones))
            part.slot = {std::min(part.slot.start, busy->start),
                         std::max(part.slot.end, busy->end)};
  }
  part.start.reset();
  if (part.slot.start <= part.slot.end) return;
  part.touch = Touch::never;
  part.slot = {kEarliest, kEarliest};
}

}  // namespace

core::Slot Part::slot_at(core::LocalTime local) const {
  auto moment = *start;
  moment.local = local;
  return {moment.instant(), moment.after(length)};
}

Part read_part(const Node& node, const Zones& zones) {
  Part part;
  part.node = &node;
  part.start = moment_of(node, "DTSTART", zones);
  part.has_start = part.start.has_value();
  if (node.name == "VFREEBUSY" || node.name == "VAVAILABILITY") {
    read_span(part, zones);
    return part;
  }
  if (!part.start && node.name == "VTODO") {
    read_todo(part, zones);
    return part;
  }
  if (!part.start) part.start = moment_of(node, "RECURRENCE-ID", zones);
  if (!part.start) {
    part.touch = Touch::never;
    part.slot = {kEarliest, kEarliest};
    return part;
  }
  if (node.name == "VEVENT") end_event(part, zones);
  if (node.name == "VTODO") end_todo(part, zones);
  if (node.name == "VJOURNAL" && part.start->is_date) part.length = kDay;
  part.slot = part.slot_at(part.start->local);
  return part;
}

bool touches(const Part& part, const core::Slot& slot, const core::Slot& window) {
  const auto& [start, end] = window;
  switch (part.touch) {
    case Touch::overlap:
      return slot.start == slot.end ? start <= slot.start && slot.start < end
                                    : start < slot.end && slot.start < end;
    case Touch::closed_end:
      return start <= slot.end && (slot.start < end || slot.end <= end);
    case Touch::due:
      return (start < slot.end || start <= slot.start) && (slot.start < end || slot.end <= end);
    case Touch::due_only:
      return start < slot.end && slot.end <= end;
    case Touch::closed:
      return start <= slot.end && slot.start <= end;
    case Touch::never:
      break;
  }
  return false;
}

}  // namespace citacal::ical
