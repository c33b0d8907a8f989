#include "ical/selection.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "ical/sample_case.h"
#include "ical/zone.h"

namespace citacal::ical {

namespace {

core::Slot range(std::string_view from, std::string_view until) {
  return {*parse_utc(from), *parse_utc(until)};
}

std::string object(const std::string& components) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y\r\n" + components + "END:VCALENDAR\r\n";
}

std::string event(const std::string& lines) {
  return "BEGIN:VEVENT\r\nUID:a\r\n" + lines + "END:VEVENT\r\n";
}

std::string expanded(const std::string& components, const core::Slot& window,
                     const ZoneText& zone = {}) {
  Selection selection;
  selection.expand = window;
  return select(object(components), selection, zone);
}

const std::string kSeries = event(
    "DTSTART;TZID=Europe/Berlin:20261023T100000\r\nDURATION:PT1H\r\n"
    "RRULE:FREQ=WEEKLY;COUNT=4\r\nEXDATE;TZID=Europe/Berlin:20261106T100000\r\n"
    "SUMMARY:serie\r\n");

}  // namespace

TEST_CASE("Everything is the text as it is") {
  const auto text = "begin:vcalendar\n" + event("X-A:b\n") + "end:vcalendar\n";
  CHECK(select(text, {}, {}) == text);
}

