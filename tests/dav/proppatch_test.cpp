#include "dav/own_calendar.h"

using namespace citacal;
using namespace citacal::test;

namespace {

constexpr const char* kSpaces =
    "xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\" "
    "xmlns:A=\"http://apple.com/ns/ical/\"";

std::string set(const std::string& properties) {
  return "<D:set><D:prop>" + properties + "</D:prop></D:set>";
}
std::string unset(const std::string& properties) {
  return "<D:remove><D:prop>" + properties + "</D:prop></D:remove>";
}

struct Given : OwnCalendar {
  core::Response patch(const std::string& steps, const std::string& target,
                       HeaderList headers = {}) {
    return ask("PROPPATCH", target, std::move(headers),
               std::string("<D:propertyupdate ") + kSpaces + ">" + steps + "</D:propertyupdate>");
  }
  core::Response patch(const std::string& steps) { return patch(steps, here()); }
  std::string value(const std::string& property, const std::string& target = {}) {
    return body_of(ask(
        "PROPFIND", target.empty() ? here() : target, {{"Depth", "0"}},
        std::string("<D:propfind ") + kSpaces + "><D:prop>" + property + "</D:prop></D:propfind>"));
  }
  // The status of one property in a multistatus.
  static std::string status_of(const core::Response& response, const std::string& name) {
    const auto body = body_of(response);
    for (const auto* status : {"200", "403", "404", "409", "424"})
      if (find_xml(body, std::string("propstat[status~") + status + "].prop." + name))
        return status;
    return {};
  }
};

const std::string kBerlin =
    "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//test//EN\nBEGIN:VTIMEZONE\n"
    "TZID:Europe/Berlin\nBEGIN:STANDARD\nDTSTART:19701025T030000\nTZOFFSETFROM:+0100\n"
    "TZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\nEND:VCALENDAR\n";

}  // namespace

TEST_CASE("name, description, colour and order of a calendar are each person's own") {
  Given door;
  const auto target = door.home("institute/");
  const auto response = door.patch(
      set("<D:displayname>Obras &amp; más</D:displayname>"
          "<C:calendar-description>Lo mío</C:calendar-description>"
          "<A:calendar-color>#ff8800ff</A:calendar-color><A:calendar-order>3</A:calendar-order>"),
      target);
  CHECK(response.status == 207);
  CHECK(find_all_xml(body_of(response), "propstat.status") ==
        std::vector<std::string>{"HTTP/1.1 200 OK"});
  const auto asked =
      "<D:displayname/><C:calendar-description/><A:calendar-color/>"
      "<A:calendar-order/>";
  const auto mine = door.value(asked, target);
  CHECK(find_xml(mine, "displayname") == "Obras & más");
  CHECK(find_xml(mine, "calendar-description") == "Lo mío");
  CHECK(find_xml(mine, "calendar-color") == "#ff8800ff");
  CHECK(find_xml(mine, "calendar-order") == "3");
  door.login = "funcionario";
  const auto theirs = door.value(asked, door.home("institute/"));
  CHECK(find_xml(theirs, "displayname") == "Calendar institute");
  CHECK(find_xml(theirs, "calendar-color") == "#1F6FEBFF");

  door.login = "coordinadora";
  door.patch(unset("<D:displayname/><A:calendar-order/>"), target);
  const auto after = door.value(asked, target);
  CHECK(find_xml(after, "displayname") == "Calendar institute");
  CHECK(find_xml(after, "propstat[status~404].calendar-order"));
}

