#include "ical/period.h"

#include <algorithm>

#include "core/text.h"
#include "ical/moment.h"

namespace citacal::ical {

std::optional<core::Seconds> parse_duration(std::string_view text) {
  const auto length = parse_length(text);
  return length ? std::optional(length->about()) : std::nullopt;
}

std::optional<core::Slot> parse_period(std::string_view text, const ReadMoment& read_moment) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto start = read_moment(text.substr(0, slash));
  if (!start) return std::nullopt;
  const auto rest = text.substr(slash + 1);
  const auto length = parse_duration(rest);
  const auto end = length ? std::optional(*start + *length) : read_moment(rest);
  if (!end || *end < *start) return std::nullopt;
  return core::Slot{*start, *end};
}

std::optional<core::Instant> instant_of(const Line& line, std::string_view value,
                                        const Occurrences& occurrences) {
  if (!parse_written(value)) return std::nullopt;
  Node node;
  node.lines.push_back({{}, line.number, line.name, line.params, std::string(value)});
  // A period's start is a date-time, whatever the property is.
  std::erase_if(node.lines[0].params, [&](const Param& param) {
    return param.name == "VALUE" && core::equals_ignoring_case(param.value, "PERIOD");
  });
  return occurrences.instant(node, line.name);
}

std::optional<core::Slot> own_slot(const Node& node, const Occurrences& occurrences) {
  auto start = occurrences.instant(node, "DTSTART");
  const auto* end_line = node.find("DTEND") ? node.find("DTEND") : node.find("DUE");
  auto end = end_line ? occurrences.instant(node, end_line->name) : std::nullopt;
  if (!start) start = end;
  if (!start) return std::nullopt;
  if (!end) {
    const auto length = parse_duration(node.value("DURATION"));
    const bool is_day = node.value("DTSTART").size() == 8 && node.name == "VEVENT";
    end = *start + (length ? *length : core::Seconds(is_day ? 86'400 : 0));
  }
  return core::Slot{*start, std::max(*start, *end)};
}

}  // namespace citacal::ical