TEST_CASE("Only the components and properties that are named are there, as they were written") {
  const auto text =
      object("BEGIN:VTIMEZONE\r\nTZID:x\r\nEND:VTIMEZONE\r\n" +
             event("DTSTART:20261123T150000Z\r\nsummary;LANGUAGE=es:do\r\n blado\r\nLOCATION:x\r\n"
                   "BEGIN:VALARM\r\nACTION:DISPLAY\r\nEND:VALARM\r\n"));
  Selection selection;
  selection.comp = CompSelection{"VCALENDAR", false, false, {{"VERSION"}}, {}};
  selection.comp->comps = {{"VEVENT", false, false, {{"SUMMARY"}, {"LOCATION", true}}, {}}};
  CHECK(select(text, selection, {}) ==
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nsummary;LANGUAGE=es:do\r\n blado\r\n"
        "LOCATION:\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
  selection.comp->comps = {{"VEVENT", true, false, {}, {}}, {"VTIMEZONE"}};
  CHECK(select(text, selection, {}) ==
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTIMEZONE\r\nTZID:x\r\nEND:VTIMEZONE\r\n" +
            event("DTSTART:20261123T150000Z\r\nsummary;LANGUAGE=es:do\r\n blado\r\n"
                  "LOCATION:x\r\n") +
            "END:VCALENDAR\r\n");
}

TEST_CASE("A series is expanded to its instances in UTC, on both sides of summer time") {
  CHECK(expanded(kSeries, range("20261001T000000Z", "20261201T000000Z")) ==
        object(event("DTSTART:20261023T080000Z\r\nDURATION:PT1H\r\nSUMMARY:serie\r\n"
                     "RECURRENCE-ID:20261023T080000Z\r\n") +
               event("DTSTART:20261030T090000Z\r\nDURATION:PT1H\r\nSUMMARY:serie\r\n"
                     "RECURRENCE-ID:20261030T090000Z\r\n") +
               event("DTSTART:20261113T090000Z\r\nDURATION:PT1H\r\nSUMMARY:serie\r\n"
                     "RECURRENCE-ID:20261113T090000Z\r\n")));
  CHECK(expanded(kSeries, range("20261030T095900Z", "20261113T090000Z")) ==
        object(event("DTSTART:20261030T090000Z\r\nDURATION:PT1H\r\nSUMMARY:serie\r\n"
                     "RECURRENCE-ID:20261030T090000Z\r\n")));
  CHECK(expanded(kSeries, range("20270101T000000Z", "20270201T000000Z")) == object(""));
}

TEST_CASE("An override stands in its instance's place when it is expanded") {
  const auto moved = event(
      "RECURRENCE-ID;TZID=Europe/Berlin:20261030T100000\r\n"
      "DTSTART;TZID=Europe/Berlin:20261031T120000\r\n"
      "DTEND;TZID=Europe/Berlin:20261031T133000\r\nSUMMARY:movido\r\n");
  CHECK(expanded(kSeries + moved, range("20261026T000000Z", "20261110T000000Z")) ==
        object(event("DTSTART:20261031T110000Z\r\nDTEND:20261031T123000Z\r\nSUMMARY:movido\r\n"
                     "RECURRENCE-ID:20261030T090000Z\r\n")));
}

TEST_CASE("What does not recur is expanded to itself, in UTC and without its zone") {
  CHECK(expanded(std::string(kZoneText) +
                     event("DTSTART;TZID=America/Bogota;X-A=1:20261123T100000\r\n"
                           "DTEND;TZID=America/Bogota:20261123T110000\r\n"
                           "X-ANTES;VALUE=DATE-TIME;TZID=America/Bogota:20261120T100000\r\n"),
                 range("20261101T000000Z", "20261201T000000Z")) ==
        object(event("DTSTART;X-A=1:20261123T150000Z\r\nDTEND:20261123T160000Z\r\n"
                     "X-ANTES;VALUE=DATE-TIME:20261120T150000Z\r\n")));
}

TEST_CASE("Whole days stay dates when they are expanded, and floating times get the zone's") {
  const auto days = event(
      "DTSTART;VALUE=DATE:20261123\r\nDTEND;VALUE=DATE:20261125\r\n"
      "RRULE:FREQ=WEEKLY;COUNT=2\r\n");
  for (const ZoneText zone : {"", "Europe/Berlin", "Pacific/Auckland"})
    CHECK(expanded(days, range("20261128T000000Z", "20261210T000000Z"), zone) ==
          object(event("DTSTART;VALUE=DATE:20261130\r\nDTEND;VALUE=DATE:20261202\r\n"
                       "RECURRENCE-ID;VALUE=DATE:20261130\r\n")));
  const auto floating =
      event("DTSTART:20261123T100000\r\nDTEND:20261123T110000\r\nRRULE:FREQ=DAILY;COUNT=1\r\n");
  CHECK(expanded(floating, range("20261123T000000Z", "20261124T000000Z"), "Europe/Berlin") ==
        object(event("DTSTART:20261123T090000Z\r\nDTEND:20261123T100000Z\r\n"
                     "RECURRENCE-ID:20261123T090000Z\r\n")));
}

TEST_CASE("A duration in days becomes an end where summer time made the day longer") {
  CHECK(expanded(event("DTSTART;TZID=Europe/Berlin:20261024T120000\r\nDURATION:P1D\r\n"),
                 range("20261024T000000Z", "20261026T000000Z")) ==
        object(event("DTSTART:20261024T100000Z\r\nDTEND:20261025T110000Z\r\n")));
}

TEST_CASE("A task is expanded by its due time, and stays where it has no start") {
  const auto todo = [](const std::string& lines) {
    return "BEGIN:VTODO\r\nUID:a\r\n" + lines + "END:VTODO\r\n";
  };
  const auto window = range("20261123T000000Z", "20261125T000000Z");
  CHECK(expanded(todo("DTSTART;TZID=America/Bogota:20261123T100000\r\n"
                      "DUE;TZID=America/Bogota:20261123T110000\r\nRRULE:FREQ=DAILY;COUNT=9\r\n"),
                 range("20261124T000000Z", "20261125T000000Z")) ==
        object(todo("DTSTART:20261124T150000Z\r\nDUE:20261124T160000Z\r\n"
                    "RECURRENCE-ID:20261124T150000Z\r\n")));
  CHECK(expanded(todo("DUE;TZID=America/Bogota:20261123T110000\r\n"), window) ==
        object(todo("DUE:20261123T160000Z\r\n")));
}

TEST_CASE("Too many instances are refused by name") {
  const auto condition = [](const std::string& components) {
    try {
      expanded(components, range("20000101T000000Z", "20300101T000000Z"));
      return std::string("taken");
    } catch (const core::Error& error) {
      return error.condition;
    }
  };
  CHECK(condition(event("DTSTART:20000101T000000Z\r\nRRULE:FREQ=DAILY;COUNT=2001\r\n")) ==
        "max-instances");
  CHECK(condition(event("DTSTART:20000101T000000Z\r\nRRULE:FREQ=DAILY;COUNT=2000\r\n")) == "taken");
  CHECK(condition(event("DTSTART:20000101T000000Z\r\nRRULE:FREQ=DAILY;COUNT=1000\r\n"
                        "DESCRIPTION:" +
                        std::string(10'000, 'x') + "\r\n")) == "max-instances");
}

TEST_CASE("Overrides are limited to those that are, or were, in the range") {
  const auto override = [](const std::string& id, const std::string& start,
                           const std::string& params = "") {
    return event("RECURRENCE-ID" + params + ":" + id + "\r\nDTSTART:" + start + "\r\n");
  };
  const auto master =
      event("DTSTART:20261101T150000Z\r\nDTEND:20261101T160000Z\r\nRRULE:FREQ=DAILY\r\n");
  const auto here = override("20261123T150000Z", "20261123T170000Z");
  const auto came = override("20261102T150000Z", "20261123T190000Z");
  const auto left = override("20261123T150000Z", "20261203T170000Z");
  const auto elsewhere = override("20261102T150000Z", "20261103T150000Z");
  const auto future = override("20261110T150000Z", "20261110T180000Z", ";RANGE=THISANDFUTURE");
  Selection selection;
  selection.limit_recurrence = range("20261123T153000Z", "20261124T000000Z");
  const auto zone = std::string(kZoneText);
  CHECK(select(object(zone + master + here + elsewhere + came + left + future), selection, {}) ==
        object(zone + master + here + came + left + future));
}

TEST_CASE("Busy time is limited to the periods in the range") {
  const auto busy = [](const std::string& lines) {
    return "BEGIN:VFREEBUSY\r\nUID:a\r\n" + lines + "END:VFREEBUSY\r\n";
  };
  Selection selection;
  selection.limit_freebusy = range("20261123T000000Z", "20261124T000000Z");
  CHECK(
      select(object(busy("freebusy:20261123T1\r\n 50000Z/PT1H\r\n"
                         "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261122T230000Z/PT1H,"
                         "20261122T230000Z/PT1H1S,20261123T230000Z/20261125T000000Z\r\n"
                         "FREEBUSY:20261124T000000Z/PT1H\r\n")),
             selection, {}) ==
      object(busy("freebusy:20261123T1\r\n 50000Z/PT1H\r\n"
                  "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261122T230000Z/PT1H1S,20261123T230000Z/202\r\n"
                  " 61125T000000Z\r\n")));
}

TEST_CASE("What was selected can be asked for as jCal") {
  Selection selection;
  selection.jcal = true;
  const auto text = object(event("DTSTART:20261123T150000Z\r\n"));
  CHECK(select(text, selection, {}) == print_jcal(text));
  selection.comp = CompSelection{"VCALENDAR", false, true, {}, {}};
  selection.comp->comps = {{"VEVENT", false, false, {{"UID"}}, {}}};
  CHECK(select(text, selection, {}) ==
        R"(["vcalendar",[],[["vevent",[["uid",{},"text","a"]],[]]]])");
}

}  // namespace citacal::ical
