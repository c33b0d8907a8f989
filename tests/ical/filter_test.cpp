#include "ical/filter.h"

#include <catch2/catch.hpp>

namespace citacal::ical {

namespace {

core::Instant at(std::string_view utc) {
  return *parse_utc(utc);
}
core::Slot range(std::string_view from, std::string_view until) {
  return {at(from), at(until)};
}
// One day of November 2026, in UTC.
core::Slot november(int day) {
  const core::Instant start = std::chrono::sys_days(std::chrono::year(2026) / 11 / day);
  return {start, start + std::chrono::days(1)};
}

CompFilter in_calendar(CompFilter comp) {
  CompFilter calendar{"VCALENDAR"};
  calendar.comps = {std::move(comp)};
  return calendar;
}
CompFilter comp(std::string name, std::optional<core::Slot> when = {}) {
  CompFilter filter{std::move(name)};
  filter.range = when;
  return filter;
}
CompFilter with_prop(PropFilter prop, std::string name = "VEVENT") {
  CompFilter filter{std::move(name)};
  filter.props = {std::move(prop)};
  return filter;
}
PropFilter prop(std::string name, std::optional<TextMatch> text = {}) {
  PropFilter filter{std::move(name)};
  filter.text = std::move(text);
  return filter;
}
TextMatch octets(std::string text, bool negate = false) {
  return {std::move(text), Collation::octet, negate};
}

struct Object {
  explicit Object(const std::string& components, const ZoneText& zone = {})
      : text("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y\r\n" + components +
             "END:VCALENDAR\r\n"),
        calendar(parse_tree(text)),
        occurrences(calendar, zone) {}
  bool has(CompFilter filter) const {
    return meets(calendar, occurrences, in_calendar(std::move(filter)));
  }
  std::string text;
  Node calendar;
  Occurrences occurrences;
};

std::string event(const std::string& lines) {
  return "BEGIN:VEVENT\r\nUID:a\r\n" + lines + "END:VEVENT\r\n";
}
std::string alarm(const std::string& lines) {
  return "BEGIN:VALARM\r\nACTION:DISPLAY\r\n" + lines + "END:VALARM\r\n";
}

const std::string kDaily = event(
    "DTSTART:20261101T150000Z\r\nDTEND:20261101T160000Z\r\nRRULE:FREQ=DAILY;COUNT=20\r\n"
    "EXDATE:20261105T150000Z\r\nSUMMARY:serie\r\n");
const std::string kMoved = event(
    "RECURRENCE-ID:20261110T150000Z\r\nDTSTART:20261125T150000Z\r\n"
    "DTEND:20261125T160000Z\r\nSUMMARY:movido\r\n");

}  // namespace

TEST_CASE("Components are found by name, or by not being there") {
  const Object object(event("DTSTART:20261123T150000Z\r\n") +
                      "BEGIN:VTIMEZONE\r\nTZID:x\r\nEND:VTIMEZONE\r\n");
  CHECK(object.has(comp("VEVENT")));
  CHECK(object.has(comp("VTIMEZONE")));
  CHECK_FALSE(object.has(comp("VTODO")));
  auto no_todo = comp("VTODO"), no_event = comp("VEVENT");
  no_todo.is_not_defined = no_event.is_not_defined = true;
  CHECK(object.has(no_todo));
  CHECK_FALSE(object.has(no_event));
  CHECK(meets(object.calendar, object.occurrences, CompFilter{"VCALENDAR"}));
  CHECK_FALSE(meets(object.calendar, object.occurrences, CompFilter{"VEVENT"}));
  auto both = in_calendar(comp("VEVENT"));
  both.comps.push_back(comp("VTODO"));
  CHECK_FALSE(meets(object.calendar, object.occurrences, both));
}

TEST_CASE("An event touches a range by its half-open time, a moment by its start") {
  const Object hour(event("DTSTART:20261123T150000Z\r\nDTEND:20261123T160000Z\r\n"));
  CHECK(hour.has(comp("VEVENT", range("20261123T155959Z", "20261123T170000Z"))));
  CHECK_FALSE(hour.has(comp("VEVENT", range("20261123T160000Z", "20261123T170000Z"))));
  CHECK_FALSE(hour.has(comp("VEVENT", range("20261123T140000Z", "20261123T150000Z"))));
  CHECK(hour.has(comp("VEVENT", core::Slot{kAlways, at("20261123T150001Z")})));
  CHECK(hour.has(comp("VEVENT", core::Slot{at("20261123T155959Z"), domain::kForever})));
  const Object moment(event("DTSTART:20261123T150000Z\r\n"));
  CHECK(moment.has(comp("VEVENT", range("20261123T150000Z", "20261123T160000Z"))));
  CHECK_FALSE(moment.has(comp("VEVENT", range("20261123T140000Z", "20261123T150000Z"))));
}

TEST_CASE("Floating times and dates are where the calendar's zone has them") {
  const auto text = event("DTSTART:20261123T100000\r\nDTEND:20261123T110000\r\n");
  const auto at_ten = comp("VEVENT", range("20261123T090000Z", "20261123T093000Z"));
  CHECK_FALSE(Object(text).has(at_ten));
  CHECK(Object(text, "Europe/Berlin").has(at_ten));
  const auto day = event("DTSTART;VALUE=DATE:20261123\r\n");
  const auto after_midnight = comp("VEVENT", range("20261124T040000Z", "20261124T043000Z"));
  CHECK(Object(day).has(after_midnight));
  CHECK_FALSE(Object(day, "Europe/Berlin").has(after_midnight));
}

TEST_CASE("A series touches a range by its instances, and each component by its own") {
  const Object object(kDaily + kMoved);
  CHECK(object.has(comp("VEVENT", november(4))));
  CHECK_FALSE(object.has(comp("VEVENT", november(5))));   // excepted
  CHECK_FALSE(object.has(comp("VEVENT", november(10))));  // moved away
  CHECK(object.has(comp("VEVENT", november(25))));        // moved there
  CHECK_FALSE(object.has(comp("VEVENT", november(26))));
  auto moved = with_prop(prop("SUMMARY", octets("movido")));
  moved.range = november(25);
  CHECK(object.has(moved));
  moved.range = november(4);
  CHECK_FALSE(object.has(moved));
  auto series = with_prop(prop("SUMMARY", octets("serie")));
  series.range = november(25);
  CHECK_FALSE(object.has(series));
}

TEST_CASE("An override is found behind more instances than are ever listed") {
  const Object object(
      event("DTSTART:20000101T150000Z\r\nRRULE:FREQ=DAILY\r\nSUMMARY:serie\r\n") +
      event("RECURRENCE-ID:20261110T150000Z\r\nDTSTART:20261110T160000Z\r\nSUMMARY:movido\r\n"));
  auto moved = with_prop(prop("SUMMARY", octets("movido")));
  moved.range = core::Slot{kAlways, domain::kForever};
  CHECK(object.has(moved));
}

TEST_CASE("Tasks and journals touch a range as RFC 4791 has it") {
  const auto todo = [](const std::string& lines) {
    return Object("BEGIN:VTODO\r\nUID:a\r\n" + lines + "END:VTODO\r\n");
  };
  CHECK(todo("DUE:20261123T000000Z\r\n").has(comp("VTODO", november(22))));
  CHECK_FALSE(todo("DUE:20261123T000000Z\r\n").has(comp("VTODO", november(23))));
  CHECK(todo("COMPLETED:20261123T000000Z\r\n").has(comp("VTODO", november(23))));
  CHECK(todo("").has(comp("VTODO", november(23))));
  const Object journal(
      "BEGIN:VJOURNAL\r\nUID:a\r\nDTSTART;VALUE=DATE:20261123\r\nEND:VJOURNAL\r\n");
  CHECK(journal.has(comp("VJOURNAL", range("20261124T030000Z", "20261124T040000Z"))));
  CHECK_FALSE(journal.has(comp("VJOURNAL", november(25))));
  CHECK_FALSE(
      Object("BEGIN:VJOURNAL\r\nUID:a\r\nEND:VJOURNAL\r\n").has(comp("VJOURNAL", november(23))));
}

TEST_CASE("Busy time touches a range by its ends, or by its periods") {
  const auto busy = [](const std::string& lines) {
    return Object("BEGIN:VFREEBUSY\r\nUID:a\r\n" + lines + "END:VFREEBUSY\r\n");
  };
  const auto whole = busy("DTSTART:20261122T000000Z\r\nDTEND:20261123T000000Z\r\n");
  CHECK(whole.has(comp("VFREEBUSY", november(23))));  // its end is in it: §9.9
  CHECK_FALSE(whole.has(comp("VFREEBUSY", november(24))));
  const auto periods = busy("FREEBUSY:20261101T000000Z/PT1H,20261123T230000Z/20261124T010000Z\r\n");
  CHECK(periods.has(comp("VFREEBUSY", november(24))));
  CHECK_FALSE(periods.has(comp("VFREEBUSY", november(2))));
  CHECK_FALSE(busy("").has(comp("VFREEBUSY", november(23))));
}

TEST_CASE("An alarm touches a range by when it rings for an instance of its component") {
  const auto alarm_in = [](core::Slot when) {
    CompFilter filter{"VEVENT"};
    filter.comps = {comp("VALARM", when)};
    return filter;
  };
  const auto series = [](const std::string& alarms) {
    return Object(
        event("DTSTART:20261101T150000Z\r\nDTEND:20261101T160000Z\r\n"
              "RRULE:FREQ=WEEKLY;COUNT=3\r\n" +
              alarms));
  };
  const auto before = series(alarm("TRIGGER:-P2D\r\n"));
  CHECK(before.has(alarm_in(november(6))));
  CHECK_FALSE(before.has(alarm_in(november(8))));
  CHECK_FALSE(before.has(alarm_in(november(20))));
  const auto after = series(alarm("TRIGGER;RELATED=END:P1D\r\nREPEAT:2\r\nDURATION:P1D\r\n"));
  CHECK(after.has(alarm_in(range("20261118T160000Z", "20261118T160001Z"))));
  CHECK_FALSE(after.has(alarm_in(november(19))));
  const auto fixed = series(alarm("TRIGGER;VALUE=DATE-TIME:20270101T000000Z\r\n"));
  CHECK(fixed.has(alarm_in(range("20270101T000000Z", "20270101T000001Z"))));
  CHECK_FALSE(fixed.has(alarm_in(november(1))));
  CHECK_FALSE(series("").has(alarm_in({kAlways, domain::kForever})));
}

TEST_CASE("Of several alarms, the one that rings is the one with the property") {
  const Object object(event("DTSTART:20261123T150000Z\r\n" +
                            alarm("TRIGGER:PT0S\r\nDESCRIPTION:uno\r\n") +
                            alarm("TRIGGER:-P7D\r\nDESCRIPTION:dos\r\n")));
  const auto ringing = [&](const std::string& description, core::Slot when) {
    CompFilter filter{"VEVENT"};
    filter.comps = {with_prop(prop("DESCRIPTION", octets(description)), "VALARM")};
    filter.comps[0].range = when;
    return object.has(filter);
  };
  CHECK(ringing("uno", november(23)));
  CHECK(ringing("dos", november(16)));
  CHECK_FALSE(ringing("dos", november(23)));
}

TEST_CASE("An override's alarms are its own") {
  const auto alarm_in = [](core::Slot when) {
    CompFilter filter{"VEVENT"};
    filter.comps = {comp("VALARM", when)};
    return filter;
  };
  const Object object(event("DTSTART:20261101T150000Z\r\nRRULE:FREQ=DAILY;COUNT=5\r\n" +
                            alarm("TRIGGER:PT0S\r\n")) +
                      event("RECURRENCE-ID:20261103T150000Z\r\nDTSTART:20261103T180000Z\r\n"));
  CHECK(object.has(alarm_in(november(2))));
  CHECK_FALSE(object.has(alarm_in(november(3))));
}

TEST_CASE("Components within components hold for the same one") {
  const Object object(
      event("DTSTART:20261101T150000Z\r\nSUMMARY:con\r\n" + alarm("TRIGGER:PT0S\r\n")) +
      event("RECURRENCE-ID:20261103T150000Z\r\nSUMMARY:sin\r\n"
            "DTSTART:20261103T150000Z\r\n"));
  auto filter = with_prop(prop("SUMMARY", octets("con")));
  filter.comps = {comp("VALARM")};
  CHECK(object.has(filter));
  filter.props[0].text->text = "sin";
  CHECK_FALSE(object.has(filter));
  filter.comps[0].is_not_defined = true;
  CHECK(object.has(filter));
}

TEST_CASE("A property is matched by its text, unescaped, and negation needs it to be there") {
  const Object object(
      event("DTSTART:20261123T150000Z\r\nSUMMARY:Uno\\, dos\\nTRES\r\n"
            "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@x.example\r\n"
            "ATTENDEE;PARTSTAT=DECLINED:mailto:b@x.example\r\n"));
  const auto has = [&](PropFilter filter) { return object.has(with_prop(std::move(filter))); };
  CHECK(has(prop("SUMMARY")));
  CHECK(has(prop("SUMMARY", TextMatch{"o, dos\ntres"})));
  CHECK_FALSE(has(prop("SUMMARY", octets("tres"))));
  CHECK(has(prop("SUMMARY", octets("tres", true))));
  CHECK_FALSE(has(prop("SUMMARY", octets("TRES", true))));
  CHECK_FALSE(has(prop("LOCATION")));
  CHECK_FALSE(has(prop("LOCATION", octets("x", true))));
  auto none = prop("LOCATION");
  none.is_not_defined = true;
  CHECK(has(none));
  none.name = "SUMMARY";
  CHECK_FALSE(has(none));
}

TEST_CASE("Parameters are matched on the same line as the text") {
  const Object object(
      event("DTSTART:20261123T150000Z\r\n"
            "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@x.example\r\n"
            "ATTENDEE;PARTSTAT=NEEDS-ACTION;ROLE=CHAIR:mailto:b@x.example\r\n"));
  const auto has = [&](const std::string& who, ParamFilter param) {
    auto filter = prop("ATTENDEE", TextMatch{who});
    filter.params = {std::move(param)};
    return object.has(with_prop(filter));
  };
  CHECK(has("A@X", {"PARTSTAT", false, octets("ACCEPTED")}));
  CHECK_FALSE(has("b@x", {"PARTSTAT", false, octets("ACCEPTED")}));
  CHECK(has("b@x", {"PARTSTAT", false, octets("ACCEPTED", true)}));
  CHECK(has("b@x", {"ROLE"}));
  CHECK_FALSE(has("a@x", {"ROLE"}));
  CHECK_FALSE(has("a@x", {"ROLE", false, octets("CHAIR", true)}));
  CHECK(has("a@x", {"ROLE", true}));
  CHECK_FALSE(has("b@x", {"ROLE", true}));
}

TEST_CASE("A property's dates, times and periods are matched by range") {
  const Object object(
      event("DTSTART;TZID=America/Bogota:20261123T200000\r\n"
            "CREATED:20261101T000000Z\r\n"
            "EXDATE;VALUE=DATE:20261110,20261112\r\n"
            "RDATE;VALUE=PERIOD:20261215T230000Z/PT2H\r\nSUMMARY:20261123\r\n"));
  const auto in = [&](const std::string& name, core::Slot when) {
    auto filter = prop(name);
    filter.range = when;
    return object.has(with_prop(filter));
  };
  CHECK(in("DTSTART", november(24)));
  CHECK_FALSE(in("DTSTART", november(23)));
  CHECK(in("CREATED", november(1)));
  CHECK_FALSE(in("CREATED", {kAlways, at("20261101T000000Z")}));
  CHECK(in("EXDATE", november(12)));
  CHECK_FALSE(in("EXDATE", november(14)));
  CHECK(in("RDATE", range("20261216T003000Z", "20261216T040000Z")));
  CHECK_FALSE(in("RDATE", range("20261216T010000Z", "20261216T040000Z")));
  CHECK_FALSE(in("LAST-MODIFIED", {kAlways, domain::kForever}));
}

TEST_CASE("Collations: octets, ASCII without case, Unicode without case and form") {
  const auto ascii = Collation::ascii_casemap, unicode = Collation::unicode_casemap;
  CHECK(contains("Reuni\xC3\xB3n", {"REUNI\xC3\xB3N", ascii}));
  CHECK_FALSE(contains("Reuni\xC3\xB3n", {"REUNI\xC3\x93N", ascii}));
  CHECK(contains("Reuni\xC3\xB3n", {"REUNI\xC3\x93N", unicode}));
  CHECK(contains("Reunio\xCC\x81n", {"reuni\xC3\xB3n", unicode}));  // o with a combining accent
  CHECK_FALSE(contains("Reuni\xC3\xB3n", {"reunion", unicode}));
  CHECK(contains("\xEF\xBC\xA1\xEF\xBC\xA2", {"ab", unicode}));  // full-width letters
  CHECK(contains("STRASSE", {"stra\xC3\x9F"
                             "e",
                             unicode}));
  CHECK(contains("anything", {"", ascii}));
  CHECK_FALSE(contains("anything", {"", unicode, true}));
  CHECK_FALSE(contains("Abc", {"abc", Collation::octet}));
}

TEST_CASE("What the store is asked first is never narrower than the filter") {
  const auto when = november(23);
  const auto plain = narrowed(in_calendar(comp("VEVENT", when)));
  CHECK(plain.window == when);
  CHECK(plain.component == domain::Component::vevent);
  CHECK(plain.decides);
  const auto all = narrowed(CompFilter{"VCALENDAR"});
  CHECK((!all.window && !all.component && all.decides));
  const auto todos = narrowed(in_calendar(comp("VTODO")));
  CHECK((!todos.window && todos.component == domain::Component::vtodo && todos.decides));
  // A task due when the range ends is in it; the store's window is half-open.
  const auto due = narrowed(in_calendar(comp("VTODO", when)));
  CHECK_FALSE(due.decides);
  CHECK((due.window->start < when.start && due.window->end > when.end));
  auto more = comp("VEVENT", when);
  more.props = {prop("SUMMARY")};
  const auto with_more = narrowed(in_calendar(more));
  CHECK((with_more.window == when && !with_more.decides));
  auto alarmed = comp("VEVENT");
  alarmed.comps = {comp("VALARM", when)};
  CHECK((!narrowed(in_calendar(alarmed)).window && !narrowed(in_calendar(alarmed)).decides));
  auto no_events = comp("VEVENT");
  no_events.is_not_defined = true;
  const auto without = narrowed(in_calendar(no_events));
  CHECK((!without.window && !without.component && !without.decides));
  const auto zones = narrowed(in_calendar(comp("VTIMEZONE")));
  CHECK((!zones.component && !zones.decides));
}

}  // namespace citacal::ical
