#include "ical/free_busy.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "ical/sample_case.h"
#include "ical/scan.h"

namespace citacal::ical {

namespace {

core::Instant at(std::string_view utc) {
  return *parse_utc(utc);
}

std::string object(const std::string& components) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y\r\n" + components + "END:VCALENDAR\r\n";
}

std::string event(const std::string& lines) {
  return object("BEGIN:VEVENT\r\nUID:a\r\n" + lines + "END:VEVENT\r\n");
}

BusyTime one_day() {
  return BusyTime({at("20261123T000000Z"), at("20261124T000000Z")});
}

// "BUSY 0900-1000" for each period of that day.
std::vector<std::string> told(const BusyTime& busy) {
  std::vector<std::string> out;
  for (const auto& period : busy.merged()) {
    const auto time = [](core::Instant when) {
      const auto text = core::print_utc(when);
      return text.substr(8, 2) == "24" ? std::string("2400")
                                       : text.substr(11, 2) + text.substr(14, 2);
    };
    out.push_back(std::string(period.busy == domain::Busy::tentative ? "TENTATIVE "
                              : period.unavailable                   ? "UNAVAILABLE "
                                                                     : "BUSY ") +
                  time(period.slot.start) + "-" + time(period.slot.end));
  }
  return out;
}

std::vector<std::string> told(const std::string& text, const ZoneText& zone = {}) {
  auto busy = one_day();
  busy.add_object(text, zone);
  return told(busy);
}

using Told = std::vector<std::string>;

}  // namespace

TEST_CASE("Busy time is cut to the window and joined where it touches, each kind by itself") {
  auto busy = one_day();
  const auto add = [&](const char* from, const char* until, domain::Busy kind) {
    busy.add({at(from), at(until)}, kind);
  };
  add("20261123T100000Z", "20261123T110000Z", domain::Busy::busy);
  add("20261123T090000Z", "20261123T100000Z", domain::Busy::busy);
  add("20261123T093000Z", "20261123T094000Z", domain::Busy::busy);
  add("20261123T103000Z", "20261123T120000Z", domain::Busy::tentative);
  add("20261122T100000Z", "20261123T010000Z", domain::Busy::busy);
  add("20261123T230000Z", "20261125T000000Z", domain::Busy::busy);
  add("20261124T000000Z", "20261125T000000Z", domain::Busy::busy);
  add("20261123T150000Z", "20261123T160000Z", domain::Busy::free);
  CHECK(told(busy) ==
        Told{"BUSY 0000-0100", "BUSY 0900-1100", "TENTATIVE 1030-1200", "BUSY 2300-2400"});
}

TEST_CASE("An event is busy, tentative or free by its STATUS and TRANSP") {
  const std::string hour = "DTSTART:20261123T150000Z\r\nDURATION:PT1H\r\n";
  CHECK(told(event(hour)) == Told{"BUSY 1500-1600"});
  CHECK(told(event(hour + "STATUS:CONFIRMED\r\nTRANSP:OPAQUE\r\n")) == Told{"BUSY 1500-1600"});
  CHECK(told(event(hour + "STATUS:tentative\r\n")) == Told{"TENTATIVE 1500-1600"});
  CHECK(told(event(hour + "STATUS:CANCELLED\r\n")).empty());
  CHECK(told(event(hour + "STATUS:TENTATIVE\r\nTRANSP:TRANSPARENT\r\n")).empty());
  CHECK(told(event("DTSTART:20261123T150000Z\r\n")).empty());
  CHECK(told(object("BEGIN:VTODO\r\nUID:a\r\n" + hour + "END:VTODO\r\n")).empty());
}

TEST_CASE("A series is busy by its instances, each with the STATUS of its own") {
  CHECK(told(object("BEGIN:VEVENT\r\nUID:a\r\nDTSTART;TZID=America/Bogota:20261101T080000\r\n"
                    "DTEND;TZID=America/Bogota:20261101T090000\r\nRRULE:FREQ=DAILY\r\n"
                    "RDATE;TZID=America/Bogota:20261123T100000,20261123T120000\r\n"
                    "END:VEVENT\r\n"
                    "BEGIN:VEVENT\r\nUID:a\r\nRECURRENCE-ID:20261123T150000Z\r\n"
                    "DTSTART:20261123T160000Z\r\nDTEND:20261123T163000Z\r\nSTATUS:TENTATIVE\r\n"
                    "END:VEVENT\r\n"
                    "BEGIN:VEVENT\r\nUID:a\r\nRECURRENCE-ID:20261123T170000Z\r\n"
                    "DTSTART:20261123T170000Z\r\nDTEND:20261123T180000Z\r\nSTATUS:CANCELLED\r\n"
                    "END:VEVENT\r\n")) == Told{"BUSY 1300-1400", "TENTATIVE 1600-1630"});
}

TEST_CASE("A whole day is busy from midnight to midnight of the zone") {
  const auto day = event("DTSTART;VALUE=DATE:20261123\r\n");
  CHECK(told(day) == Told{"BUSY 0500-2400"});
  CHECK(told(day, "Europe/Berlin") == Told{"BUSY 0000-2300"});
}

