#include "ical/scheduled_part.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/text.h"
#include "ical/period.h"
#include "ical/recurrence.h"
#include "ical/value_type.h"
#include "ical/zone.h"

namespace citacal::ical {

namespace {

constexpr std::size_t kDateLength = 8;

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return out;
}

bool is_date(std::string_view value) {
  return value.size() == kDateLength;
}

bool is_utc(std::string_view value) {
  return !value.empty() && value.back() == 'Z';
}

std::optional<core::Instant> instant_in(const Node& root, const Line* line) {
  if (!line) return std::nullopt;
  return instant_of_key(time_key(root, line->value, *line));
}

const Line* find_end(const Node& node) {
  const auto* end = node.find("DTEND");
  return end ? end : node.find("DUE");
}

core::Seconds length_of(const Node& root, const Node& node) {
  const auto* start_line = node.find("DTSTART");
  const auto start = instant_in(root, start_line);
  if (const auto end = instant_in(root, find_end(node)); start && end) return *end - *start;
  if (const auto* duration = node.find("DURATION"))
    return parse_duration(duration->value).value_or(core::Seconds{});
  const bool is_day = start_line && is_date(start_line->value) && node.name == "VEVENT";
  return is_day ? std::chrono::days(1) : core::Seconds{};
}

// Its end, whichever property says it; empty where it has no start to reckon from.
std::string end_key(const Node& root, const Node& node) {
  const auto start = instant_in(root, node.find("DTSTART"));
  if (start) return print_utc_time(*start + length_of(root, node));
  const auto* end = find_end(node);
  return end ? time_key(root, end->value, *end) : "";
}

std::string rule_saying(std::string_view rule) {
  const auto whole = upper(rule);
  std::set<std::string> parts;
  for (const auto part : core::split(whole, ';'))
    if (!part.empty() && part != "INTERVAL=1" && part != "WKST=MO") parts.emplace(part);
  return core::join({parts.begin(), parts.end()}, ";");
}

void add_sayings(Sayings& out, const Node& root, const Line& line) {
  const auto& name = line.name;
  if (name == "ATTENDEE" || name == "ORGANIZER") {
    out.insert(name + "=" + address_of(line));
  } else if (name == "RRULE" || name == "EXRULE") {
    out.insert(name + "=" + rule_saying(line.value));
  } else if (name == "DTSTART" || name == "RECURRENCE-ID") {
    out.insert(name + "=" + time_key(root, line.value, line));
  } else if (name == "RDATE" || name == "EXDATE") {
    for (const auto value : core::split(line.value, ','))
      out.insert(name + "=" + time_key(root, core::trim(value), line));
  } else {
    auto text = unescaped_text(line.value);
    std::erase(text, '\r');
    if (const auto said = core::trim(text); !said.empty())
      out.insert(name + "=" + std::string(said));
  }
}

bool is_end(std::string_view name) {
  return name == "DTEND" || name == "DURATION" || name == "DUE";
}

bool counts_for_time(std::string_view name) {
  return name == "DTSTART" || name == "RRULE" || name == "EXRULE" || name == "RDATE";
}

// The local time in a zone that is this instant, looked for around the offset that another time of
// the same zone has: clocks differ by quarters of an hour, and never by more than a day.
std::string local_at(const Node& root, core::Instant at, const std::string& zone,
                     core::Seconds offset) {
  constexpr int kQuarters = 26 * 4;
  const auto print = [](core::Instant local) { return print_utc_time(local).substr(0, 15); };
  for (int i = 0; i <= kQuarters; ++i)
    for (const int sign : {1, -1}) {
      const auto local = print(at + offset + std::chrono::minutes(15 * i * sign));
      if (to_utc(root, local, zone) == at) return local;
    }
  return print(at + offset);
}

// An instant in the form of `like`: a date, UTC, floating, or a local time in its zone.
std::string value_like(const Node& root, const Line& like, core::Instant at) {
  const auto utc = print_utc_time(at);
  if (is_date(like.value)) return utc.substr(0, kDateLength);
  if (is_utc(like.value)) return utc;
  const auto* zone = like.find_param("TZID");
  const auto instant = zone ? to_utc(root, like.value, *zone) : std::nullopt;
  if (!instant) return utc.substr(0, 15);
  const auto as_if_utc = parse_utc(like.value + "Z");
  return local_at(root, at, *zone, as_if_utc ? *as_if_utc - *instant : core::Seconds{});
}

}  // namespace

bool is_scheduled(const Node& node) {
  return node.name == "VEVENT" || node.name == "VTODO";
}

std::string address_of(const Line& line) {
  const auto address = mailto_address(line.value);
  return address.empty() ? std::string(core::trim(line.value)) : address;
}

std::string answer_of(const Line& attendee) {
  const auto* answer = attendee.find_param("PARTSTAT");
  return answer && !answer->empty() ? upper(*answer) : "NEEDS-ACTION";
}

