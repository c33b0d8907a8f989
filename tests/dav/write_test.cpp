#include "dav/own_calendar.h"

using namespace citacal;
using namespace citacal::test;

namespace {

std::string get(OwnCalendar& door, const std::string& name) {
  const auto response = door.ask("GET", door.here(name));
  REQUIRE(response.status == 200);
  return body_of(response);
}

const HeaderList kNew = {{"If-None-Match", "*"}};

}  // namespace

TEST_CASE("what was put is read again byte for byte, with one ETag everywhere") {
  OwnCalendar door;
  const auto text =
      "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nbegin:vevent\nuid:bare\n"
      "dtstamp:20260301T000000Z\ndtstart:20260310T150000Z\nsummary:sin CR\n"
      "X-ALGO;X-P=\"a,b\":raro\nend:vevent\nEND:VCALENDAR\n";
  const auto put = door.put("bare.ics", text, kNew);
  REQUIRE(put.status == 201);
  const auto etag = std::string(put.headers.get("ETag"));
  CHECK(etag.size() > 2);
  CHECK(get(door, "bare.ics") == text);

  const auto read = door.ask("GET", door.here("bare.ics"));
  CHECK(read.headers.get("ETag") == etag);
  CHECK(read.headers.get("Content-Type") == "text/calendar; charset=utf-8; component=VEVENT");
  CHECK(read.headers.find("Last-Modified"));
  CHECK(door.ask("GET", door.here("bare.ics"), {{"If-None-Match", etag}}).status == 304);
  CHECK(door.ask("HEAD", door.here("bare.ics")).status == 200);
  CHECK(door.put("bare.ics", text, {{"If-Match", etag}}).headers.get("ETag") == etag);
  CHECK(door.put({"bare", "20260310T150000Z", "20260310T170000Z"}) != etag);
}

TEST_CASE("of two writers who read the same, one wins and the other is told by 412") {
  OwnCalendar door;
  const auto etag = door.put({"a"}, kNew);
  CHECK(door.put("a.ics", print({"a"}), kNew).status == 412);
  const auto newer = door.put({"a", "20260311T150000Z", "20260311T160000Z"}, {{"If-Match", etag}});
  CHECK(door.put("a.ics", print({"a"}), {{"If-Match", etag}}).status == 412);
  CHECK(door.put("nuevo.ics", print({"nuevo"}), {{"If-Match", "*"}}).status == 412);
  CHECK(door.ask("DELETE", door.here("a.ics"), {{"If-Match", etag}}).status == 412);
  CHECK(door.put("a.ics", print({"a"}), {{"If", "([" + etag + "])"}}).status == 412);
  CHECK(door.put("a.ics", print({"a"}), {{"If", "([" + newer + "])"}}).status == 204);
  CHECK(door.ask("DELETE", door.here("a.ics"), {{"If-Match", "*"}}).status == 204);
  CHECK(door.ask("DELETE", door.here("a.ics")).status == 404);
}

TEST_CASE("what is no calendar object is refused by the name of its precondition") {
  OwnCalendar door;
  const auto refused = [&](const core::Response& response) {
    INFO(body_of(response));
    CHECK(response.status >= 400);
    CHECK(response.status < 500);
    return precondition_of(response);
  };
  CHECK(refused(door.put("x.ics", "BEGIN:VCALENDAR\r\nno es nada\r\n")) == "valid-calendar-data");
  CHECK(refused(door.put("x.ics", "")) == "valid-calendar-data");
  CHECK(refused(door.put("x.ics", with_crlf("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n"
                                            "METHOD:REQUEST\nBEGIN:VEVENT\nUID:x\n"
                                            "DTSTAMP:20260301T000000Z\nDTSTART:20260310T150000Z\n"
                                            "END:VEVENT\nEND:VCALENDAR\n"))) ==
        "valid-calendar-object-resource");
  const auto html = door.put("x.ics", "<p>", {{"Content-Type", "text/html"}});
  CHECK(html.status == 403);
  CHECK(refused(html) == "supported-calendar-data");
  CHECK(
      door.put("x.ics", print({"x"}), {{"Content-Type", "text/calendar; charset=utf-16"}}).status ==
      403);
  CHECK(door.put("x.ics", print({"x"}), {{"Content-Encoding", "gzip"}}).status == 403);
  CHECK(door.put("x.ics", print({"x"}), {{"Content-Range", "bytes 0-1/2"}}).status == 400);
  const std::string long_line(300 * 1024, 'x');
  CHECK(refused(door.put("x.ics", print({"x", "20260310T150000Z", "20260310T160000Z",
                                         long_line}))) == "max-resource-size");
  CHECK(door.ask("GET", door.here("x.ics")).status == 404);
}

