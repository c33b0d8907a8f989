#include <algorithm>

#include "ical/invitation.h"
#include "ical/scheduled_part.h"
#include "ical/scheduling.h"
#include "ical/zone.h"

namespace citacal::ical {

namespace {

// What is the organizer's own and told nobody.
bool is_private(const Line& line) {
  constexpr std::string_view kPrefixes[] = {"X-MOZ-", "X-EVOLUTION-", "X-LIC-",
                                            "X-CALENDARSERVER-"};
  return std::any_of(std::begin(kPrefixes), std::end(kPrefixes),
                     [&](std::string_view prefix) { return line.name.rfind(prefix, 0) == 0; });
}

void drop_schedule_params(Draft& draft, Line& line) {
  for (const auto* name : {"SCHEDULE-AGENT", "SCHEDULE-STATUS", "SCHEDULE-FORCE-SEND"})
    if (line.find_param(name)) draft.set_param(line, name, "");
}

void make_fit_to_send(Draft& draft, Node& part, core::Instant now) {
  std::erase_if(part.nodes, [](const Node& node) { return node.name == "VALARM"; });
  std::erase_if(part.lines, is_private);
  for (auto& line : part.lines)
    if (line.name == "ATTENDEE" || line.name == "ORGANIZER") drop_schedule_params(draft, line);
  draft.set(part, "DTSTAMP", print_utc_time(now));
}

// The VCALENDAR around these components, with its zones.
std::string print_message(Draft& draft, std::string_view method, std::vector<Node> parts,
                          core::Instant now) {
  if (parts.empty()) return {};
  auto& root = draft.root;
  std::erase_if(root.nodes, [](const Node& node) { return node.name != "VTIMEZONE"; });
  root.lines = {draft.line("VERSION", "2.0"), draft.line("PRODID", kProductId),
                draft.line("METHOD", method)};
  for (auto& part : parts) {
    make_fit_to_send(draft, part, now);
    root.nodes.push_back(std::move(part));
  }
  return draft.print();
}

std::vector<Node> parts_with(const Node& root, const std::string& attendee) {
  std::vector<Node> parts;
  for (const auto& node : root.nodes)
    if (is_scheduled(node) && find_attendee(node, attendee)) parts.push_back(node);
  return parts;
}

// One component of a REPLY: when and what it is, and the one answer (RFC 5546 §3.2.3).
Node answer_part(Draft& draft, const Node& part, const std::string& attendee) {
  constexpr std::string_view kTold[] = {
      "UID",     "RECURRENCE-ID", "SEQUENCE", "DTSTART", "DTEND",   "DUE",     "DURATION",
      "SUMMARY", "ORGANIZER",     "RRULE",    "RDATE",   "COMMENT", "DTSTAMP", "REQUEST-STATUS"};
  Node answer;
  answer.name = part.name;
  for (const auto& line : part.lines)
    if (std::find(std::begin(kTold), std::end(kTold), line.name) != std::end(kTold))
      answer.lines.push_back(line);
  if (const auto* own = find_attendee(part, attendee)) {
    answer.lines.push_back(*own);
    draft.set_param(answer.lines.back(), "RSVP", "");
  }
  return answer;
}

void set_answer(Draft& draft, Node& part, const std::string& attendee, std::string_view answer) {
  if (auto* own = find_attendee(part, attendee); own && answer_of(*own) != answer)
    draft.set_param(*own, "PARTSTAT", answer);
}

// Instances that the attendee took out of the series: declined, every one.
void add_refused_instances(Draft& draft, const Parts& parts, const Node& before,
                           const std::string& attendee, std::vector<Node>& answers) {
  const auto old_parts = parts_of(before);
  const auto master = parts.find(""), old_master = old_parts.find("");
  if (master == parts.end() || old_master == old_parts.end()) return;
  const auto known = exceptions_of(before, *old_master->second);
  for (const auto& key : exceptions_of(draft.root, *master->second)) {
    if (known.contains(key)) continue;
    auto refused = instance_of(draft, draft.root, *master->second, key);
    set_answer(draft, refused, attendee, "DECLINED");
    answers.push_back(answer_part(draft, refused, attendee));
  }
}

// Where only instances are known, one that is left out is declined.
void add_dropped_instances(Draft& draft, const Parts& parts, const Node& before,
                           const std::string& attendee, std::vector<Node>& answers) {
  if (parts.contains("")) return;
  for (const auto& [key, part] : parts_of(before)) {
    if (parts.contains(key)) continue;
    auto refused = *part;
    set_answer(draft, refused, attendee, "DECLINED");
    answers.push_back(answer_part(draft, refused, attendee));
  }
}

}  // namespace

std::string request_for(std::string_view object, const std::string& attendee, core::Instant now) {
  Draft draft(object);
  auto parts = parts_with(draft.root, attendee);
  if (parts.empty()) return {};
  const auto master = std::find_if(parts.begin(), parts.end(),
                                   [](const Node& part) { return !part.find("RECURRENCE-ID"); });
  if (master != parts.end())
    for (const auto& node : draft.root.nodes)
      if (const auto* id = node.find("RECURRENCE-ID");
          id && is_scheduled(node) && !find_attendee(node, attendee))
        master->lines.push_back(draft.line_like(*id, "EXDATE", id->value));
  return print_message(draft, "REQUEST", std::move(parts), now);
}

std::string cancel_for(std::string_view object, const std::string& attendee, core::Instant now) {
  Draft draft(object);
  auto parts = parts_with(draft.root, attendee);
  for (auto& part : parts) {
    draft.set(part, "STATUS", "CANCELLED");
    draft.set(part, "SEQUENCE", std::to_string(sequence_of(part) + 1));
  }
  return print_message(draft, "CANCEL", std::move(parts), now);
}

std::string reply_of(std::string_view object, const std::string& attendee, core::Instant now,
                     std::string_view before) {
  Draft draft(object);
  std::vector<Node> answers;
  if (before.empty()) {
    for (const auto& part : parts_with(draft.root, attendee))
      answers.push_back(answer_part(draft, part, attendee));
    return print_message(draft, "REPLY", std::move(answers), now);
  }
  Draft old(before);
  const auto parts = parts_of(draft.root), old_parts = parts_of(old.root);
  for (const auto& [key, part] : parts) {
    const auto* known = find_part(old_parts, key);
    const auto answer = answer_in(*part, attendee);
    if (!answer.empty() && (!known || answer_in(*known, attendee) != answer))
      answers.push_back(answer_part(draft, *part, attendee));
  }
  add_refused_instances(draft, parts, old.root, attendee, answers);
  add_dropped_instances(draft, parts, old.root, attendee, answers);
  return print_message(draft, "REPLY", std::move(answers), now);
}

std::string with_answer(std::string_view object, const std::string& attendee,
                        std::string_view answer) {
  Draft draft(object);
  for (auto& node : draft.root.nodes)
    if (is_scheduled(node)) set_answer(draft, node, attendee, answer);
  return draft.print();
}

std::string without_declined(std::string_view object, const std::set<std::string>& addresses) {
  Draft draft(object);
  bool changed = false;
  for (auto& part : draft.root.nodes) {
    const bool is_declined = std::any_of(
        addresses.begin(), addresses.end(),
        [&](const std::string& address) { return answer_in(part, address) == "DECLINED"; });
    if (!is_declined || !is_scheduled(part)) continue;
    draft.set(part, "TRANSP", "TRANSPARENT");
    changed = true;
  }
  return changed ? draft.print() : std::string(object);
}

}  // namespace citacal::ical