TEST_CASE("one refused property refuses all, and the others depend on it") {
  Given door;
  const auto response =
      door.patch(set("<D:displayname>Otro</D:displayname><D:getetag>x</D:getetag>"
                     "<x:nota xmlns:x=\"urn:x\">y</x:nota>"));
  CHECK(response.status == 207);
  CHECK(Given::status_of(response, "getetag") == "403");
  CHECK(Given::status_of(response, "displayname") == "424");
  CHECK(Given::status_of(response, "nota") == "424");
  CHECK(find_xml(body_of(response), "propstat[status~403].error.cannot-modify-protected-property"));
  CHECK(find_xml(door.value("<D:displayname/>"), "displayname") == "propio");
  CHECK(find_xml(door.value("<x:nota xmlns:x=\"urn:x\"/>"), "propstat[status~404].nota"));
}

TEST_CASE("protected ones cannot be removed either") {
  Given door;
  for (const auto* name :
       {"D:resourcetype", "D:sync-token", "C:supported-calendar-component-set", "D:owner",
        "D:quota-used-bytes", "C:max-instances", "D:current-user-privilege-set"}) {
    INFO(name);
    const auto response = door.patch(unset(std::string("<") + name + "/>"));
    CHECK(Given::status_of(response, std::string(name).substr(2)) == "403");
  }
}

TEST_CASE("steps are done in the document's order, and removing what is not there succeeds") {
  Given door;
  const std::string one = "<x:a xmlns:x=\"urn:x\">1</x:a>", two = "<x:a xmlns:x=\"urn:x\">2</x:a>";
  const std::string name = "<x:a xmlns:x=\"urn:x\"/>";
  CHECK(Given::status_of(door.patch(unset(name)), "a") == "200");
  door.patch(set(one) + set(two));
  CHECK(find_xml(door.value(name), "a") == "2");
  door.patch(set(one) + unset(name));
  CHECK(find_xml(door.value(name), "propstat[status~404].a"));
  door.patch(unset(name) + set(one));
  CHECK(find_xml(door.value(name), "a") == "1");
}

TEST_CASE("dead properties keep their elements and namespaces, also on objects") {
  Given door;
  door.put({"uno"});
  const auto target = door.here("uno.ics");
  const std::string name = "<n xmlns=\"urn:n\"/>";
  const auto response = door.patch(
      set("<n xmlns=\"urn:n\"><b xmlns=\"urn:b\" at=\"&lt;1&gt;\">x &amp; y</b><c/></n>"), target);
  CHECK(Given::status_of(response, "n") == "200");
  const auto value = door.value(name, target);
  CHECK(find_xml(value, "n.b") == "x & y");
  CHECK(find_xml(value, "n.b@at") == "<1>");
  CHECK(value.find("urn:b") != std::string::npos);
  const auto all = body_of(door.ask("PROPFIND", door.here(), {{"Depth", "1"}}));
  CHECK(find_xml(all, "response[href=" + target + "].n.b"));
  // A protected one is protected there, too.
  CHECK(Given::status_of(door.patch(set("<D:getetag>x</D:getetag>"), target), "getetag") == "403");
  CHECK(door.patch(set("<n xmlns=\"urn:n\"/>"), door.here("none.ics")).status == 404);
}

