#include "dav/own_calendar.h"

using namespace citacal;
using namespace citacal::test;

TEST_CASE("a multiget answers each address in its order, however it was written") {
  OwnCalendar door;
  const auto put = door.put("uno_a@b.ics", print({"uno"}));
  door.put({"dos"});
  const auto answer =
      door.report(multiget({door.here("dos.ics"), door.here("nada.ics"), door.here("uno_a@b.ics"),
                            "https://citas.instituto.example" + door.here("uno%5Fa%40b.ics"),
                            "http://otro.example" + door.here("dos.ics"), "/dav/../x?&amp;&lt;"}),
                  {});  // without a Depth, as Evolution and vdirsyncer ask
  const auto hrefs = find_all_xml(answer, "response.href");
  REQUIRE(hrefs.size() == 5);  // one of them was there in two spellings
  CHECK(hrefs[0] == door.here("dos.ics"));
  CHECK(hrefs[1] == door.here("nada.ics"));
  CHECK(hrefs[2] == door.here("uno_a%40b.ics"));
  CHECK(hrefs[3] == "http://otro.example" + door.here("dos.ics"));
  CHECK(hrefs[4] == "/dav/../x?&<");
  CHECK(find_all_xml(answer, "response[status~404].status").size() == 3);
  CHECK(find_all_xml(answer, "response.propstat.prop.getetag").size() == 2);
  CHECK(find_xml(answer, "response[2].getetag") == put.headers.get("ETag"));
  CHECK(find_xml(answer, "response[2].calendar-data") ==
        unfolded(print({"uno"})).substr(0, unfolded(print({"uno"})).size() - 1));
}

TEST_CASE("a multiget reaches the other calendars of the same home, and nobody else's") {
  OwnCalendar door;
  REQUIRE(door.ask("MKCALENDAR", door.home("otro/")).status == 201);
  REQUIRE(door.ask("PUT", door.home("otro/x.ics"), {}, print({"x"})).status == 201);
  door.put({"secreto"});
  const auto secret = door.here("secreto.ics");
  const auto both = door.report(multiget({door.home("otro/x.ics"), door.home("ninguno/x.ics")}));
  CHECK(find_all_xml(both, "response.propstat.prop.calendar-data").size() == 1);
  CHECK(find_all_xml(both, "response[status~404].href") == Names{door.home("ninguno/x.ics")});

  door.login = "admin";
  const auto other = door.report(multiget({secret}), {}, door.home("agenda/"));
  CHECK(find_all_xml(other, "response[status~404].href") == Names{secret});
  CHECK(other.find("secreto</") == std::string::npos);
}

TEST_CASE("a multiget without addresses, or with too many, is refused") {
  OwnCalendar door;
  CHECK(door.ask("REPORT", door.here(), {}, multiget({})).status == 400);
  const auto many =
      door.ask("REPORT", door.here(), {}, multiget(std::vector<std::string>(5'001, "/dav/")));
  CHECK(many.status >= 400);
  CHECK(many.status < 500);
}

TEST_CASE("what cannot be said of one object is told in its response alone") {
  OwnCalendar door;
  door.put({"serie", "20260101T000000Z", "20260101T000001Z", "x", "RRULE:FREQ=MINUTELY\n"});
  door.put({"uno"});
  const auto answer = door.report(
      multiget({door.here("serie.ics"), door.here("uno.ics")},
               "<C:calendar-data><C:expand start=\"20260101T000000Z\" end=\"20261231T000000Z\"/>"
               "</C:calendar-data>"));
  CHECK(find_all_xml(answer, "response.href").size() == 2);
  CHECK(find_all_xml(answer, "response.propstat[status~200].calendar-data").size() == 1);
  CHECK(answer.find("max-instances") != std::string::npos);
}
