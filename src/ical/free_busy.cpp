#include "ical/free_busy.h"

#include <algorithm>

#include "core/text.h"
#include "ical/invitation.h"
#include "ical/object.h"
#include "ical/period.h"
#include "ical/scan.h"
#include "ical/zone.h"

namespace citacal::ical {

namespace {

constexpr int kBusyInstancesMost = 20'000;  // of one object in one window
constexpr std::size_t kPeriodsInLine = 100;

using Period = BusyTime::Period;

bool is_word(std::string_view value, std::string_view word) {
  return core::equals_ignoring_case(core::trim(value), word);
}

domain::Busy busy_of(const Node& event) {
  if (is_word(event.value("TRANSP"), "TRANSPARENT") || is_word(event.value("STATUS"), "CANCELLED"))
    return domain::Busy::free;
  return is_word(event.value("STATUS"), "TENTATIVE") ? domain::Busy::tentative : domain::Busy::busy;
}

// What FBTYPE says, with an empty slot; an unknown type is busy (RFC 5545 §3.2.9).
Period period_of_type(const std::string* fbtype) {
  const std::string_view type = fbtype ? std::string_view(*fbtype) : "BUSY";
  if (is_word(type, "FREE")) return {{}, domain::Busy::free};
  if (is_word(type, "BUSY-TENTATIVE")) return {{}, domain::Busy::tentative};
  return {{}, domain::Busy::busy, is_word(type, "BUSY-UNAVAILABLE")};
}

std::string_view type_of(const Period& period) {
  return period.busy == domain::Busy::tentative ? "BUSY-TENTATIVE"
         : period.unavailable                   ? "BUSY-UNAVAILABLE"
                                                : "BUSY";
}

bool is_same_kind(const Period& a, const Period& b) {
  return a.busy == b.busy && a.unavailable == b.unavailable;
}

// Sorted by start; those that touch or overlap become one.
std::vector<core::Slot> joined(std::vector<core::Slot>& slots) {
  std::sort(slots.begin(), slots.end(),
            [](const core::Slot& a, const core::Slot& b) { return a.start < b.start; });
  std::vector<core::Slot> out;
  for (const auto& slot : slots) {
    if (!out.empty() && slot.start <= out.back().end)
      out.back().end = std::max(out.back().end, slot.end);
    else
      out.push_back(slot);
  }
  return out;
}

std::string print_period(const core::Slot& slot) {
  return print_utc_time(slot.start) + "/" + print_utc_time(slot.end);
}

void write_periods(Writer& out, const std::vector<Period>& periods, const Period& kind) {
  std::string value;
  std::size_t count = 0;
  const auto flush = [&] {
    if (!value.empty()) out.plain("FREEBUSY", value, {{"FBTYPE", std::string(type_of(kind))}});
    value.clear();
  };
  for (const auto& period : periods) {
    if (!is_same_kind(period, kind)) continue;
    if (count++ % kPeriodsInLine == 0) flush();
    if (!value.empty()) value += ',';
    value += print_period(period.slot);
  }
  flush();
}

bool has_uid(std::string_view lines) {
  const auto all = lines_of(lines);
  return std::any_of(all.begin(), all.end(), [](const Line& line) { return line.name == "UID"; });
}

[[noreturn]] void refuse(core::Phrase message) {
  throw core::Error(core::Code::invalid, "valid-calendar-data", std::move(message),
                    "text/calendar");
}

std::string with_crlf(const Line& line) {
  Node node;
  node.name = "X";
  node.lines.push_back(line);
  const auto text = print_tree(node);  // BEGIN:X, the line, END:X
  const std::size_t head = std::string_view("BEGIN:X\r\n").size(),
                    tail = std::string_view("END:X\r\n").size();
  return text.substr(head, text.size() - head - tail);
}

FreeBusyRequest request_of(const Node& calendar, const Node& question) {
  FreeBusyRequest request;
  for (const auto& line : question.lines) {
    if (line.name == "UID") request.uid = line.value;
    if (line.name == "ORGANIZER") {
      request.organizer = mailto_address(line.value);
      request.organizer_line = with_crlf(line);
    }
    if (line.name == "ATTENDEE") {
      request.attendees.push_back(line.value);
      request.attendee_lines.push_back(with_crlf(line));
    }
  }
  const Occurrences times(calendar, {});
  const auto start = times.instant(question, "DTSTART"), end = times.instant(question, "DTEND");
  if (request.organizer_line.empty() || request.attendees.empty())
    refuse({"La consulta necesita ORGANIZER y al menos un ATTENDEE.",
            "The request needs ORGANIZER and at least one ATTENDEE."});
  if (request.attendees.size() > std::size_t{kAttendeesMost})
    refuse({"La consulta nombra a más de 200 personas.",
            "The request names more than 200 attendees."});
  if (!start || !end || *end <= *start)
    refuse({"La consulta necesita DTSTART y un DTEND posterior.",
            "The request needs DTSTART and a later DTEND."});
  request.window = {*start, *end};
  return request;
}

}  // namespace

void BusyTime::add(const core::Slot& slot, domain::Busy busy) {
  const core::Slot cut{std::max(slot.start, window_.start), std::min(slot.end, window_.end)};
  if (busy != domain::Busy::free && cut.start < cut.end) periods_.push_back({cut, busy});
}

void BusyTime::add_object(std::string_view text, const ZoneText& zone, Budget* budget) {
  if (budget) budget->spend_reading(text.size());
  const auto calendar = parse_tree(text);
  const Occurrences occurrences(calendar, zone, budget);
  for (const auto& instance : occurrences.in(window_, kBusyInstancesMost))
    if (instance.node->name == "VEVENT") add(instance.slot, busy_of(*instance.node));
  for (const auto& node : calendar.nodes) {
    if (node.name != "VFREEBUSY") continue;
    for (const auto& line : node.lines) {
      if (line.name != "FREEBUSY") continue;
      const auto kind = period_of_type(line.find_param("FBTYPE"));
      for (const auto value : core::split(line.value, ',')) {
        const auto slot = parse_period(core::trim(value), parse_utc);
        const auto before = periods_.size();
        if (slot) add(*slot, kind.busy);
        if (periods_.size() > before) periods_.back().unavailable = kind.unavailable;
      }
    }
  }
}

std::vector<Period> BusyTime::merged() const {
  std::vector<Period> out;
  for (const Period& kind : {Period{{}, domain::Busy::busy}, Period{{}, domain::Busy::busy, true},
                             Period{{}, domain::Busy::tentative}}) {
    std::vector<core::Slot> slots;
    for (const auto& period : periods_)
      if (is_same_kind(period, kind)) slots.push_back(period.slot);
    for (const auto& slot : joined(slots)) out.push_back({slot, kind.busy, kind.unavailable});
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Period& a, const Period& b) { return a.slot.start < b.slot.start; });
  return out;
}