TEST_CASE("values that cannot be are refused with what is wrong") {
  Given door;
  for (const auto& [property, name, status] :
       std::vector<std::tuple<std::string, std::string, std::string>>{
           {"<A:calendar-color>red; }</A:calendar-color>", "calendar-color", "409"},
           {"<A:calendar-order>first</A:calendar-order>", "calendar-order", "409"},
           {"<D:displayname><D:href/></D:displayname>", "displayname", "409"},
           {"<C:schedule-calendar-transp/>", "schedule-calendar-transp", "409"},
           {"<C:calendar-timezone>nothing</C:calendar-timezone>", "calendar-timezone", "403"},
           {"<C:calendar-timezone-id>Mars/Olympus</C:calendar-timezone-id>", "calendar-timezone-id",
            "403"},
           {"<x xmlns=\"urn:x\">" + std::string(70'000, 'x') + "</x>", "x", "409"}}) {
    INFO(name);
    const auto response = door.patch(set(property));
    CHECK(response.status == 207);
    CHECK(Given::status_of(response, name) == status);
    CHECK(find_xml(body_of(response), "responsedescription"));
  }
  const auto zone = door.patch(set("<C:calendar-timezone>x</C:calendar-timezone>"));
  CHECK(find_xml(body_of(zone), "error.valid-calendar-data"));
  const auto id = door.patch(set("<C:calendar-timezone-id>x</C:calendar-timezone-id>"));
  CHECK(find_xml(body_of(id), "error.valid-timezone"));
}

TEST_CASE("a calendar's zone is told by its text or by its name, whichever was given last") {
  Given door;
  const std::string both = "<C:calendar-timezone/><C:calendar-timezone-id/>";
  door.patch(set("<C:calendar-timezone>" + kBerlin + "</C:calendar-timezone>"));
  const auto by_text = door.value(both);
  CHECK(find_xml(by_text, "calendar-timezone")->find("Europe/Berlin") != std::string::npos);
  CHECK(find_xml(by_text, "calendar-timezone-id") == "Europe/Berlin");
  door.patch(set("<C:calendar-timezone-id>America/New_York</C:calendar-timezone-id>"));
  const auto by_name = door.value(both);
  CHECK(find_xml(by_name, "calendar-timezone-id") == "America/New_York");
  CHECK(find_xml(by_name, "propstat[status~404].calendar-timezone"));
  door.patch(unset(both));
  CHECK(find_xml(door.value(both), "calendar-timezone-id") == "America/Bogota");
}

TEST_CASE("whether a calendar counts as busy is chosen for each") {
  Given door;
  const std::string name = "<C:schedule-calendar-transp/>";
  CHECK(find_xml(door.value(name), "schedule-calendar-transp.opaque"));
  CHECK(
      find_xml(door.value(name, door.home("institute/")), "schedule-calendar-transp.transparent"));
  door.patch(set("<C:schedule-calendar-transp><C:transparent/></C:schedule-calendar-transp>"));
  CHECK(find_xml(door.value(name), "schedule-calendar-transp.transparent"));
}

TEST_CASE("nothing is given to what is no calendar") {
  Given door;
  for (const auto& target :
       {std::string("/dav/"), door.home(), std::string("/dav/principals/coordinadora/")}) {
    const auto response = door.patch(set("<D:displayname>x</D:displayname>"), target);
    CHECK(response.status == 207);
    CHECK(Given::status_of(response, "displayname") == "403");
  }
}

TEST_CASE("more properties than a resource may have are refused, for good") {
  Given door;
  std::string many;
  for (int i = 0; i < 101; ++i)
    many += "<p" + std::to_string(i) + " xmlns=\"urn:x\">1</p" + std::to_string(i) + ">";
  const auto response = door.patch(set(many));
  CHECK(response.status == 207);
  CHECK(Given::status_of(response, "p7") == "403");
  CHECK(find_xml(door.value("<p7 xmlns=\"urn:x\"/>"), "propstat[status~404].p7"));
}

TEST_CASE("a change of properties asks for its conditions, and may be answered in brief") {
  Given door;
  const auto etag = door.put({"uno"});
  const auto target = door.here("uno.ics");
  const auto change = set("<x xmlns=\"urn:x\">1</x>");
  CHECK(door.patch(change, target, {{"If-Match", "\"other\""}}).status == 412);
  CHECK(door.patch(change, target, {{"If-Match", etag}}).status == 207);
  const auto brief = door.patch(change, target, {{"Prefer", "return=minimal"}});
  CHECK(brief.status == 200);
  CHECK(body_of(brief).empty());
  CHECK(brief.headers.get("Preference-Applied") == "return=minimal");
  CHECK(door.ask("PROPPATCH", target, {}, "<x xmlns=\"DAV:\"/>").status == 400);
  CHECK(door.ask("PROPPATCH", target).status == 400);
  CHECK(door.patch("", target).status == 400);
}

TEST_CASE("a change of a calendar's properties asks its conditions of the calendar") {
  Given door;
  const auto change = set("<x xmlns=\"urn:x\">1</x>");
  const auto etag = *find_xml(door.value("<D:getetag/>"), "getetag");
  CHECK(door.patch(change, door.here(), {{"If-Match", "\"other\""}}).status == 412);
  CHECK(door.patch(change, door.here(), {{"If-Match", etag}}).status == 207);
  CHECK(door.patch(change, door.here(), {{"If", "([" + etag + "])"}}).status == 207);
  CHECK(door.patch(change, door.here(), {{"If-None-Match", "*"}}).status == 412);
  CHECK(door.patch(change, door.here(), {{"If-Unmodified-Since", "Thu, 01 Jan 1970 00:00:01 GMT"}})
            .status == 412);
}

TEST_CASE("a property keeps its language, its own or that of what it stood in") {
  Given door;
  const auto response = door.ask(
      "PROPPATCH", door.here(), {},
      std::string("<D:propertyupdate xml:lang=\"es\" ") + kSpaces +
          "><D:set><D:prop><D:displayname>Obras</D:displayname>"
          "<a xmlns=\"urn:x\" xml:lang=\"en-GB\">colour</a><b xmlns=\"urn:x\" xml:lang=\"\">x</b>"
          "</D:prop></D:set><D:set><D:prop xml:lang=\"fr\">"
          "<C:calendar-description>Travaux</C:calendar-description></D:prop></D:set>"
          "</D:propertyupdate>");
  CHECK(response.status == 207);
  const auto xml = door.value(
      "<D:displayname/><C:calendar-description/><a xmlns=\"urn:x\"/><b xmlns=\"urn:x\"/>");
  CHECK(xml.find("<D:displayname xml:lang=\"es\">Obras<") != std::string::npos);
  CHECK(xml.find("<C:calendar-description xml:lang=\"fr\">Travaux<") != std::string::npos);
  CHECK(xml.find("xml:lang=\"en-GB\">colour<") != std::string::npos);
  CHECK(xml.find("<x:b xmlns:x=\"urn:x\">x<") != std::string::npos);
  // Said anew without one, it has none.
  door.patch(set("<D:displayname>Works</D:displayname>"));
  CHECK(door.value("<D:displayname/>").find("<D:displayname>Works<") != std::string::npos);
  // With an object it goes where that goes.
  door.put({"a"});
  door.patch(set("<c xmlns=\"urn:x\" xml:lang=\"es\">y</c>"), door.here("a.ics"));
  CHECK(door.ask("MOVE", door.here("a.ics"), {{"Destination", door.here("b.ics")}}).status == 201);
  CHECK(door.value("<c xmlns=\"urn:x\"/>", door.here("b.ics")).find("xml:lang=\"es\">y<") !=
        std::string::npos);
}

TEST_CASE("names of the RFCs' namespaces that are not known here are nobody's to give") {
  Given door;
  for (const auto* name :
       {"D:isreadonly", "C:schedule-default-tasks-URL", "D:getcontentlanguage"}) {
    INFO(name);
    const auto element = "<" + std::string(name) + ">1</" + name + ">";
    const auto response = door.patch(set(element));
    CHECK(Given::status_of(response, std::string(name).substr(2)) == "403");
    CHECK(find_xml(body_of(response), "error.cannot-modify-protected-property"));
    CHECK(find_xml(door.value("<" + std::string(name) + "/>"), "propstat[status~404]"));
  }
  const auto by_apple =
      door.patch(set("<C:calendar-free-busy-set><YES/></C:calendar-free-busy-set>"
                     "<A:refreshrate>P1W</A:refreshrate>"));
  CHECK(Given::status_of(by_apple, "calendar-free-busy-set") == "200");
  CHECK(Given::status_of(by_apple, "refreshrate") == "200");
}