TEST_CASE("Published busy time counts by its types") {
  CHECK(told(object("BEGIN:VFREEBUSY\r\nUID:a\r\nFREEBUSY:20261123T010000Z/PT1H,"
                    "20261122T230000Z/20261123T003000Z\r\n"
                    "FREEBUSY;FBTYPE=free:20261123T020000Z/PT1H\r\n"
                    "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261123T030000Z/PT1H\r\n"
                    "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20261123T040000Z/PT1H,20251123T040000Z/PT1H"
                    "\r\nFREEBUSY;FBTYPE=X-OTRO:20261123T050000Z/PT1H\r\nEND:VFREEBUSY\r\n")) ==
        Told{"BUSY 0000-0030", "BUSY 0100-0200", "TENTATIVE 0300-0400", "UNAVAILABLE 0400-0500",
             "BUSY 0500-0600"});
}

TEST_CASE("The answer is one VFREEBUSY in UTC, with what the question said of people") {
  auto busy = one_day();
  busy.add({at("20261123T150000Z"), at("20261123T160000Z")}, domain::Busy::busy);
  busy.add({at("20261123T170000Z"), at("20261123T180000Z")}, domain::Busy::busy);
  busy.add({at("20261123T150000Z"), at("20261123T153000Z")}, domain::Busy::tentative);
  CHECK(print_free_busy(busy, "REPLY", "UID:q\r\nATTENDEE:mailto:a@x.example\r\n",
                        at("20261120T120000Z")) ==
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//citacal//citacal//ES\r\n"
        "CALSCALE:GREGORIAN\r\nMETHOD:REPLY\r\nBEGIN:VFREEBUSY\r\nUID:q\r\n"
        "ATTENDEE:mailto:a@x.example\r\nDTSTAMP:20261120T120000Z\r\nDTSTART:20261123T000000Z\r\n"
        "DTEND:20261124T000000Z\r\n"
        "FREEBUSY;FBTYPE=BUSY:20261123T150000Z/20261123T160000Z,20261123T170000Z/202\r\n"
        " 61123T180000Z\r\n"
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261123T150000Z/20261123T153000Z\r\n"
        "END:VFREEBUSY\r\nEND:VCALENDAR\r\n");
}

TEST_CASE("A year of appointments is answered in lines that every reader takes") {
  BusyTime busy({at("20260101T000000Z"), at("20270101T000000Z")});
  for (int i = 0; i < 2'000; ++i) {
    const auto start = busy.window().start + core::Minutes(100 * i);
    busy.add({start, start + core::Minutes(50)}, domain::Busy::busy);
  }
  const auto text = print_free_busy(busy, "", "", at("20261120T120000Z"));
  CHECK(values_of(text, "UID").size() == 1);
  CHECK_NOTHROW(scan(text));
  BusyTime again(busy.window());
  again.add_object(text, {});
  CHECK(again.merged() == busy.merged());
}

TEST_CASE("A question for busy time is read, and other objects are not one") {
  const auto question = [](const std::string& lines) {
    return "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y\nmethod:request\nBEGIN:VFREEBUSY\n" +
           lines + "END:VFREEBUSY\nEND:VCALENDAR\n";
  };
  const std::string whole =
      "UID:q\nDTSTAMP:20261120T120000Z\nDTSTART:20261123T000000Z\nDTEND:20261124T000000Z\n"
      "ORGANIZER;CN=Ana:MAILTO:Ana@X.example\nATTENDEE;CN=\"Luis\":mailto:Luis@\n x.example\n"
      "ATTENDEE:mailto:eva@x.example\n";
  const auto asked = read_free_busy_request(question(whole));
  REQUIRE(asked);
  CHECK(asked->uid == "q");
  CHECK(asked->organizer == "ana@x.example");
  CHECK(asked->organizer_line == "ORGANIZER;CN=Ana:MAILTO:Ana@X.example\r\n");
  CHECK(asked->attendees == Told{"mailto:Luis@x.example", "mailto:eva@x.example"});
  CHECK(asked->attendee_lines[0] == "ATTENDEE;CN=\"Luis\":mailto:Luis@\r\n x.example\r\n");
  CHECK(asked->window == core::Slot{at("20261123T000000Z"), at("20261124T000000Z")});
  CHECK_FALSE(read_free_busy_request(event("DTSTART:20261123T150000Z\r\n")));
  CHECK_FALSE(read_free_busy_request(object("BEGIN:VFREEBUSY\r\nUID:q\r\nEND:VFREEBUSY\r\n")));
  const auto condition = [](const std::string& text) {
    try {
      read_free_busy_request(text);
      return std::string("taken");
    } catch (const core::Error& error) {
      return error.condition;
    }
  };
  CHECK(condition(question("UID:q\n")) == "valid-calendar-data");
  CHECK(condition(question(whole + "DTSTART:20261399T000000Z\n")) == "valid-calendar-data");
  CHECK(condition("no calendar") == "valid-calendar-data");
}

}  // namespace citacal::ical
