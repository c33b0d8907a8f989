#include "dav/own_calendar.h"

using namespace citacal;
using namespace citacal::test;

namespace {

const std::string kMarch = "<C:time-range start=\"20260301T000000Z\" end=\"20260401T000000Z\"/>";

std::string in_events(const std::string& filter) {
  return "<C:comp-filter name=\"VEVENT\">" + filter + "</C:comp-filter>";
}

struct Filled : OwnCalendar {
  Filled() {
    put({"marzo"});
    put({"mayo", "20260510T150000Z", "20260510T160000Z", "Almuerzo"});
    put({"serie", "20260105T150000Z", "20260105T160000Z", "Serie", "RRULE:FREQ=WEEKLY\n"});
    put({"flotante", "20260320T080000", "20260320T090000", "Flotante", "LOCATION:Piso 3\n"});
    REQUIRE(put("tarea.ics", print_todo("tarea", "DUE:20260315T150000Z\n")).status == 201);
  }
};

core::Response ask_query(Filled& door, const std::string& filter) {
  return door.ask("REPORT", door.here(), {{"Depth", "1"}}, OwnCalendar::query(filter));
}

}  // namespace

TEST_CASE("a calendar-query finds by component and by time, recurring and floating ones too") {
  Filled door;
  CHECK(door.names_by("") ==
        Names{"flotante.ics", "marzo.ics", "mayo.ics", "serie.ics", "tarea.ics"});
  CHECK(door.names_by("<C:comp-filter name=\"VTODO\"/>") == Names{"tarea.ics"});
  CHECK(door.names_by(in_events("")) ==
        Names{"flotante.ics", "marzo.ics", "mayo.ics", "serie.ics"});
  CHECK(door.names_by(in_events(kMarch)) == Names{"flotante.ics", "marzo.ics", "serie.ics"});
  CHECK(door.names_by(in_events("<C:time-range start=\"20260511T000000Z\"/>")) ==
        Names{"serie.ics"});
  CHECK(door.names_by(in_events("<C:time-range end=\"20260101T000000Z\"/>")) == Names{});
}

TEST_CASE("a calendar-query finds by properties, parameters, text and what is not there") {
  Filled door;
  door.put({"con", "20260310T150000Z", "20260310T160000Z", "ALMUERZO largo",
            "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ana@redes.example\n"});
  const auto summary = [&](const std::string& match) {
    return door.names_by(
        in_events("<C:prop-filter name=\"SUMMARY\">" + match + "</C:prop-filter>"));
  };
  CHECK(summary("<C:text-match>almuerzo</C:text-match>") == Names{"con.ics", "mayo.ics"});
  CHECK(summary("<C:text-match collation=\"i;octet\">Almuerzo</C:text-match>") ==
        Names{"mayo.ics"});
  CHECK(summary("<C:text-match collation=\"i;unicode-casemap\">REUNIÓN</C:text-match>") ==
        Names{"marzo.ics"});
  CHECK(summary("<C:text-match negate-condition=\"yes\">r</C:text-match>") ==
        Names{"flotante.ics"});
  CHECK(door.names_by(in_events("<C:prop-filter name=\"LOCATION\"/>")) == Names{"flotante.ics"});
  CHECK(door.names_by(in_events("<C:prop-filter name=\"location\"><C:is-not-defined/>"
                                "</C:prop-filter>" +
                                kMarch)) == Names{"con.ics", "marzo.ics", "serie.ics"});
  CHECK(door.names_by(in_events("<C:prop-filter name=\"ATTENDEE\"><C:param-filter "
                                "name=\"PARTSTAT\"><C:text-match>accepted</C:text-match>"
                                "</C:param-filter></C:prop-filter>")) == Names{"con.ics"});
}

