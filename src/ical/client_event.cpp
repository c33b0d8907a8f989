#include "ical/client_event.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <utility>

#include "core/error.h"
#include "core/text.h"
#include "ical/event.h"
#include "ical/recurrence.h"

namespace citacal::ical {

namespace {

constexpr std::string_view kNoAlarm = "VALARM:none\r\n";

// What the appointment decides, and what would go on saying of it what is no longer so (Outlook's
// HTML of the description, Apple's map of the place).
constexpr std::array<std::string_view, 37> kFacts = {"UID",
                                                     "DTSTAMP",
                                                     "CREATED",
                                                     "LAST-MODIFIED",
                                                     "SEQUENCE",
                                                     "DTSTART",
                                                     "DTEND",
                                                     "DUE",
                                                     "DURATION",
                                                     "STATUS",
                                                     "COMPLETED",
                                                     "PERCENT-COMPLETE",
                                                     "CLASS",
                                                     "TRANSP",
                                                     "SUMMARY",
                                                     "DESCRIPTION",
                                                     "STYLED-DESCRIPTION",
                                                     "LOCATION",
                                                     "GEO",
                                                     "CONFERENCE",
                                                     "PRIORITY",
                                                     "ORGANIZER",
                                                     "ATTENDEE",
                                                     "COMMENT",
                                                     "REQUEST-STATUS",
                                                     "URL",
                                                     "LINK",
                                                     "REFID",
                                                     "RELATED-TO",
                                                     "RRULE",
                                                     "RDATE",
                                                     "EXDATE",
                                                     "EXRULE",
                                                     "RECURRENCE-ID",
                                                     "X-ALT-DESC",
                                                     "X-APPLE-STRUCTURED-LOCATION",
                                                     kGivenSequence};
constexpr std::array<std::string_view, 3> kFactPrefixes = {"X-MAINTNOTE-", "X-MICROSOFT-CDO-",
                                                           "X-LIC-"};

bool is_fact(std::string_view name) {
  return std::find(kFacts.begin(), kFacts.end(), name) != kFacts.end() ||
         std::any_of(kFactPrefixes.begin(), kFactPrefixes.end(),
                     [&](auto prefix) { return name.starts_with(prefix); });
}

// Properties that stand once in the event, ours or the client's.
bool is_choice(std::string_view name) {
  return name == "CATEGORIES" || name == "COLOR";
}

std::string with_crlf(std::string_view raw) {
  std::string out;
  for (const char c : raw) {
    if (c == '\n' && (out.empty() || out.back() != '\r')) out += '\r';
    out += c;
  }
  if (!out.ends_with('\n')) out += "\r\n";
  return out;
}

// A property, or a component with all of its lines.
struct Part {
  std::string name;
  bool is_component = false;
  std::string raw;
  std::vector<Line> lines;  // without views: raw is the part's
};

std::vector<Part> parts_of(std::string_view text) {
  std::vector<Part> parts;
  int depth = 0;
  for (auto& line : lines_of(text)) {
    if (depth == 0) {
      const bool begins = line.name == "BEGIN";
      parts.push_back({begins ? core::to_lower(line.value) : line.name, begins, {}, {}});
    }
    if (line.name == "BEGIN") ++depth;
    if (line.name == "END") --depth;
    parts.back().raw += line.raw;
    parts.back().lines.push_back(std::move(line));
  }
  return parts;
}

bool is_alarm(const Part& part) {
  return part.is_component && part.name == "valarm";
}
bool is_no_alarm(const Part& part) {
  return !part.is_component && part.name == "VALARM";
}

// The same for lines that say the same, however they are folded or escaped.
std::string meaning_of(const Line& line) {
  std::string out = line.name;
  std::vector<std::string> params;
  for (const auto& param : line.params) params.push_back(param.name + "=" + param.value);
  std::sort(params.begin(), params.end());
  for (const auto& param : params) out += ";" + param;
  return out + ":" + unescaped_text(line.value);
}

std::multiset<std::string> alarms_of(const std::vector<Part>& parts) {
  std::multiset<std::string> alarms;
  for (const auto& part : parts) {
    if (!is_alarm(part)) continue;
    std::vector<std::string> lines;
    for (const auto& line : part.lines) lines.push_back(meaning_of(line));
    std::sort(lines.begin(), lines.end());
    alarms.insert(core::join(lines, "\n"));
  }
  return alarms;
}

// Values of CATEGORIES; libical writes each on a line of its own.
std::set<std::string> categories_of(const std::vector<Part>& parts) {
  std::set<std::string> categories;
  for (const auto& part : parts) {
    if (part.is_component || part.name != "CATEGORIES") continue;
    const auto& value = part.lines.front().value;
    std::string one;
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (value[i] == ',') {
        categories.insert(unescaped_text(std::exchange(one, {})));
        continue;
      }
      one += value[i];
      if (value[i] == '\\' && i + 1 < value.size()) one += value[++i];
    }
    categories.insert(unescaped_text(one));
  }
  return categories;
}

// What stands between the first and the last line of a bare component.
std::vector<Part> parts_inside(std::string_view component) {
  const auto all = lines_of(component);
  core::expects(all.size() >= 2, "an event of ours begins and ends");
  const auto from = all.front().raw.data() + all.front().raw.size();
  return parts_of({from, static_cast<std::size_t>(all.back().raw.data() - from)});
}

const Node& the_event(const Node& calendar) {
  const Node* event = nullptr;
  for (const auto& node : calendar.nodes) {
    if (node.name != "VEVENT") continue;
    if (event)
      throw core::Error(core::Code::forbidden, "valid-calendar-object-resource",
                        {"Aquí cada evento es una sola fecha: haga un evento por cada fecha.",
                         "Here each event is one date: make an event for each date."});
    event = &node;
  }
  core::expects(event, "an object of events has one");
  return *event;
}

std::string text_of(const Node& event, std::string_view name) {
  return unescaped_text(event.value(name));
}

std::optional<int> sequence_of(const Node& event, std::string_view name) {
  const auto value = core::trim(event.value(name));
  int sequence = 0;
  const auto end = value.data() + value.size();
  const auto read = std::from_chars(value.data(), end, sequence);
  if (value.empty() || read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return sequence;
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return out;
}

bool is_recurring(const Node& event) {
  return event.find("RRULE") || event.find("RDATE") || event.find("RECURRENCE-ID");
}

bool is_all_day(const Node& event) {
  return event.value("DTSTART").find('T') == std::string_view::npos;
}

}  // namespace

std::string client_lines_of(const Node& component) {
  std::string properties, components;
  bool has_alarm = false;
  for (const auto& line : component.lines)
    if (!is_fact(line.name)) properties += with_crlf(line.raw);
  for (const auto& node : component.nodes) {
    has_alarm = has_alarm || node.name == "VALARM";
    components += with_crlf(node.raw);
  }
  return (has_alarm ? "" : std::string(kNoAlarm)) + properties + components;
}

std::string client_lines_in(std::string_view text) {
  const auto calendar = parse_tree(text);
  for (const auto& node : calendar.nodes)
    if (node.name == "VEVENT") return client_lines_of(node);
  return {};
}

ClientEvent read_client_event(std::string_view text) {
  auto facts = read_object(text, {domain::Component::vevent});
  const auto calendar = parse_tree(text);
  const auto& event = the_event(calendar);
  const Occurrences occurrences(calendar, "");
  ClientEvent read;
  read.uid = std::move(facts.uid);
  read.recurring = is_recurring(event);
  read.all_day = is_all_day(event);
  read.slot = read.recurring ? facts.slot : occurrences.extent();
  read.status = upper(core::trim(event.value("STATUS")));
  read.sequence = sequence_of(event, "SEQUENCE");
  read.given_sequence = sequence_of(event, kGivenSequence);
  read.summary = text_of(event, "SUMMARY");
  read.description = text_of(event, "DESCRIPTION");
  read.place = text_of(event, "LOCATION");
  read.comment = text_of(event, "COMMENT");
  read.link = std::string(core::trim(event.value("CONFERENCE")));
  read.keeps_links = event.find("LINK") && event.find("REFID") && event.find(kGivenSequence);
  read.url = std::string(core::trim(event.value("URL")));
  read.privacy = upper(core::trim(event.value("CLASS")));
  read.priority = std::string(core::trim(event.value("PRIORITY")));
  read.organizer = std::move(facts.organizer);
  read.attendees = std::move(facts.attendees);
  for (auto& one : read.attendees)
    if (one.address.find('@') == std::string::npos && !one.email.empty()) one.address = one.email;
  read.client_lines = client_lines_of(event);
  return read;
}

std::string lines_beside(std::string_view client_lines, std::string_view event) {
  const auto theirs = parts_of(client_lines), ours = parts_inside(event);
  const bool same_alarms = alarms_of(theirs) == alarms_of(ours);
  const bool same_categories = categories_of(theirs) == categories_of(ours);
  std::string beside;
  for (const auto& part : theirs) {
    if (same_alarms && (is_alarm(part) || is_no_alarm(part))) continue;
    if (same_categories && part.name == "CATEGORIES") continue;
    beside += part.raw;
  }
  return beside;
}

std::string with_client_lines(std::string_view event, std::string_view client_lines) {
  if (client_lines.empty()) return std::string(event);
  const auto theirs = parts_of(client_lines);
  std::set<std::string> chosen;
  bool has_alarms = false;
  for (const auto& part : theirs) {
    has_alarms = has_alarms || is_alarm(part) || is_no_alarm(part);
    if (!part.is_component && is_choice(part.name)) chosen.insert(part.name);
  }
  const auto all = lines_of(event);
  std::string out(all.front().raw), components;
  for (const auto& part : parts_inside(event)) {
    if (is_alarm(part) ? !has_alarms : part.is_component)
      components += part.raw;
    else if (!part.is_component && !chosen.contains(part.name))
      out += part.raw;
  }
  for (const auto& part : theirs)
    if (!is_no_alarm(part)) (part.is_component ? components : out) += part.raw;
  return out + components + std::string(all.back().raw);
}

std::string etag_with(std::string_view event, std::string_view client_lines) {
  return etag_of(std::string(event) + std::string(client_lines));
}

}  // namespace citacal::ical
