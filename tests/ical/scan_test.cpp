#include "ical/scan.h"

#include <catch2/catch.hpp>
#include <chrono>

#include "core/error.h"
#include "ical/meaning.h"
#include "ical/sample_case.h"
#include "ical/zone.h"
#include "ical/zone_rule.h"

namespace citacal::ical {

namespace {

std::string times(int count, const std::string& text) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

std::string calendar_of(const std::string& event_lines, const std::string& zones = "") {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + zones +
         "BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20260101T100000Z\r\n" + event_lines +
         "END:VEVENT\r\nEND:VCALENDAR\r\n";
}

std::string zone_of(const std::string& lines, int observances = 1) {
  return "BEGIN:VTIMEZONE\r\nTZID:Zona\r\n" +
         times(observances, "BEGIN:STANDARD\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0500\r\n" + lines +
                                "END:STANDARD\r\n") +
         "END:VTIMEZONE\r\n";
}

// The condition with which the text is refused, or "taken".
std::string scanned(const std::string& text) {
  try {
    scan(text);
    return "taken";
  } catch (const core::Error& error) {
    CHECK(error.code == core::Code::invalid);
    CHECK(error.message.en.rfind("Line ", 0) == 0);
    return error.condition;
  }
}

}  // namespace

TEST_CASE("The scan takes what the service writes and what real programs write") {
  SampleCase sample;
  CHECK(scanned(print_event(sample.view(), Detail::full)) == "taken");
  CHECK(scanned("\xEF\xBB\xBF"
                "begin:vcalendar\nbegin:vevent\nuid:a\nend:VEVENT\nEnd:VCalendar\n\n") == "taken");
  CHECK(scanned(calendar_of(
            "DTSTAMP:20240229T235960Z\r\nEXDATE;VALUE=DATE:20260101,20260102\r\n"
            "RDATE;VALUE=PERIOD:20260101T100000Z/PT1H,20260101T100000Z/20260102T100000Z\r\n"
            "COMPLETED:\r\nRRULE:FREQ=DAILY;UNTIL=20270101\r\nDURATION:-P1DT2H3M4S\r\n")) ==
        "taken");
  CHECK(scanned(calendar_of(
            "X-OLD;TZID=\"W. Europe, Standard\":a\r\n",
            "BEGIN:VTIMEZONE\r\nTZID:W. Europe\\, Standard\r\nEND:VTIMEZONE\r\n")) == "taken");
}

TEST_CASE("Every limit of the scan holds") {
  CHECK(scanned(times(9, "BEGIN:VEVENT\r\n")) == "ical-depth");
  CHECK(scanned(times(100'000 / 10, "BEGIN:A\r\n")) == "ical-depth");
  CHECK(scanned(calendar_of("SUMMARY:" + std::string(kObjectMax, 'a'))) == "ical-too-large");
  CHECK(scanned(calendar_of("SUMMARY:" + std::string(kLineMax, 'a') + "\r\n")) ==
        "ical-line-length");
  CHECK(scanned(calendar_of("SUMMARY:" + times(30'000, "a\r\n ") + "\r\n")) == "ical-line-length");
  CHECK(scanned(calendar_of(times(5'000, "COMMENT:a\r\n"))) == "ical-properties");
  CHECK(scanned(calendar_of(times(5'000, "BEGIN:X\r\nEND:X\r\n"))) == "ical-properties");
  CHECK(scanned(calendar_of("EXDATE:" + times(2'500, "20260101,") + "20260101\r\nEXDATE:" +
                            times(2'500, "20260101,") + "20260101\r\n")) == "ical-properties");
  CHECK(scanned(calendar_of("X-A" + times(101, ";B=c") + ":d\r\n")) == "ical-params");
  CHECK(scanned(calendar_of(times(4'000, "COMMENT:a\r\n"))) == "taken");
}

TEST_CASE("What is not one whole object is refused") {
  CHECK(scanned("") == "ical-structure");
  CHECK(scanned("\r\n\r\n") == "ical-structure");
  CHECK(scanned("SUMMARY:x\r\n") == "ical-structure");
  CHECK(scanned("END:VEVENT\r\n") == "ical-structure");
  CHECK(scanned("BEGIN:VEVENT\r\nUID:a\r\n") == "ical-structure");
  CHECK(scanned("BEGIN:VEVENT\r\nEND:VTODO\r\n") == "ical-structure");
  CHECK(scanned(times(2, "BEGIN:VEVENT\r\nEND:VEVENT\r\n")) == "ical-structure");
  CHECK(scanned("BEGIN:VEVENT\r\nEND:VEVENT\r\nSUMMARY:x\r\n") == "ical-structure");
}

TEST_CASE("Dates, times and numbers that do not exist are refused") {
  for (const std::string bad : {"DTEND:20257910T000000",
                                "DTEND:20260229T000000",
                                "DTEND:20261301",
                                "DTEND:20260100",
                                "DTEND:00000101",
                                "DTEND:20260101T240000",
                                "DTEND:20260101T106000",
                                "DTEND:20260101T1000",
                                "DTEND:20260101T100000z",
                                "DTEND:2026-01-01",
                                "DTEND:None",
                                "DTEND:-2026010",
                                "DTEND;VALUE=TEXT:20260101",
                                "EXDATE:20260101,20269901",
                                "RDATE;VALUE=PERIOD:20260101T000000Z/20269901T000000Z",
                                "X-A;VALUE=DATE-TIME:20257910T000000",
                                "TRIGGER;VALUE=DATE-TIME:99999999T999999",
                                "RRULE:FREQ=DAILY;UNTIL=20257910T000000",
                                "rrule:freq=DAILY;until=x",
                                "RECURRENCE-ID:20260132"})
    CHECK(scanned(calendar_of(bad + "\r\n")) == "ical-date");
  for (const std::string bad :
       {"DURATION:P99999999999W", "DURATION:1H", "DURATION:P", "DURATION:PT"})
    CHECK(scanned(calendar_of(bad + "\r\n")) == "ical-duration");
  CHECK(scanned(calendar_of("SEQUENCE:99999999999\r\n")) == "ical-number");
  CHECK(scanned(calendar_of("SEQUENCE:2147483647\r\n")) == "ical-number");
  CHECK(scanned(calendar_of("SEQUENCE:1774000000\r\n")) == "taken");  // some number by the clock
  CHECK(scanned(calendar_of("SEQUENCE:-1\r\n")) == "ical-number");
  CHECK(scanned(calendar_of("TZOFFSETTO:+99999999999\r\n")) == "ical-offset");
  CHECK(scanned(calendar_of("TZOFFSETTO:+2500\r\n")) == "ical-offset");
}

TEST_CASE("A zone name that is neither known nor defined never gets further") {
  for (const std::string bad : {"../../../etc/passwd", "/etc/passwd", "Zona", "",
                                "America/Bogota/..", "america/bogota", "posixrules"})
    CHECK(scanned(calendar_of("DTEND;TZID=\"" + bad + "\":20260101T110000\r\n")) == "ical-zone");
  CHECK(scanned(calendar_of("DTEND;TZID=Zona:20260101T110000\r\n", zone_of(""))) == "taken");
  CHECK(is_known_zone("America/Bogota"));
  CHECK(is_known_zone("US/Eastern"));
  CHECK_FALSE(is_known_zone("US"));
  // A TZID outside a VTIMEZONE defines nothing.
  CHECK(scanned(calendar_of("TZID:Otra\r\nDTEND;TZID=Otra:20260101T110000\r\n")) == "ical-zone");
}

TEST_CASE("A zone rule is plain and has instances") {
  for (const std::string good :
       {"FREQ=YEARLY;BYMONTH=11;BYDAY=1SU", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10;INTERVAL=1",
        "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=25,26,27,28,29,30,31;BYDAY=SU", "FREQ=YEARLY",
        "FREQ=YEARLY;BYMINUTE=0;BYHOUR=2;BYDAY=-1SU;BYMONTH=10;WKST=MO;",
        "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=30", "FREQ=YEARLY;COUNT=17;BYDAY=-1SU;BYMONTH=9"})
    CHECK(last_year_of_zone_rule(good) == 9999);
  CHECK(last_year_of_zone_rule("FREQ=YEARLY;UNTIL=19971026T000000Z") == 1997);
  for (const std::string bad : {"",
                                "FREQ=DAILY",
                                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
                                "FREQ=YEARLY;BYDAY=SU",
                                "FREQ=YEARLY;BYMONTH=2;BYDAY=SU",
                                "FREQ=YEARLY;BYMONTH=2;BYDAY=1SU;BYMONTHDAY=28",
                                "FREQ=YEARLY;BYMONTH=13",
                                "FREQ=YEARLY;BYMONTH=1,2",
                                "FREQ=YEARLY;INTERVAL=2",
                                "FREQ=YEARLY;BYMONTH=2;BYDAY=6SU",
                                "FREQ=YEARLY;BYDAY=53SU",
                                "FREQ=YEARLY;BYSETPOS=1",
                                "FREQ=YEARLY;BYWEEKNO=53",
                                "FREQ=YEARLY;FREQ=SECONDLY",
                                "FREQ=YEARLY;BYMONTH=2;BYDAY=",
                                "FREQ=YEARLY;BYHOUR=1,2",
                                "FREQ=YEARLY;UNTIL=",
                                "FREQ=YEARLY;COUNT=99999",
                                "FREQ=YEARLY;COUNT=0",
                                "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1,2"})
    CHECK_FALSE(last_year_of_zone_rule(bad));
  const std::string rule = "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\n";
  CHECK(scanned(calendar_of("", zone_of("DTSTART:16010101T000000\r\n" + rule, 8))) == "taken");
  CHECK(scanned(calendar_of("", zone_of("DTSTART:16010101T000000\r\n" + rule, 9))) ==
        "ical-zone-rule");
  CHECK(scanned(calendar_of("", zone_of(times(3, rule)))) == "ical-zone-rule");
}

TEST_CASE("The dearest texts that the scan takes are read within a second") {
  const std::string rule = "RRULE:FREQ=YEARLY;BYMONTH=2;BYDAY=5SU\r\n";
  const std::vector<std::string> dear = {
      calendar_of(times(500, "X-A" + times(100, ";B=c") + ":d\r\n")),
      calendar_of(
          times(3, "CATEGORIES" + times(100, ";B=c") + ":" + times(32'000, "a,") + "a\r\n")),
      calendar_of(times(
          2, "EXDATE" + times(100, ";B=c") + ":" + times(2'000, "20260101,") + "20260101\r\n")),
      calendar_of(times(3, "X-A:" + std::string(64'000, '\\') + "\r\n")),
      calendar_of("DTEND;TZID=Zona:21991231T100000\r\n",
                  zone_of("DTSTART:00010101T000000\r\n" + rule, 2))};
  for (const auto& text : dear) {
    const auto before = std::chrono::steady_clock::now();
    CHECK_NOTHROW(read_event(text));
    CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds(1));
  }
}

}  // namespace citacal::ical