TEST_CASE("a UID that another object has is refused with that object's address") {
  OwnCalendar door;
  door.put({"uno"});
  const auto response = door.put("otro.ics", print({"uno"}));
  CHECK((response.status == 403 || response.status == 409));
  CHECK(precondition_of(response) == "no-uid-conflict");
  CHECK(find_xml(body_of(response), "no-uid-conflict.href") == door.here("uno.ics"));
}

TEST_CASE("text/calendar is written with or without its type, its charset in any case") {
  OwnCalendar door;
  CHECK(door.put("a.ics", print({"a"}), {{"Content-Type", "Text/Calendar;Charset=\"UTF-8\""}})
            .status == 201);
  CHECK(door.put("b.ics", print({"b"}), {{"Content-Type", ""}}).status == 201);
}

TEST_CASE("who prefers it gets what is stored in the answer to a PUT") {
  OwnCalendar door;
  const HeaderList wants = {{"Prefer", "return=representation"}};
  const auto response = door.put("a b.ics", print({"a"}), wants);
  CHECK(response.status == 201);
  CHECK(body_of(response) == print({"a"}));
  CHECK(response.headers.get("Content-Location") == door.here("a%20b.ics"));
  CHECK(response.headers.get("ETag") ==
        door.ask("GET", door.here("a%20b.ics")).headers.get("ETag"));
  CHECK(door.put("a b.ics", print({"a", "20260311T150000Z", "20260311T160000Z"}), wants).status ==
        200);
}

TEST_CASE("PUT outside calendars is refused so that nobody takes the place for a calendar") {
  OwnCalendar door;
  // Thunderbird's question whether there is an ICS file to write: 409 and 412 would say yes.
  const HeaderList probe = {{"If-Match", "nothing"}, {"Content-Type", "text/calendar"}};
  for (const auto& target : {std::string("/dav/"), std::string("/dav/principals/"),
                             std::string("/dav/calendars/"), door.home(), door.home("algo.ics")})
    CHECK(door.ask("PUT", target, probe).status == 405);
  const auto on_calendar = door.ask("PUT", door.here(), probe);
  CHECK(on_calendar.status == 405);
  CHECK(on_calendar.headers.find("Allow"));
  CHECK(door.ask("PUT", door.home("nada/a.ics"), {}, print({"a"})).status == 409);
  door.login.clear();
  CHECK(door.ask("PUT", "/dav/", probe).status == 401);
}

TEST_CASE("a published view and another's home take no writes") {
  OwnCalendar door;
  CHECK(door.ask("PUT", door.home("network/a.ics"), {}, print({"a"})).status == 403);
  const auto appointment = door.office.appointment();
  const auto name = door.home("network/" + appointment.uid + ".ics");
  REQUIRE(door.ask("GET", name).status == 200);
  const auto removed = door.ask("DELETE", name);
  CHECK(removed.status == 403);
  CHECK(precondition_of(removed) == "need-privileges");
  for (const auto* calendar : {"network/", "institute/", "agenda/", "inbox/"})
    CHECK(door.ask("DELETE", door.home(calendar)).status == 403);
  CHECK(door.ask("DELETE", door.home()).status == 405);
  const auto mine = door.here("a.ics");
  door.put({"a"});
  door.login = "funcionario";
  CHECK(door.ask("GET", mine).status == 404);
  CHECK(door.ask("PUT", mine, {}, print({"a"})).status == 404);
  CHECK(door.ask("DELETE", mine).status == 404);
}

