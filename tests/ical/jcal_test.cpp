#include <catch2/catch.hpp>

#include "core/error.h"
#include "ical/sample_case.h"
#include "ical/selection.h"

namespace citacal::ical {

namespace {

std::string jcal_of_event(const std::string& lines) {
  const auto text =
      print_jcal("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + lines + "END:VEVENT\r\nEND:VCALENDAR\r\n");
  const std::string head = R"(["vcalendar",[],[["vevent",[)", tail = "],[]]]]";
  REQUIRE(text.substr(0, head.size()) == head);
  REQUIRE(text.substr(text.size() - tail.size()) == tail);
  return text.substr(head.size(), text.size() - head.size() - tail.size());
}

}  // namespace

TEST_CASE("A calendar as jCal is its components with their properties, and stays in order") {
  CHECK(print_jcal("BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:a\nBEGIN:VALARM\n"
                   "ACTION:DISPLAY\nEND:VALARM\nEND:VEVENT\nBEGIN:VTODO\nEND:VTODO\n"
                   "END:VCALENDAR\n") ==
        R"(["vcalendar",[["version",{},"text","2.0"]],[["vevent",[["uid",{},"text","a"]],)"
        R"([["valarm",[["action",{},"text","DISPLAY"]],[]]]],["vtodo",[],[]]]])");
}

TEST_CASE("Dates, times, periods and offsets are written as jCal has them") {
  CHECK(jcal_of_event("DTSTART;TZID=America/Bogota:20261123T100000\r\n") ==
        R"(["dtstart",{"tzid":"America/Bogota"},"date-time","2026-11-23T10:00:00"])");
  CHECK(jcal_of_event("DTSTAMP:20261123T150001Z\r\n") ==
        R"(["dtstamp",{},"date-time","2026-11-23T15:00:01Z"])");
  CHECK(jcal_of_event("DTSTART;VALUE=DATE:20261123\r\n") ==
        R"(["dtstart",{},"date","2026-11-23"])");
  CHECK(jcal_of_event("DUE:20261123\r\n") == R"(["due",{},"date","2026-11-23"])");
  CHECK(jcal_of_event("EXDATE;VALUE=DATE:20261123,20261124\r\n") ==
        R"(["exdate",{},"date","2026-11-23","2026-11-24"])");
  CHECK(jcal_of_event("RDATE;VALUE=PERIOD:20261123T150000Z/PT1H\r\n") ==
        R"(["rdate",{},"period",["2026-11-23T15:00:00Z","PT1H"]])");
  CHECK(jcal_of_event("FREEBUSY;FBTYPE=BUSY:20261123T150000Z/20261123T160000Z,"
                      "20261124T150000Z/PT2H\r\n") ==
        R"(["freebusy",{"fbtype":"BUSY"},"period",["2026-11-23T15:00:00Z","2026-11-23T16:00:00Z"],)"
        R"(["2026-11-24T15:00:00Z","PT2H"]])");
  CHECK(jcal_of_event("TZOFFSETTO:-0530\r\nTZOFFSETFROM:+053015\r\n") ==
        R"(["tzoffsetto",{},"utc-offset","-05:30"],["tzoffsetfrom",{},"utc-offset","+05:30:15"])");
  CHECK(jcal_of_event("X-ALARMA;VALUE=TIME:143000Z\r\n") ==
        R"(["x-alarma",{},"time","14:30:00Z"])");
  CHECK(jcal_of_event("TRIGGER:-PT15M\r\nTRIGGER;VALUE=DATE-TIME:20261123T150000Z\r\n") ==
        R"(["trigger",{},"duration","-PT15M"],)"
        R"(["trigger",{},"date-time","2026-11-23T15:00:00Z"])");
}

TEST_CASE("Texts are unescaped, lists are values, structured values are arrays") {
  CHECK(jcal_of_event("SUMMARY;LANGUAGE=es:Reuni\xC3\xB3n\\; \"uno\"\\, dos\\nfin\r\n") ==
        "[\"summary\",{\"language\":\"es\"},\"text\","
        "\"Reuni\xC3\xB3n; \\\"uno\\\", dos\\nfin\"]");
  CHECK(jcal_of_event("CATEGORIES:a\\,b,c\r\n") == R"(["categories",{},"text","a,b","c"])");
  CHECK(jcal_of_event("GEO:4.609710;-74.081750\r\n") ==
        R"(["geo",{},"float",[4.609710,-74.081750]])");
  CHECK(jcal_of_event("REQUEST-STATUS:2.0;Hecho\\; bien;ATTENDEE:x\r\n") ==
        R"(["request-status",{},"text",["2.0","Hecho; bien","ATTENDEE:x"]])");
  CHECK(jcal_of_event("PRIORITY:1\r\nSEQUENCE:+007\r\nREPEAT:x\r\n") ==
        R"(["priority",{},"integer",1],["sequence",{},"integer",7],["repeat",{},"integer","x"])");
  CHECK(jcal_of_event("X-SI;VALUE=BOOLEAN:TRUE\r\nX-QUE:a\\,b;c\r\n") ==
        R"(["x-si",{},"boolean",true],["x-que",{},"unknown","a\\,b;c"])");
  CHECK(jcal_of_event("LINK;VALUE=URI;LINKREL=\"https://x.example/rel\":https://x.example/1\r\n") ==
        R"(["link",{"linkrel":"https://x.example/rel"},"uri","https://x.example/1"])");
}

TEST_CASE("Parameters with several values are arrays") {
  CHECK(jcal_of_event("ATTENDEE;MEMBER=\"mailto:a@x.example\",\"mailto:b@x.example\";CN=\"Ana^nM\":"
                      "mailto:c@x.example\r\n") ==
        R"(["attendee",{"member":["mailto:a@x.example","mailto:b@x.example"],"cn":"Ana\nM"},)"
        R"("cal-address","mailto:c@x.example"])");
}

TEST_CASE("A recurrence rule is an object of its parts") {
  CHECK(jcal_of_event("RRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=-1MO,TU;BYSETPOS=-1;"
                      "UNTIL=20271231T045959Z;WKST=MO;FREQ=DAILY\r\n") ==
        R"(["rrule",{},"recur",{"freq":"MONTHLY","interval":2,"byday":["-1MO","TU"],)"
        R"("bysetpos":-1,"until":"2027-12-31T04:59:59Z","wkst":"MO"}])");
  CHECK(jcal_of_event("RRULE:FREQ=YEARLY;UNTIL=20271231;BYMONTH=1,5L\r\n") ==
        R"(["rrule",{},"recur",{"freq":"YEARLY","until":"2027-12-31","bymonth":[1,"5L"]}])");
}

TEST_CASE("What is no calendar is refused, and empty values do no harm") {
  CHECK_THROWS_AS(print_jcal("BEGIN:VEVENT\r\nEND:VEVENT\r\n"), core::Error);
  CHECK(jcal_of_event("DTSTART:\r\nRRULE:\r\nGEO:\r\nFREEBUSY:\r\n") ==
        R"(["dtstart",{},"date-time",""],["rrule",{},"recur",{}],["geo",{},"float",[""]],)"
        R"(["freebusy",{},"period",""])");
}

}  // namespace citacal::ical
