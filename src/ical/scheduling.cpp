#include "ical/scheduling.h"

#include <algorithm>

#include "ical/scheduled_part.h"
#include "ical/zone.h"

namespace citacal::ical {

namespace {

constexpr std::string_view kUnanswered = "NEEDS-ACTION", kStatus = "SCHEDULE-STATUS",
                           kForceSend = "SCHEDULE-FORCE-SEND";

std::string param_or(const Line& line, std::string_view name, std::string_view otherwise) {
  const auto* value = line.find_param(name);
  auto out = std::string(value && !value->empty() ? *value : otherwise);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return out;
}

void read_attendee(const Line& line, Parties& parties) {
  const auto address = address_of(line);
  if (line.find_param(kForceSend)) parties.forced.insert(address);
  if (parties.find(address)) return;
  const auto* name = line.find_param("CN");
  parties.attendees.push_back({address, name ? *name : "", answer_of(line),
                               param_or(line, "SCHEDULE-AGENT", "SERVER"),
                               param_or(line, kStatus, "")});
}

bool is_cancelled(const Node& part) {
  return part.value("STATUS") == "CANCELLED";
}

// The lines that are the attendee's own; theirs win where the organizer says nothing of the kind.
bool is_own(const Line& line) {
  return line.name.rfind("X-", 0) == 0 || line.name == "CATEGORIES" || line.name == "COLOR" ||
         line.name == "PERCENT-COMPLETE" || line.name == "COMPLETED";
}

void keep_own(Node& part, const Node& known) {
  const Node told = part;
  for (const auto& line : known.lines)
    if (is_own(line) && !told.find(line.name)) part.lines.push_back(line);
  if (known.find("TRANSP")) {
    remove_lines(part, "TRANSP");
    part.lines.push_back(*known.find("TRANSP"));
  }
  for (const auto& node : known.nodes)
    if (node.name == "VALARM") part.nodes.push_back(node);
}

// The instances that the attendee declined by taking them out of the series.
std::set<std::string> taken_out(const Node& root, const Parts& parts) {
  const auto master = parts.find("");
  return master == parts.end() ? std::set<std::string>{} : exceptions_of(root, *master->second);
}

// They stay out, unless they were moved and so are to be answered again.
void keep_exceptions(Draft& draft, const std::set<std::string>& out, const std::string& attendee) {
  auto& root = draft.root;
  std::vector<Line> exceptions;
  std::erase_if(root.nodes, [&](const Node& node) {
    const auto* id = node.find("RECURRENCE-ID");
    if (!id || !out.contains(key_of(root, node)) || answer_in(node, attendee) != "DECLINED")
      return false;
    exceptions.push_back(draft.line_like(*id, "EXDATE", id->value));
    return true;
  });
  for (auto& node : root.nodes)
    if (is_scheduled(node) && !node.find("RECURRENCE-ID"))
      node.lines.insert(node.lines.end(), exceptions.begin(), exceptions.end());
}

// The answer of one component of a REPLY into the organizer's; whether anything changed.
bool take_answer(Draft& draft, Node& part, const Node& reply, const std::string& attendee) {
  auto* line = find_attendee(part, attendee);
  if (!line || sequence_of(reply) < sequence_of(part)) return false;
  const auto answer = answer_in(reply, attendee);
  if (answer.empty()) return false;
  const auto* status = line->find_param(kStatus);
  if (answer_of(*line) == answer && status && *status == "2.0") return false;
  draft.set_param(*line, "PARTSTAT", answer);
  draft.set_param(*line, kStatus, "\"2.0\"");
  return true;
}

// The overrides that answers to single instances of a series need.
std::vector<Node> overrides_for(Draft& draft, const Parts& answers, const std::string& attendee) {
  std::vector<Node> overrides;
  const auto parts = parts_of(draft.root);
  const auto master = parts.find("");
  std::set<std::string> keys;
  for (const auto& [key, answer] : answers)
    if (!key.empty()) keys.insert(key);
  if (master == parts.end()) return overrides;
  for (const auto& key : instances_among(draft.root, keys)) {
    auto part = instance_of(draft, draft.root, *master->second, key);
    if (take_answer(draft, part, *answers.at(key), attendee)) overrides.push_back(std::move(part));
  }
  return overrides;
}

// Sets the status, and takes SCHEDULE-FORCE-SEND away; whether anything changed.
bool set_status(Draft& draft, Line& line, const std::string* status) {
  bool changed = false;
  if (line.find_param(kForceSend)) {
    draft.set_param(line, kForceSend, "");
    changed = true;
  }
  const auto* present = line.find_param(kStatus);
  if (!status || (present ? *present : "") == *status) return changed;
  draft.set_param(line, kStatus, status->empty() ? "" : "\"" + *status + "\"");
  return true;
}

}  // namespace

const Person* Parties::find(std::string_view address) const {
  const auto found = std::find_if(attendees.begin(), attendees.end(),
                                  [&](const Person& one) { return one.address == address; });
  return found == attendees.end() ? nullptr : &*found;
}

Parties read_parties(std::string_view object) {
  const auto root = parse_tree(object);
  Parties parties;
  bool stands = false;
  for (const auto& node : root.nodes) {
    if (!is_scheduled(node)) continue;
    parties.uid = node.value("UID");
    stands = stands || !is_cancelled(node);
    for (const auto& line : node.lines) {
      if (line.name == "ATTENDEE") read_attendee(line, parties);
      if (line.name != "ORGANIZER") continue;
      parties.organizer = address_of(line);
      parties.organizer_agent = param_or(line, "SCHEDULE-AGENT", "SERVER");
      if (line.find_param(kForceSend)) parties.forced.insert(parties.organizer);
    }
  }
  parties.is_cancelled = !stands;
  return parties;
}

std::string apply_request(std::string_view message, std::string_view before,
                          const std::string& attendee) {
  Draft draft(message);
  remove_lines(draft.root, "METHOD");
  if (before.empty()) return draft.print();
  const Draft old(before);
  const auto old_parts = parts_of(old.root);
  const auto out = taken_out(old.root, old_parts);
  for (auto& part : draft.root.nodes) {
    if (!is_scheduled(part)) continue;
    const auto key = key_of(draft.root, part);
    const auto* known = find_part(old_parts, key);
    auto* own = find_attendee(part, attendee);
    if (!known || !own) continue;
    const auto answer = out.contains(key) ? "" : answer_in(*known, attendee);
    std::string standing = answer.empty() ? answer_of(*own) : answer;
    if (!is_same_time(draft.root, part, old.root, *known)) standing = kUnanswered;
    if (answer_of(*own) != standing) draft.set_param(*own, "PARTSTAT", standing);
    keep_own(part, *known);
  }
  keep_exceptions(draft, out, attendee);
  return draft.print();
}

std::string apply_cancel(std::string_view before, core::Instant now) {
  Draft draft(before);
  bool changed = false;
  for (auto& part : draft.root.nodes) {
    if (!is_scheduled(part) || is_cancelled(part)) continue;
    changed = true;
    draft.set(part, "STATUS", "CANCELLED");
    draft.set(part, "SEQUENCE", std::to_string(sequence_of(part) + 1));
    draft.set(part, "DTSTAMP", print_utc_time(now));
  }
  return changed ? draft.print() : std::string(before);
}

std::string apply_reply(std::string_view object, std::string_view reply,
                        const std::string& attendee) {
  Draft draft(object);
  const Draft message(reply);
  auto answers = parts_of(message.root);
  bool changed = false;
  for (auto& part : draft.root.nodes) {
    if (!is_scheduled(part)) continue;
    const auto answer = answers.find(key_of(draft.root, part));
    if (answer == answers.end()) continue;
    changed = take_answer(draft, part, *answer->second, attendee) || changed;
    answers.erase(answer);
  }
  const auto overrides = overrides_for(draft, answers, attendee);
  draft.root.nodes.insert(draft.root.nodes.end(), overrides.begin(), overrides.end());
  return changed || !overrides.empty() ? draft.print() : std::string(object);
}

std::string with_schedule_status(std::string_view object,
                                 const std::map<std::string, std::string>& by_address) {
  Draft draft(object);
  bool changed = false;
  for (auto& part : draft.root.nodes) {
    if (!is_scheduled(part)) continue;
    for (auto& line : part.lines) {
      if (line.name != "ATTENDEE") continue;
      const auto found = by_address.find(address_of(line));
      const auto* status = found == by_address.end() ? nullptr : &found->second;
      changed = set_status(draft, line, status) || changed;
    }
  }
  return changed ? draft.print() : std::string(object);
}

std::string with_organizer_status(std::string_view object, std::string_view status) {
  Draft draft(object);
  bool changed = false;
  const std::string said(status);
  for (auto& part : draft.root.nodes)
    if (is_scheduled(part))
      for (auto& line : part.lines)
        if (line.name == "ORGANIZER") changed = set_status(draft, line, &said) || changed;
  return changed ? draft.print() : std::string(object);
}

std::string with_standing_answers(std::string_view object, std::string_view before,
                                  const std::set<std::string>& asked) {
  Draft draft(object);
  const Draft old(before.empty() ? object : before);
  const auto old_parts = before.empty() ? Parts{} : parts_of(old.root);
  bool changed = false;
  for (auto& part : draft.root.nodes) {
    if (!is_scheduled(part)) continue;
    const auto* known = find_part(old_parts, key_of(draft.root, part));
    const bool is_moved = known && !is_same_time(draft.root, part, old.root, *known);
    for (auto& line : part.lines) {
      const auto address = line.name == "ATTENDEE" ? address_of(line) : "";
      if (!asked.contains(address)) continue;
      const auto was = known ? answer_in(*known, address) : "";
      const auto said = answer_of(line);
      const auto standing = was.empty() || is_moved ? std::string(kUnanswered)
                            : said == kUnanswered   ? was
                                                    : said;
      if (said == standing) continue;
      draft.set_param(line, "PARTSTAT", standing);
      changed = true;
    }
  }
  return changed ? draft.print() : std::string(object);
}

std::string with_answers_of_others(std::string_view object, std::string_view current,
                                   const std::string& attendee) {
  Draft draft(object);
  const Draft now(current);
  const auto parts = parts_of(now.root);
  bool changed = false;
  for (auto& part : draft.root.nodes) {
    if (!is_scheduled(part)) continue;
    const auto* known = find_part(parts, key_of(draft.root, part));
    for (auto& line : part.lines) {
      if (!known || line.name != "ATTENDEE" || address_of(line) == attendee) continue;
      const auto answer = answer_in(*known, address_of(line));
      if (answer.empty() || answer == answer_of(line)) continue;
      draft.set_param(line, "PARTSTAT", answer);
      changed = true;
    }
  }
  return changed ? draft.print() : std::string(object);
}

}  // namespace citacal::ical