TEST_CASE("a calendar-query answers with data, expanded, or with a part of it") {
  Filled door;
  const auto body = OwnCalendar::query(
      in_events("<C:time-range start=\"20260302T000000Z\" end=\"20260310T000000Z\"/>"),
      "<D:getetag/><C:calendar-data><C:expand start=\"20260302T000000Z\" "
      "end=\"20260310T000000Z\"/></C:calendar-data>");
  const auto expanded = find_xml(door.report(body), "response.propstat.prop.calendar-data");
  REQUIRE(expanded);
  CHECK(expanded->find("RRULE") == std::string::npos);
  CHECK(expanded->find("DTSTART:20260302T150000Z") != std::string::npos);
  CHECK(expanded->find("DTSTART:20260309T150000Z") != std::string::npos);
  CHECK(expanded->find("DTSTART:20260316T150000Z") == std::string::npos);

  const auto part = door.report(OwnCalendar::query(
      in_events("<C:prop-filter name=\"LOCATION\"/>"),
      "<C:calendar-data><C:comp name=\"VCALENDAR\"><C:comp name=\"VEVENT\"><C:prop "
      "name=\"UID\"/></C:comp></C:comp></C:calendar-data>"));
  const auto text = find_xml(part, "calendar-data").value_or("");
  CHECK(text.find("UID:flotante") != std::string::npos);
  CHECK(text.find("SUMMARY") == std::string::npos);

  const auto whole = door.report(
      OwnCalendar::query(in_events("<C:prop-filter name=\"LOCATION\"/>"), "<C:calendar-data/>"));
  CHECK(find_xml(whole, "calendar-data").value_or("").find("DTSTART:20260320T080000\n") !=
        std::string::npos);
}

TEST_CASE("a calendar-query takes the zone of floating times from the request") {
  Filled door;
  // 08:00 to 09:00 of the legal time is 13:00 to 14:00 UTC; of Tokyo, 23:00 to 24:00 the day
  // before.
  const auto range = [&](const std::string& start, const std::string& end) {
    return in_events("<C:prop-filter name=\"LOCATION\"/><C:time-range start=\"" + start +
                     "\" end=\"" + end + "\"/>");
  };
  const auto tokyo = "<C:timezone-id>Asia/Tokyo</C:timezone-id>";
  const auto night = range("20260319T230000Z", "20260320T000000Z");
  const auto morning = range("20260320T130000Z", "20260320T140000Z");
  CHECK(door.names_by(morning) == Names{"flotante.ics"});
  CHECK(door.names_by(night) == Names{});
  CHECK(door.names_in(door.report(OwnCalendar::query(night, "<D:getetag/>", tokyo))) ==
        Names{"flotante.ics"});
  CHECK(door.names_in(door.report(OwnCalendar::query(morning, "<D:getetag/>", tokyo))) == Names{});
}

TEST_CASE("Depth says whether a query reaches the objects, and an object can be asked itself") {
  Filled door;
  const auto body = OwnCalendar::query(in_events(kMarch));
  CHECK(door.names_in(door.report(body, {})).size() == 3);  // python-caldav sends no Depth
  CHECK(door.names_in(door.report(body, {{"Depth", "0"}})).empty());
  CHECK(door.names_in(door.report(body, {{"Depth", "infinity"}})).size() == 3);
  CHECK(door.names_in(door.report(body, {}, door.here("marzo.ics"))) == Names{"marzo.ics"});
  CHECK(door.names_in(door.report(body, {}, door.here("mayo.ics"))).empty());
  CHECK(door.ask("REPORT", door.here("nada.ics"), {}, body).status == 404);
}

TEST_CASE("a query's limit is kept, and what is left out is told by 507") {
  Filled door;
  const auto body =
      OwnCalendar::query("", "<D:getetag/>", "<D:limit><D:nresults>2</D:nresults></D:limit>");
  const auto answer = door.report(body);
  CHECK(find_all_xml(answer, "response.propstat.prop.getetag").size() == 2);
  const auto cut = find_xml(answer, "response[status~507].href");
  REQUIRE(cut);
  CHECK(*cut == door.here());
}

TEST_CASE("a wrong query is refused by the name of what is wrong") {
  Filled door;
  const auto refused = [&](const std::string& filter) {
    const auto response = ask_query(door, filter);
    CHECK(response.status == 403);
    return precondition_of(response);
  };
  CHECK(refused(in_events("<C:time-range start=\"2026-03-01\"/>")) == "valid-filter");
  CHECK(refused(in_events("<C:time-range/>")) == "valid-filter");
  CHECK(refused(in_events("<C:time-range start=\"20260302T000000Z\" end=\"20260301T000000Z\"/>")) ==
        "valid-filter");
  CHECK(refused("<C:comp-filter/>") == "valid-filter");
  CHECK(refused("<C:comp-filter name=\"VCALENDAR\"/>") == "valid-filter");
  CHECK(refused(in_events("<C:is-not-defined/>" + kMarch)) == "valid-filter");
  CHECK(refused(in_events("<C:near-me/>")) == "supported-filter");
  CHECK(refused(in_events("<C:prop-filter name=\"SUMMARY\"><C:text-match "
                          "collation=\"i;klingon\">x</C:text-match></C:prop-filter>")) ==
        "supported-collation");
  const auto with_zone = [&](const std::string& zone) {
    return precondition_of(door.ask("REPORT", door.here(), {{"Depth", "1"}},
                                    OwnCalendar::query("", "<D:getetag/>", zone)));
  };
  CHECK(with_zone("<C:timezone>no es una zona</C:timezone>") == "valid-timezone");
  CHECK(with_zone("<C:timezone-id>../../etc/passwd</C:timezone-id>") == "valid-timezone");
  std::string many;
  for (int i = 0; i < 300; ++i) many += "<C:prop-filter name=\"X-A\"/>";
  CHECK(refused(in_events(many)) == "supported-filter");
}

