#include "dav/door.h"

#include <catch2/catch.hpp>

using namespace citacal;
using namespace citacal::test;

namespace {

constexpr const char* kSpaces =
    "xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\" "
    "xmlns:A=\"http://apple.com/ns/ical/\"";

std::string asking(const std::string& root, const std::string& properties) {
  return "<" + root + " " + kSpaces + "><D:set><D:prop>" + properties + "</D:prop></D:set></" +
         root + ">";
}

std::string properties_of(Door& door, const std::string& target) {
  return body_of(door.ask("PROPFIND", target, {{"Depth", "0"}},
                          std::string("<D:propfind ") + kSpaces +
                              "><D:prop><D:displayname/><D:resourcetype/><A:calendar-color/>"
                              "<C:supported-calendar-component-set/></D:prop></D:propfind>"));
}

const std::string kOnlyTasks =
    "<C:supported-calendar-component-set><C:comp name=\"VTODO\"/>"
    "</C:supported-calendar-component-set>";

}  // namespace

TEST_CASE("MKCALENDAR makes a calendar with what was asked for it") {
  Door door;
  const auto target = door.home("pendientes/");
  const auto response = door.ask("MKCALENDAR", target, {},
                                 asking("C:mkcalendar",
                                        "<D:displayname>Pendientes</D:displayname>"
                                        "<A:calendar-color>#00ff00</A:calendar-color>" +
                                            kOnlyTasks));
  INFO(body_of(response));
  REQUIRE(response.status == 201);
  CHECK(response.headers.get("Cache-Control") == "no-cache");
  const auto made = properties_of(door, target);
  CHECK(find_xml(made, "displayname") == "Pendientes");
  CHECK(find_xml(made, "calendar-color") == "#00ff00");
  CHECK(find_xml(made, "resourcetype.calendar"));
  CHECK(find_all_xml(made, "comp@name") == std::vector<std::string>{"VTODO"});
  const auto again = door.ask("MKCALENDAR", target);
  CHECK(again.status == 405);
  CHECK(precondition_of(again) == "resource-must-be-null");
  CHECK(again.headers.find("Allow"));
}

TEST_CASE("MKCOL makes a calendar, plain or extended; what else a home could hold is refused") {
  Door door;
  CHECK(door.ask("MKCOL", door.home("uno/")).status == 201);
  CHECK(find_xml(properties_of(door, door.home("uno/")), "resourcetype.calendar"));
  CHECK(door.ask("MKCOL", door.home("uno/")).status == 405);
  CHECK(door.ask("MKCOL", door.home("dos"), {},
                 asking("D:mkcol",
                        "<D:resourcetype><D:collection/><C:calendar/></D:resourcetype>"
                        "<D:displayname>Dos</D:displayname>"))
            .status == 201);
  CHECK(find_xml(properties_of(door, door.home("dos/")), "displayname") == "Dos");

  const auto refused = door.ask("MKCOL", door.home("tres/"), {},
                                asking("D:mkcol",
                                       "<D:resourcetype><D:collection/>"
                                       "<B:addressbook xmlns:B=\"urn:ietf:params:xml:ns:carddav\"/>"
                                       "</D:resourcetype><D:displayname>Tres</D:displayname>"));
  CHECK(refused.status == 403);
  CHECK(find_xml(body_of(refused), "propstat[status~403].error.valid-resourcetype"));
  CHECK(find_xml(body_of(refused), "propstat[status~424].displayname"));
  CHECK(door.ask("PROPFIND", door.home("tres/"), {{"Depth", "0"}}).status == 404);
  const auto plain =
      door.ask("MKCOL", door.home("tres/"), {},
               asking("D:mkcol", "<D:resourcetype><D:collection/></D:resourcetype>"));
  CHECK(plain.status == 403);
  CHECK(find_xml(body_of(plain), "propstat[status~403].error.valid-resourcetype"));
}

TEST_CASE("a calendar with a property that cannot be is not made at all") {
  Door door;
  const auto target = door.home("nuevo/");
  const auto response =
      door.ask("MKCALENDAR", target, {},
               asking("C:mkcalendar",
                      "<D:displayname>x</D:displayname><D:getetag>y</D:getetag>"
                      "<C:supported-calendar-component-set><C:comp name=\"VALARM\"/>"
                      "</C:supported-calendar-component-set>"));
  CHECK(response.status == 403);
  const auto body = body_of(response);
  CHECK(body.find("<C:mkcalendar-response") != std::string::npos);
  CHECK(find_xml(body, "propstat[status~403].getetag"));
  CHECK(find_xml(body, "error.supported-calendar-component"));
  CHECK(find_xml(body, "propstat[status~424].displayname"));
  CHECK(door.ask("PROPFIND", target, {{"Depth", "0"}}).status == 404);
}

TEST_CASE("a calendar is made in one's own home, and nowhere else") {
  Door door;
  CHECK(door.ask("MKCALENDAR", "/dav/calendars/funcionario/x/").status == 404);
  CHECK(door.ask("MKCALENDAR", door.home()).status == 405);
  CHECK(door.ask("MKCALENDAR", door.home("agenda/")).status == 405);
  CHECK(door.ask("MKCALENDAR", door.home("institute/")).status == 405);
  const auto inside = door.ask("MKCALENDAR", door.home("agenda/x/"));
  CHECK(inside.status == 403);
  CHECK(precondition_of(inside) == "calendar-collection-location-ok");
  CHECK(door.ask("MKCALENDAR", door.home("none/x/y/")).status == 409);
  const auto long_name = door.ask("MKCALENDAR", door.home(std::string(101, 'x') + "/"));
  CHECK(long_name.status == 403);
  CHECK(precondition_of(long_name) == "calendar-collection-location-ok");
  door.login = "redes";
  const auto contractor = door.ask("MKCALENDAR", door.home("x/"));
  CHECK(contractor.status == 403);
  CHECK(precondition_of(contractor) == "need-privileges");
}

TEST_CASE("a body that is no XML is 415, and one that says something else 400") {
  Door door;
  CHECK(door.ask("MKCOL", door.home("x/"), {{"Content-Type", "xzy-foo/bar-512"}}, "afafafaf")
            .status == 415);
  CHECK(door.ask("MKCALENDAR", door.home("x/"), {}, "<mkcalendar xmlns=\"DAV:\"/>").status == 400);
  CHECK(door.ask("MKCALENDAR", door.home("x/"), {}, "<C:mkcalendar").status == 400);
  CHECK(door.ask("MKCALENDAR", door.home("x/"), {{"If-Match", "*"}}).status == 412);
  CHECK(door.ask("MKCALENDAR", door.home("x/"), {{"If-None-Match", "*"}}).status == 201);
}

TEST_CASE("names of calendars may hold what people write") {
  Door door;
  const auto target = door.home("Caf%C3%A9%20%26%20t%C3%A9/");
  REQUIRE(door.ask("MKCALENDAR", target).status == 201);
  const auto listing = body_of(door.ask("PROPFIND", door.home(), {{"Depth", "1"}}));
  CHECK(find_xml(listing, "response[href=" + target + "].displayname") == "Café & té");
}
