#include <algorithm>

#include "ical/scheduled_part.h"
#include "ical/scheduling.h"

namespace citacal::ical {

namespace {

// What only the organizer may change. An override that is new says of the time what its master
// does, which is asked for by is_same_time.
bool is_organizers(std::string_view name) {
  constexpr std::string_view kNames[] = {
      "DTSTART", "DTEND", "RRULE",  "EXRULE",     "RDATE",  "SUMMARY",   "DESCRIPTION", "LOCATION",
      "GEO",     "URL",   "ATTACH", "CONFERENCE", "STATUS", "ORGANIZER", "ATTENDEE"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

bool is_organizers_but_time(std::string_view name) {
  constexpr std::string_view kTimes[] = {"DTSTART", "DTEND", "RRULE", "EXRULE", "RDATE"};
  return is_organizers(name) &&
         std::find(std::begin(kTimes), std::end(kTimes), name) == std::end(kTimes);
}

// What attendees need not be told of: who is in it counts, what they answered does not.
bool is_told(std::string_view name) {
  constexpr std::string_view kNames[] = {
      "DTSTAMP",   "LAST-MODIFIED", "CREATED",        "TRANSP", "PERCENT-COMPLETE",
      "COMPLETED", "COMMENT",       "REQUEST-STATUS", "COLOR",  "CATEGORIES"};
  return name.rfind("X-", 0) != 0 &&
         std::find(std::begin(kNames), std::end(kNames), name) == std::end(kNames);
}

// The status of a task goes with how far the attendee is.
Sayings organizers_sayings(const Node& root, const Node& part, bool with_time) {
  auto said = sayings(root, part, with_time ? is_organizers : is_organizers_but_time);
  std::erase_if(said, [&](const std::string& one) {
    return one == "STATUS=CONFIRMED" || (part.name == "VTODO" && one.rfind("STATUS=", 0) == 0);
  });
  return said;
}

bool says_the_same(const Node& root, const Node& part, const Node& old_root, const Node& old,
                   bool is_new) {
  return sequence_of(part) >= sequence_of(old) && is_same_time(root, part, old_root, old) &&
         organizers_sayings(root, part, !is_new) == organizers_sayings(old_root, old, !is_new);
}

std::set<std::string> keys_beyond(const Parts& parts, const Parts& known) {
  std::set<std::string> keys;
  for (const auto& [key, part] : parts)
    if (!known.contains(key)) keys.insert(key);
  return keys;
}

// Whether overrides of before are left out that nothing excuses: no EXDATE, and a master that would
// show there again.
bool loses_overrides(const Parts& before, const Parts& after, const std::set<std::string>& out) {
  const bool has_master = after.contains("");
  return std::any_of(before.begin(), before.end(), [&](const auto& one) {
    return !after.contains(one.first) &&
           (one.first.empty() || (has_master && !out.contains(one.first)));
  });
}

}  // namespace

ChangeBy change_by_attendee(std::string_view before, std::string_view after,
                            const std::string& attendee) {
  const auto old_root = parse_tree(before), root = parse_tree(after);
  const auto old_parts = parts_of(old_root), parts = parts_of(root);
  if (parts.empty() || parts.contains("") != old_parts.contains("")) return ChangeBy::more;
  const auto count = std::count_if(root.nodes.begin(), root.nodes.end(), is_scheduled);
  if (static_cast<std::size_t>(count) != parts.size()) return ChangeBy::more;  // one key twice
  bool answers = parts.size() < old_parts.size() && !parts.contains("");
  const auto instances = instances_among(old_root, keys_beyond(parts, old_parts));
  for (const auto& [key, part] : parts) {
    const auto* old = find_part(old_parts, key);
    if (!old) return ChangeBy::more;
    const bool is_new = !old_parts.contains(key);
    if (is_new && !instances.contains(key)) return ChangeBy::more;
    if (!says_the_same(root, *part, old_root, *old, is_new)) return ChangeBy::more;
    answers = answers || answer_in(*part, attendee) != answer_in(*old, attendee);
  }
  std::set<std::string> out;
  if (const auto master = parts.find(""); master != parts.end()) {
    out = exceptions_of(root, *master->second);
    const auto known = exceptions_of(old_root, *old_parts.at(""));
    if (!std::includes(out.begin(), out.end(), known.begin(), known.end()) ||
        out.size() > known.size() + kInstancesAtOnce)
      return ChangeBy::more;
    answers = answers || out.size() > known.size();
  }
  if (loses_overrides(old_parts, parts, out)) return ChangeBy::more;
  return answers ? ChangeBy::attendee_answer : ChangeBy::nobody;
}

bool is_significant(std::string_view before, std::string_view after) {
  if (before.empty() || after.empty()) return before.empty() != after.empty();
  const auto old_root = parse_tree(before), root = parse_tree(after);
  const auto old_parts = parts_of(old_root), parts = parts_of(root);
  return parts.size() != old_parts.size() ||
         std::any_of(parts.begin(), parts.end(), [&](const auto& one) {
           const auto old = old_parts.find(one.first);
           return old == old_parts.end() ||
                  sayings(root, *one.second, is_told) != sayings(old_root, *old->second, is_told);
         });
}

}  // namespace citacal::ical
