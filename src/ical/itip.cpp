#include "ical/itip.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "core/check.h"
#include "core/text.h"
#include "ical/moment.h"
#include "ical/part.h"
#include "ical/scan.h"
#include "ical/scheduled_part.h"
#include "ical/zone.h"

namespace citacal::ical {

namespace {

using domain::Itip;
using domain::Participation;

constexpr std::size_t kCommentMax = 2'000;  // bytes
constexpr std::size_t kLineMost = 200;      // bytes of what people read on one line
constexpr std::size_t kIdsMost = 50;

// The first `most` bytes, whole characters, without controls but line ends.
std::string bounded(std::string text, std::size_t most) {
  for (char& c : text)
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F) c = ' ';
  if (text.size() > most) {
    text.resize(most);
    while (!core::is_utf8(text)) text.pop_back();
  }
  return std::string(core::trim(text));
}

std::string text_of(const Node& node, std::string_view name, std::size_t most = kLineMost) {
  const auto* line = node.find(name);
  return line ? bounded(unescaped_text(line->value), most) : "";
}

std::string param_address(const Line& line, std::string_view name) {
  const auto* param = line.find_param(name);
  if (!param) return "";
  // Some leave the scheme out, RFC 5545 §3.2.5 notwithstanding.
  return mailto_address(param->find(':') == std::string::npos ? "mailto:" + *param : *param);
}

Participation participation(const std::string& word) {
  if (word == "ACCEPTED") return Participation::accepted;
  if (word == "DECLINED") return Participation::declined;
  if (word == "TENTATIVE") return Participation::tentative;
  if (word == "DELEGATED") return Participation::delegated;
  return Participation::needs_action;
}

void read_attendees(const Node& node, Itip& itip) {
  for (const auto& line : node.lines) {
    if (line.name != "ATTENDEE") continue;
    itip.attendees.push_back({mailto_address(line.value), participation(answer_of(line)),
                              param_address(line, "DELEGATED-TO"), param_address(line, "SENT-BY")});
    // What Google's calendar was told beside the answer.
    const auto* comment = line.find_param("X-RESPONSE-COMMENT");
    if (comment && itip.comment.empty()) itip.comment = bounded(*comment, kCommentMax);
  }
}

void read_comments(const Node& node, Itip& itip) {
  std::string all;
  for (const auto& line : node.lines) {
    if (line.name != "COMMENT") continue;
    const std::string comment(core::trim(unescaped_text(line.value)));
    if (!comment.empty()) all += (all.empty() ? "" : "\n") + comment;
  }
  itip.comment = bounded(all, kCommentMax);
}

std::optional<domain::Impact> impact_of(std::string_view word) {
  auto spelled = core::to_lower(core::trim(word));
  std::replace(spelled.begin(), spelled.end(), '-', '_');
  return core::find_word<domain::Impact>(spelled);
}

void read_maintenance(const Node& node, domain::MaintenanceNote& note) {
  note.provider = text_of(node, "X-MAINTNOTE-PROVIDER");
  note.account = text_of(node, "X-MAINTNOTE-ACCOUNT");
  note.status = core::to_upper(text_of(node, "X-MAINTNOTE-STATUS"));
  note.impact = impact_of(text_of(node, "X-MAINTNOTE-IMPACT"));
  for (const auto& line : node.lines) {
    auto& list = line.name == "X-MAINTNOTE-MAINTENANCE-ID" ? note.ids : note.objects;
    if (&list == &note.objects && line.name != "X-MAINTNOTE-OBJECT-ID") continue;
    const auto value = bounded(unescaped_text(line.value), kLineMost);
    if (value.empty() || list.size() >= kIdsMost) continue;
    const auto* precedence = line.find_param("X-MAINTNOTE-PRECEDENCE");
    const bool is_first = precedence && core::equals_ignoring_case(*precedence, "PRIMARY");
    list.insert(is_first ? list.begin() : list.end(), value);
  }
}

std::optional<core::Instant> instant_in(const Node& node, std::string_view name,
                                        const Zones& zones) {
  const auto* line = node.find(name);
  return line ? std::optional(zones.moment(*line).instant()) : std::nullopt;
}

void read_times(const Node& node, const Zones& zones, Itip& itip) {
  itip.stamp = instant_in(node, "DTSTAMP", zones);
  itip.recurrence_id = instant_in(node, "RECURRENCE-ID", zones);
  const auto old_start = instant_in(node, "X-MS-OLK-ORIGINALSTART", zones),
             old_end = instant_in(node, "X-MS-OLK-ORIGINALEND", zones);
  if (old_start && old_end) itip.original = core::Slot{*old_start, *old_end};
  const auto* start = node.find("DTSTART");
  if (!start) return;
  const auto part = read_part(node, zones);
  if (const auto end = instant_in(node, "DTEND", zones); end && *end < part.slot.start)
    refuse_line(start->number, "end-before-start",
                {"el evento termina antes de empezar", "the event ends before it starts"});
  itip.slot = part.slot;
  itip.all_day = part.start && part.start->is_date;
}

// The component that is read: the master of the first UID, else its first exception.
const Node& component_of(const Node& root) {
  const Node* first = nullptr;
  for (const auto& node : root.nodes) {
    if (node.name == "VTIMEZONE") continue;
    if (first && node.value("UID") != first->value("UID")) continue;
    if (!first || (first->find("RECURRENCE-ID") && !node.find("RECURRENCE-ID"))) first = &node;
  }
  if (!first)
    core::refuse("calendar", "no-component", {"no tiene ningún evento", "holds no event"});
  return *first;
}

int count_uids(const Node& root) {
  std::set<std::string_view> uids;
  for (const auto& node : root.nodes)
    if (node.name != "VTIMEZONE") uids.insert(node.value("UID"));
  return static_cast<int>(uids.size());
}

std::string method_of(const Node& root, std::string_view given) {
  auto method = core::to_upper(core::trim(given.empty() ? root.value("METHOD") : given));
  // Carriers' notices leave it out (MAINTNOTE): what they send is published.
  if (method.empty()) return "PUBLISH";
  return bounded(std::move(method), 40);
}

}  // namespace

Itip read_itip(std::string_view text, std::string_view method) {
  text = without_bom(text);
  scan(text);
  const auto root = parse_tree(text);
  const auto& node = component_of(root);
  const Zones zones(root, std::string(kZone));
  Itip itip;
  itip.method = method_of(root, method);
  itip.is_event = node.name == "VEVENT";
  itip.events = count_uids(root);
  itip.uid = std::string(core::trim(unescaped_text(node.value("UID"))));
  if (itip.uid.empty() || itip.uid.size() > 1'000)
    core::refuse("UID", "missing", {"falta, o es demasiado largo", "is missing, or too long"});
  itip.sequence = sequence_of(node);
  itip.organizer = mailto_address(node.value("ORGANIZER"));
  itip.status = core::to_upper(text_of(node, "STATUS"));
  itip.summary = text_of(node, "SUMMARY");
  std::replace(itip.summary.begin(), itip.summary.end(), '\n', ' ');
  itip.place = text_of(node, "LOCATION");
  std::replace(itip.place.begin(), itip.place.end(), '\n', ' ');
  if (itip.is_event) read_times(node, zones, itip);
  read_comments(node, itip);
  read_attendees(node, itip);
  read_maintenance(node, itip.maintenance);
  return itip;
}

}  // namespace citacal::ical
