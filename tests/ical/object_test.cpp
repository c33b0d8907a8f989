#include "ical/object.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "ical/recurrence.h"
#include "ical/scan.h"

namespace citacal::ical {

namespace {

using domain::Component;
const std::vector<Component> kAll = {Component::vevent, Component::vtodo, Component::vjournal,
                                     Component::vfreebusy, Component::vavailability};

std::string calendar(const std::string& components, const std::string& lines = "") {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y\r\n" + lines + components +
         "END:VCALENDAR\r\n";
}
std::string component(const std::string& name, const std::string& lines) {
  return "BEGIN:" + name + "\r\n" + lines + "END:" + name + "\r\n";
}
const std::string kStart = "UID:a\r\nDTSTART:20261123T150000Z\r\n";
std::string event(const std::string& lines) {
  return component("VEVENT", kStart + lines);
}

// The precondition that failed, or "taken".
std::string put(const std::string& text, const std::vector<Component>& taken = kAll) {
  try {
    read_object(text, taken);
    return "taken";
  } catch (const core::Error& error) {
    return error.condition;
  }
}

std::string times(int count, const std::string& text) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

}  // namespace

TEST_CASE("What real programs write is taken") {
  const std::string bare =
      "\xEF\xBB\xBF"
      "begin:vcalendar\nversion:2.0\nbegin:vevent\nuid:a\ndtstart;tzid=America/"
      "Lima:20261123T100000\n"
      "end:vevent\nend:vcalendar\n";
  CHECK(put(bare) == "taken");
  for (const std::string zone :
       {"America/Bogota", "SA Pacific Standard Time", "W. Europe Standard Time",
        "/freeassociation.sourceforge.net/America/Bogota", "/mozilla.org/20050126_1/Europe/Berlin",
        "/softwarestudio.org/Olson_20011030_5/America/New_York", "UTC"})
    CHECK(put(calendar(component(
              "VEVENT", "UID:a\r\nDTSTART;TZID=" + zone + ":20261123T100000\r\n"))) == "taken");
  CHECK(put(calendar(event("RRULE:FREQ=DAILY\r\n") +
                     event("RECURRENCE-ID;RANGE=THISANDFUTURE:20261124T150000Z\r\n"))) == "taken");
  CHECK(put(calendar(component("VFREEBUSY", "UID:a\r\nFREEBUSY:20261123T150000Z/PT1H\r\n"))) ==
        "taken");
  CHECK(put(calendar(component("VAVAILABILITY", "UID:a\r\n"))) == "taken");
  CHECK(put(calendar(event("DTEND:20261123T160000Z\r\nDURATION:PT0S\r\n"))) == "taken");
  CHECK(put(calendar(component("X-THING", "X-A:b\r\n") + event(""))) == "taken");
  CHECK(put(calendar(event("DTSTAMP;TZID=Nowhere:20261123T150000Z\r\n"))) == "taken");
}

TEST_CASE("A component has a hundred alarms at most") {
  const std::string alarm = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\n";
  CHECK(put(calendar(event(times(kAlarmsMost, alarm)))) == "taken");
  CHECK(put(calendar(event(times(kAlarmsMost + 1, alarm)))) == "valid-calendar-data");
}

TEST_CASE("Each refusal names the precondition that failed") {
  CHECK(put("not a calendar") == "valid-calendar-data");
  CHECK(put(event("")) == "valid-calendar-data");
  CHECK(put(calendar(component("VEVENT", "UID:a\r\n"))) == "valid-calendar-data");
  CHECK(put(calendar(event("DTEND:20261122T150000Z\r\n"))) == "valid-calendar-data");
  CHECK(put(calendar(event("DTEND;VALUE=DATE:20261124\r\n"))) == "valid-calendar-data");
  CHECK(put(calendar(event("DURATION:-PT1H\r\n"))) == "valid-calendar-data");
  CHECK(put(calendar(event("RRULE:FREQ=SOMETIMES\r\n"))) == "valid-calendar-data");
  CHECK(put(calendar(event("RDATE;TZID=../../etc/passwd:20261123T150000\r\n"))) ==
        "valid-calendar-data");
  CHECK(put(calendar(event(kStart))) == "valid-calendar-data");
  CHECK(put(calendar("")) == "valid-calendar-object-resource");
  CHECK(put(calendar(component("VEVENT", "DTSTART:20261123T150000Z\r\n"))) ==
        "valid-calendar-object-resource");
  CHECK(put(calendar(event(""), "METHOD:REQUEST\r\n")) == "valid-calendar-object-resource");
  CHECK(put(calendar(event("") + event(""))) == "valid-calendar-object-resource");
  CHECK(put(calendar(event("") + component("VTODO", "UID:a\r\n"))) ==
        "valid-calendar-object-resource");
  CHECK(put(calendar(event("") + component("VEVENT", "UID:b\r\nDTSTART:20261123T150000Z\r\n"))) ==
        "valid-calendar-object-resource");
  CHECK(put(calendar(event("") + times(2, event("RECURRENCE-ID:20261123T150000Z\r\n")))) ==
        "valid-calendar-object-resource");
  CHECK(put(calendar(event("")), {Component::vtodo}) == "supported-calendar-component");
  CHECK(put(calendar(component("VPOLL", "UID:a\r\n"))) == "supported-calendar-component");
  CHECK(put("BEGIN:VCALENDAR\r\nVERSION:1.0\r\n" + event("") + "END:VCALENDAR\r\n") ==
        "supported-calendar-data");
  CHECK(put(calendar(component("VEVENT", "UID:a\r\nDTSTART:18991231T000000Z\r\n"))) ==
        "min-date-time");
  CHECK(put(calendar(event("DTEND:22000101T000000Z\r\n"))) == "max-date-time");
  CHECK(put(calendar(event(times(201, "ATTENDEE:mailto:a@example.org\r\n")))) ==
        "max-attendees-per-instance");
  CHECK(put(calendar(event("RDATE:20261123T150000Z" + times(2'000, ",20261123T150000Z") +
                           "\r\n"))) == "max-instances");
  CHECK(put(calendar(
            event("ORGANIZER:mailto:a@example.org\r\n") +
            event("RECURRENCE-ID:20261123T150000Z\r\nORGANIZER:mailto:b@example.org\r\n"))) ==
        "same-organizer-in-all-components");
  CHECK(put(calendar(event("COMMENT:" + std::string(kObjectMax, 'a')))) == "max-resource-size");
}

TEST_CASE("A refusal says the line") {
  try {
    read_object(calendar(event("RRULE:FREQ=NEVER\r\n")), kAll);
    FAIL("it was taken");
  } catch (const core::Error& error) {
    CHECK(error.message.en.rfind("Line 7: RRULE", 0) == 0);
    CHECK(error.message.es.rfind("Línea 7: RRULE", 0) == 0);
  }
}

TEST_CASE("A slot is exact for one event in absolute time, and has a margin else") {
  const auto facts = [](const std::string& lines) { return read_object(calendar(lines), kAll); };
  const core::Instant start = *parse_utc("20261123T150000Z");
  const auto hour = std::chrono::hours(1);
  const auto day = std::chrono::days(1);
  const auto one = facts(event("DURATION:PT1H\r\n"));
  CHECK(one.exact);
  CHECK(one.slot == core::Slot{start, start + hour});
  CHECK(one.uid == "a");
  CHECK(one.has_master);
  const auto floating =
      facts(component("VEVENT", "UID:a\r\nDTSTART:20261123T100000\r\nDURATION:PT1H\r\n"));
  CHECK_FALSE(floating.exact);
  CHECK(floating.slot == core::Slot{start - day, start + hour + day});
  const auto series = facts(event("RRULE:FREQ=DAILY\r\n"));
  CHECK_FALSE(series.exact);
  CHECK(series.slot == core::Slot{start - day, domain::kForever});
  const auto instance = facts(event("RECURRENCE-ID:20261124T150000Z\r\n"));
  CHECK_FALSE(instance.has_master);
  CHECK_FALSE(instance.exact);
  CHECK(facts(component("VTODO", kStart + "DUE:20261124T150000Z\r\n")).exact);
  CHECK_FALSE(facts(component("VTODO", kStart + "DURATION:PT1H\r\n")).exact);
  CHECK(facts(component("VTODO", "UID:a\r\n")).slot.end == domain::kForever);
  CHECK(facts(component("VTODO", "UID:a\r\n")).component == Component::vtodo);
}

TEST_CASE("Busy comes of TRANSP and STATUS") {
  using domain::Busy;
  const auto busy = [](const std::string& components) {
    return read_object(calendar(components), kAll).busy;
  };
  CHECK(busy(event("")) == Busy::busy);
  CHECK(busy(event("TRANSP:transparent\r\n")) == Busy::free);
  CHECK(busy(event("STATUS:CANCELLED\r\n")) == Busy::free);
  CHECK(busy(event("STATUS:TENTATIVE\r\n")) == Busy::tentative);
  CHECK(busy(component("VTODO", kStart)) == Busy::free);
  CHECK(busy(event("TRANSP:TRANSPARENT\r\nRRULE:FREQ=DAILY\r\n") +
             event("RECURRENCE-ID:20261124T150000Z\r\n")) == Busy::busy);
}

TEST_CASE("People are known by their addresses, each once") {
  const auto facts = read_object(
      calendar(
          event(
              "RRULE:FREQ=DAILY\r\nORGANIZER;CN=Ana:MAILTO:Ana@Example.org\r\n"
              "ATTENDEE;CN=Luis;PARTSTAT=accepted;SCHEDULE-AGENT=client:mailto:luis@example.org\r\n"
              "ATTENDEE:urn:uuid:ABC\r\n") +
          event("RECURRENCE-ID:20261124T150000Z\r\nORGANIZER:mailto:ana@example.org\r\n"
                "ATTENDEE:mailto:LUIS@example.org\r\nATTENDEE:eva@example.org\r\n")),
      kAll);
  CHECK(facts.organizer == "ana@example.org");
  REQUIRE(facts.attendees.size() == 3);
  CHECK(facts.attendees[0].address == "luis@example.org");
  CHECK(facts.attendees[0].name == "Luis");
  CHECK(facts.attendees[0].answer == "ACCEPTED");
  CHECK(facts.attendees[0].agent == "CLIENT");
  CHECK(facts.attendees[1].address == "urn:uuid:ABC");
  CHECK(facts.attendees[1].answer == "NEEDS-ACTION");
  CHECK(facts.attendees[1].agent == "SERVER");
  CHECK(facts.attendees[2].address == "eva@example.org");
}

TEST_CASE("A zone's name is one of tzdata, or none: never what would be a path") {
  CHECK(zone_name("America/Bogota") == "America/Bogota");
  CHECK(zone_name("SA Pacific Standard Time") == "America/Bogota");
  CHECK(zone_name("/freeassociation.sourceforge.net/America/Bogota") == "America/Bogota");
  CHECK(zone_name("/mozilla.org/20050126_1/Europe/Berlin") == "Europe/Berlin");
  for (const std::string bad :
       {"", "/", "//", "../America/Bogota", "/etc/passwd", "America/Bogota/..",
        "/America/../../etc/passwd", "Customized Time Zone", "America/bogota"})
    CHECK(zone_name(bad).empty());
  CHECK(zone_name(std::string(10'000, '/')).empty());
}

}  // namespace citacal::ical