std::string print_free_busy(const BusyTime& busy, std::string_view method,
                            std::string_view head_lines, core::Instant now) {
  const auto& window = busy.window();
  Writer out;
  out.begin("VCALENDAR");
  out.plain("VERSION", "2.0");
  out.plain("PRODID", kProductId);
  out.plain("CALSCALE", "GREGORIAN");
  if (!method.empty()) out.plain("METHOD", method);
  out.begin("VFREEBUSY");
  if (!has_uid(head_lines))  // RFC 5545 §3.6.4 wants one
    out.plain("UID", "freebusy-" + print_utc_time(window.start) + "-" + print_utc_time(window.end));
  out.lines(head_lines);
  out.plain("DTSTAMP", print_utc_time(now));
  out.plain("DTSTART", print_utc_time(window.start));
  out.plain("DTEND", print_utc_time(window.end));
  const auto periods = busy.merged();
  for (const Period& kind : {Period{{}, domain::Busy::busy}, Period{{}, domain::Busy::busy, true},
                             Period{{}, domain::Busy::tentative}})
    write_periods(out, periods, kind);
  out.end("VFREEBUSY");
  out.end("VCALENDAR");
  return out.take();
}

std::optional<FreeBusyRequest> read_free_busy_request(std::string_view text) {
  try {
    scan(text);
    const auto calendar = parse_tree(text);
    const Node* question = nullptr;
    for (const auto& node : calendar.nodes) {
      if (node.name == "VTIMEZONE") continue;
      if (question || node.name != "VFREEBUSY") return std::nullopt;
      question = &node;
    }
    if (!question || !is_word(calendar.value("METHOD"), "REQUEST")) return std::nullopt;
    return request_of(calendar, *question);
  } catch (core::Error& error) {
    if (error.code == core::Code::invalid) error.condition = "valid-calendar-data";
    throw;
  }
}

}  // namespace citacal::ical