TEST_CASE("an unknown report, and one of another place, are refused as unsupported") {
  Filled door;
  const auto unknown = door.ask("REPORT", door.here(), {}, "<D:version-tree xmlns:D=\"DAV:\"/>");
  CHECK(unknown.status == 403);
  CHECK(precondition_of(unknown) == "supported-report");
  const auto misplaced = door.ask("REPORT", door.home(), {}, OwnCalendar::query(""));
  CHECK(misplaced.status == 403);
  CHECK(precondition_of(misplaced) == "supported-report");
  CHECK(door.ask("REPORT", door.here()).status == 400);
  CHECK(door.ask("REPORT", door.home("nada/"), {}, OwnCalendar::query("")).status == 404);
}

TEST_CASE("a free-busy-query tells the busy time of a calendar, merged, and nothing else") {
  OwnCalendar door;
  door.put({"uno", "20260310T150000Z", "20260310T160000Z", "Secreto"});
  door.put({"dos", "20260310T153000Z", "20260310T170000Z"});
  door.put({"libre", "20260311T150000Z", "20260311T160000Z", "x", "TRANSP:TRANSPARENT\n"});
  door.put({"serie", "20260101T100000Z", "20260101T110000Z", "x", "RRULE:FREQ=DAILY\n"});
  const auto ask = [&](const std::string& range) {
    return door.ask("REPORT", door.here(), {{"Depth", "1"}},
                    "<C:free-busy-query xmlns:C=\"urn:ietf:params:xml:ns:caldav\">" + range +
                        "</C:free-busy-query>");
  };
  const auto answer = ask("<C:time-range start=\"20260310T000000Z\" end=\"20260312T000000Z\"/>");
  REQUIRE(answer.status == 200);
  CHECK(answer.headers.get("Content-Type").starts_with("text/calendar"));
  const auto text = unfolded(body_of(answer));
  INFO(text);
  CHECK(text.find("20260310T100000Z/20260310T110000Z") != std::string::npos);
  CHECK(text.find("20260310T150000Z/20260310T170000Z") != std::string::npos);
  CHECK(text.find("20260311T150000Z") == std::string::npos);
  CHECK(text.find("Secreto") == std::string::npos);
  const auto jcal =
      door.ask("REPORT", door.here(), {{"Depth", "1"}, {"Accept", "application/calendar+json"}},
               "<C:free-busy-query xmlns:C=\"urn:ietf:params:xml:ns:caldav\"><C:time-range "
               "start=\"20260310T000000Z\" end=\"20260312T000000Z\"/></C:free-busy-query>");
  CHECK(jcal.headers.get("Content-Type").starts_with("application/calendar+json"));
  CHECK(body_of(jcal).find("\"vfreebusy\"") != std::string::npos);
  CHECK(ask("").status == 400);
  CHECK(ask("<C:time-range start=\"20260310T000000Z\"/>").status == 400);
  CHECK(ask("<C:time-range start=\"20000310T000000Z\" end=\"20260312T000000Z\"/>").status == 403);
}

TEST_CASE("a filter that asks how to match is refused by that name") {
  OwnCalendar door;
  const auto response =
      door.ask("REPORT", door.here(), {{"Depth", "1"}},
               OwnCalendar::query("<C:comp-filter name=\"VEVENT\"><C:prop-filter name=\"SUMMARY\">"
                                  "<C:text-match match-type=\"equals\">x</C:text-match>"
                                  "</C:prop-filter></C:comp-filter>"));
  CHECK(response.status == 403);
  CHECK(precondition_of(response) == "supported-filter");
  CHECK(find_xml(body_of(response), "error-description")->find("match-type") != std::string::npos);
}