TEST_CASE("a calendar of one's own is deleted whole, and the second time is not there") {
  OwnCalendar door;
  door.put({"a"});
  CHECK(door.ask("DELETE", door.here(), {{"Depth", "0"}}).status == 400);
  CHECK(door.ask("DELETE", door.here(), {{"If-Match", "\"otro\""}}).status == 412);
  CHECK(door.ask("DELETE", door.here(), {{"Depth", "infinity"}}).status == 204);
  CHECK(door.ask("DELETE", door.here()).status == 404);
  CHECK(door.ask("GET", door.here("a.ics")).status == 404);
}

TEST_CASE("an object is read as jCal where that is asked for, and as nothing else") {
  OwnCalendar door;
  door.put({"a"});
  const auto jcal = door.ask("GET", door.here("a.ics"), {{"Accept", "application/calendar+json"}});
  REQUIRE(jcal.status == 200);
  CHECK(jcal.headers.get("Content-Type").starts_with("application/calendar+json"));
  CHECK(body_of(jcal).starts_with("[\"vcalendar\""));
  CHECK(jcal.headers.get("ETag") != door.ask("GET", door.here("a.ics")).headers.get("ETag"));
  CHECK(door.ask("GET", door.here("a.ics"), {{"Accept", "text/html,*/*;q=0.1"}}).status == 200);
  const auto image = door.ask("GET", door.here("a.ics"), {{"Accept", "image/png"}});
  CHECK(image.status == 406);
  CHECK(precondition_of(image) == "not-acceptable");
  const auto put =
      door.put("b.ics", body_of(jcal), {{"Content-Type", "application/calendar+json"}});
  CHECK(put.status == 403);
  CHECK(precondition_of(put) == "supported-calendar-data");
  CHECK(find_xml(body_of(put), "error-description")->find("jCal") != std::string::npos);
}

TEST_CASE("a calendar is read as one file, whose ETag is that of all in it") {
  OwnCalendar door;
  door.put({"a"});
  REQUIRE(door.put("b.ics", print_todo("b")).status == 201);
  const auto file = door.ask("GET", door.here());
  REQUIRE(file.status == 200);
  const auto text = body_of(file);
  CHECK(text.starts_with("BEGIN:VCALENDAR\r\n"));
  CHECK(text.find("UID:a\r\n") != std::string::npos);
  CHECK(text.find("BEGIN:VTODO\r\nUID:b\r\n") != std::string::npos);
  CHECK(text.find("BEGIN:VCALENDAR", 1) == std::string::npos);
  const std::string etag(file.headers.get("ETag"));
  CHECK(door.ask("GET", door.here(), {{"If-None-Match", etag}}).status == 304);
  CHECK(door.ask("GET", door.here()).body == file.body);  // composed once while it is in use
  door.put({"c"});
  CHECK(door.ask("GET", door.here(), {{"If-None-Match", etag}}).status == 200);
  const auto jcal = door.ask("GET", door.here(), {{"Accept", "application/calendar+json"}});
  CHECK(jcal.headers.get("Content-Type") == "application/calendar+json");
  CHECK(body_of(jcal).starts_with("[\"vcalendar\""));
  CHECK(body_of(jcal).find("\"vtodo\"") != std::string::npos);
  CHECK(jcal.headers.get("ETag").starts_with("W/"));
}

TEST_CASE("an object's address has no slash after it") {
  OwnCalendar door;
  CHECK(door.put("a.ics/", print({"a"})).status == 400);
  door.put({"a"});
  for (const auto* method : {"GET", "DELETE", "PROPFIND", "MOVE"})
    CHECK(door.ask(method, door.here("a.ics/")).status == 404);
  CHECK(door.ask("GET", door.here("a.ics")).status == 200);
}

TEST_CASE("the places that are no calendars say in a line what they are") {
  Door door;
  for (const auto& place : {std::string("/dav/"), std::string("/dav/principals/coordinadora/"),
                            door.home(), door.home("inbox/"), door.home("outbox/")}) {
    CHECK(door.ask("GET", place).status == 200);
    CHECK(door.ask("GET", place, {{"Accept", "text/calendar"}}).status == 406);
  }
  CHECK(door.ask("GET", door.home("nada/")).status == 404);
  CHECK(door.ask("GET", door.home("nada/a.ics")).status == 404);
}