const Line* find_attendee(const Node& node, std::string_view address) {
  const auto found = std::find_if(node.lines.begin(), node.lines.end(), [&](const Line& line) {
    return line.name == "ATTENDEE" && address_of(line) == address;
  });
  return found == node.lines.end() ? nullptr : &*found;
}

Line* find_attendee(Node& node, std::string_view address) {
  return const_cast<Line*>(find_attendee(std::as_const(node), address));
}

std::string answer_in(const Node& node, std::string_view address) {
  const auto* attendee = find_attendee(node, address);
  return attendee ? answer_of(*attendee) : "";
}

int sequence_of(const Node& node) {
  const auto value = node.value("SEQUENCE");
  int sequence = 0;
  std::from_chars(value.data(), value.data() + value.size(), sequence);
  return sequence;
}

std::string key_of(const Node& root, const Node& node) {
  const auto* line = node.find("RECURRENCE-ID");
  return line ? time_key(root, line->value, *line) : "";
}

Parts parts_of(const Node& root) {
  Parts parts;
  for (const auto& node : root.nodes)
    if (is_scheduled(node)) parts.emplace(key_of(root, node), &node);
  return parts;
}

const Node* find_part(const Parts& parts, std::string_view key) {
  auto found = parts.find(key);
  if (found == parts.end()) found = parts.find("");
  return found == parts.end() ? nullptr : found->second;
}

std::string time_key(const Node& root, std::string_view value, const Line& line) {
  const auto* zone = line.find_param("TZID");
  if (!zone || is_date(value) || is_utc(value)) return std::string(value);
  const auto at = to_utc(root, value, *zone);
  return at ? print_utc_time(*at) : std::string(value);
}

std::optional<core::Instant> instant_of_key(std::string_view key) {
  std::string utc(key);
  if (is_date(key)) utc += "T000000";
  if (!is_utc(utc)) utc += 'Z';
  return parse_utc(utc);
}

std::set<std::string> exceptions_of(const Node& root, const Node& node) {
  std::set<std::string> keys;
  for (const auto& line : node.lines)
    if (line.name == "EXDATE")
      for (const auto value : core::split(line.value, ','))
        keys.insert(time_key(root, core::trim(value), line));
  return keys;
}

bool is_same_time(const Node& a_root, const Node& a, const Node& b_root, const Node& b) {
  const auto a_key = key_of(a_root, a), b_key = key_of(b_root, b);
  if (a_key == b_key)
    return end_key(a_root, a) == end_key(b_root, b) &&
           sayings(a_root, a, counts_for_time) == sayings(b_root, b, counts_for_time);
  const bool a_is_override = !a_key.empty();
  const auto& root = a_is_override ? a_root : b_root;
  const auto& instance = a_is_override ? a : b;
  const auto* start = instance.find("DTSTART");
  return start && time_key(root, start->value, *start) == key_of(root, instance) &&
         length_of(a_root, a) == length_of(b_root, b);
}

Sayings sayings(const Node& root, const Node& node, bool (*counts)(std::string_view name)) {
  Sayings out;
  for (const auto& line : node.lines)
    if (!is_end(line.name) && counts(line.name)) add_sayings(out, root, line);
  if (counts("DTEND")) out.insert("END=" + end_key(root, node));
  return out;
}

std::set<std::string> instances_among(const Node& root, const std::set<std::string>& keys) {
  std::set<std::string> found;
  if (keys.empty()) return found;
  const Occurrences occurrences(root, "");
  std::size_t asked = 0;
  for (const auto& key : keys) {
    const auto at = instant_of_key(key);
    if (!at || ++asked > kInstancesAtOnce) continue;
    // Dates and floating keys are no instants: a day on both sides holds whatever zone they mean.
    for (const auto& one : occurrences.in({*at - std::chrono::days(1), *at + std::chrono::days(1)}))
      if (one.recurrence_id == key) found.insert(key);
  }
  return found;
}

Node instance_of(Draft& draft, const Node& root, const Node& master, std::string_view key) {
  Node node = master;
  const auto* start = master.find("DTSTART");
  const auto at = instant_of_key(key);
  if (!start || !at) return node;
  const auto* end = find_end(master);
  const auto length = length_of(root, master);
  for (const auto* name : {"RRULE", "EXRULE", "RDATE", "EXDATE", "DTSTART"})
    remove_lines(node, name);
  const auto value = value_like(root, *start, *at);
  node.lines.push_back(draft.line_like(*start, "RECURRENCE-ID", value));
  node.lines.push_back(draft.line_like(*start, "DTSTART", value));
  if (end) {
    remove_lines(node, end->name);
    node.lines.push_back(draft.line_like(*end, end->name, value_like(root, *end, *at + length)));
  }
  return node;
}

}  // namespace citacal::ical
