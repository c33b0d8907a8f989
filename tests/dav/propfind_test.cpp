#include <algorithm>
#include <atomic>
#include <thread>

#include "dav/own_calendar.h"
#include "service/appointment.h"

using namespace citacal;
using namespace citacal::test;

namespace {

constexpr const char* kSpaces =
    "xmlns=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\" "
    "xmlns:CS=\"http://calendarserver.org/ns/\" xmlns:A=\"http://apple.com/ns/ical/\"";

std::string asking(const std::string& properties) {
  return std::string("<propfind ") + kSpaces + "><prop>" + properties + "</prop></propfind>";
}

std::string find(Door& door, const std::string& target, const std::string& body,
                 const std::string& depth = "0", HeaderList headers = {}) {
  headers.emplace_back("Depth", depth);
  const auto response = door.ask("PROPFIND", target, std::move(headers), body);
  INFO(body_of(response));
  REQUIRE(response.status == 207);
  return body_of(response);
}

std::vector<std::string> local_names_in(const std::string& xml, const std::string& from,
                                        const std::string& to) {
  std::vector<std::string> names;
  const auto start = xml.find(from), end = xml.find(to, start);
  for (auto at = xml.find('<', start + from.size()); at < end; at = xml.find('<', at + 1)) {
    if (xml[at + 1] == '/') continue;
    const auto colon = xml.find(':', at);
    names.push_back(xml.substr(colon + 1, xml.find_first_of(" />", colon) - colon - 1));
  }
  return names;
}

bool has(const std::vector<std::string>& list, const std::string& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

const std::string kPrivileges = "<current-user-privilege-set/>";

std::vector<std::string> privileges(Door& door, const std::string& target) {
  return local_names_in(find(door, target, asking(kPrivileges)), "<D:current-user-privilege-set>",
                        "</D:current-user-privilege-set>");
}

}  // namespace

TEST_CASE("Thunderbird goes from the root to the principal to the calendars of the home") {
  Door door;
  const auto root =
      find(door, "/",
           asking("<resourcetype/><owner/><displayname/><current-user-principal/>"
                  "<current-user-privilege-set/><A:calendar-color/><C:calendar-home-set/>"));
  CHECK(find_xml(root, "response.href") == "/");
  CHECK(find_xml(root, "current-user-principal.href") == "/dav/principals/coordinadora/");
  CHECK(find_xml(root, "propstat[status~404].calendar-home-set") == "");

  const auto principal =
      find(door, "/dav/principals/coordinadora/", asking("<C:calendar-home-set/>"));
  const auto home = find_xml(principal, "calendar-home-set.href");
  REQUIRE(home == "/dav/calendars/coordinadora/");

  const auto listing =
      find(door, *home, asking("<resourcetype/><displayname/><A:calendar-color/>"), "1");
  const auto hrefs = find_all_xml(listing, "response.href");
  CHECK(hrefs.front() == *home);
  for (const auto* key : {"institute", "network", "contractor-redes", "agenda", "tareas", "inbox"})
    CHECK(has(hrefs, *home + key + "/"));
  const auto institute = "response[href=" + *home + "institute/].";
  CHECK(find_xml(listing, institute + "displayname") == "Calendar institute");
  CHECK(find_xml(listing, institute + "calendar-color") == "#1F6FEBFF");
  CHECK(find_xml(listing, institute + "resourcetype.calendar"));
  CHECK(find_xml(listing, "response[href=" + *home + "inbox/].resourcetype.schedule-inbox"));
  CHECK(find_xml(listing, "response[href=" + *home + "outbox/].resourcetype.schedule-outbox"));
  CHECK_FALSE(find_xml(listing, "response[href=" + *home + "outbox/].resourcetype.calendar"));
}

TEST_CASE("a principal tells its addresses to all, and its home and boxes to itself alone") {
  Door door;
  const auto body = asking(
      "<displayname/><principal-URL/><C:calendar-user-address-set/><C:calendar-user-type/>"
      "<C:calendar-home-set/><C:schedule-inbox-URL/><C:schedule-outbox-URL/>"
      "<CS:email-address-set/>");
  const auto own = find(door, "/dav/principals/coordinadora/", body);
  CHECK(find_all_xml(own, "calendar-user-address-set.href") ==
        std::vector<std::string>{"mailto:coordinadora@instituto.example",
                                 "mailto:citas@instituto.example",
                                 "/dav/principals/coordinadora/"});
  CHECK(find_xml(own, "schedule-inbox-URL.href") == "/dav/calendars/coordinadora/inbox/");
  CHECK(find_xml(own, "schedule-outbox-URL.href") == "/dav/calendars/coordinadora/outbox/");
  CHECK(find_all_xml(own, "propstat[status~404]").empty());

  const auto other = find(door, "/dav/principals/funcionario/", body);
  CHECK(find_xml(other, "displayname") == "Persona funcionario");
  CHECK(find_xml(other, "calendar-user-address-set.href") ==
        "mailto:funcionario@instituto.example");
  CHECK(find_xml(other, "propstat[status~404].calendar-home-set") == "");
  CHECK(find_xml(other, "propstat[status~404].schedule-inbox-URL") == "");
}

TEST_CASE("privileges are what may be done: all in one's own, reading in a view") {
  Door door;
  const auto agreed = privileges(door, door.home("institute/"));
  for (const auto* name : {"read", "write", "write-content", "bind", "unbind", "read-free-busy"})
    CHECK(has(agreed, name));
  // Thunderbird takes a calendar with write-properties for one that can be written.
  const auto view = privileges(door, door.home("network/"));
  CHECK(has(view, "read"));
  for (const auto* name : {"write", "write-content", "write-properties", "bind", "unbind", "all"})
    CHECK_FALSE(has(view, name));
  CHECK(has(privileges(door, door.home()), "bind"));
  CHECK(has(privileges(door, door.home("inbox/")), "schedule-deliver"));
  CHECK(has(privileges(door, door.home("outbox/")), "schedule-send-freebusy"));

  door.login = "redes";
  const auto answers = privileges(door, door.home("agenda/"));
  CHECK(has(answers, "write-content"));
  CHECK_FALSE(has(answers, "bind"));
  CHECK_FALSE(has(answers, "write"));
  CHECK_FALSE(has(privileges(door, door.home()), "bind"));
  CHECK_FALSE(has(privileges(door, door.home("outbox/")), "schedule-send-invite"));
  door.login = "funcionario";
  CHECK_FALSE(has(privileges(door, door.home("institute/")), "write-content"));
}

TEST_CASE("supported privileges are a tree, and the list of access names who asks") {
  Door door;
  const auto xml = find(door, door.home("agenda/"),
                        asking("<supported-privilege-set/><acl/><acl-restrictions/><owner/>"
                               "<inherited-acl-set/>"));
  CHECK(find_xml(xml, "supported-privilege-set.supported-privilege[0].abstract") == "");
  CHECK(find_xml(xml, "supported-privilege.supported-privilege.privilege.write-content") == "");
  CHECK(find_all_xml(xml, "acl.ace").size() == 1);
  CHECK(find_xml(xml, "acl.ace.principal.href") == "/dav/principals/coordinadora/");
  CHECK(find_xml(xml, "acl.ace.grant.privilege.bind") == "");
  CHECK(find_xml(xml, "acl-restrictions.grant-only") == "");
  CHECK(find_xml(xml, "owner.href") == "/dav/principals/coordinadora/");
  const auto published = find(door, door.home("network/"), asking("<acl/><owner/>"));
  CHECK(find_xml(published, "owner") == "");
  CHECK(find_all_xml(published, "acl.ace").size() == 1);
  CHECK(find_xml(published, "acl.ace.principal.href") == "/dav/principals/coordinadora/");
  CHECK(find_xml(find(door, "/dav/", asking("<acl/>")), "acl.ace.principal.authenticated") == "");
}

TEST_CASE("every collection has its dates; room is told of where its owner puts things") {
  Door door;
  const auto body = asking(
      "<creationdate/><getlastmodified/><quota-used-bytes/><quota-available-bytes/>"
      "<C:supported-calendar-data/>");
  for (const auto* name : {"institute/", "network/", "agenda/", "tareas/", "inbox/", "outbox/"}) {
    INFO(name);
    const auto xml = find(door, door.home(name), body);
    CHECK(find_xml(xml, "propstat[status~200].creationdate").value_or("").size() == 20);
    CHECK(find_xml(xml, "propstat[status~200].getlastmodified").value_or("").size() == 29);
    CHECK(find_all_xml(xml, "supported-calendar-data.calendar-data@content-type") ==
          std::vector<std::string>{"text/calendar"});
    const bool has_room = std::string(name) == "agenda/";
    CHECK(find_xml(xml, "propstat[status~200].quota-available-bytes").has_value() == has_room);
  }
}

TEST_CASE("a calendar says what it takes, and where it stands") {
  OwnCalendar door;
  const auto body = asking(
      "<C:supported-calendar-component-set/><C:supported-calendar-data/><sync-token/><CS:getctag/>"
      "<C:supported-collation-set/><C:max-resource-size/><C:min-date-time/><C:max-date-time/>"
      "<C:max-instances/><C:max-attendees-per-instance/><C:calendar-timezone/>"
      "<C:calendar-timezone-id/><C:schedule-calendar-transp/><supported-report-set/>"
      "<creationdate/><quota-used-bytes/><quota-available-bytes/><resource-id/>");
  const auto before = find(door, door.here(), body);
  CHECK(find_all_xml(before, "propstat[status~404]").empty());
  CHECK(find_all_xml(before, "supported-calendar-component-set.comp@name").size() == 4);
  CHECK(find_xml(before, "max-resource-size") == "262144");
  CHECK(find_xml(before, "min-date-time") == "19000101T000000Z");
  CHECK(find_xml(before, "max-date-time") == "21991231T235959Z");
  CHECK(find_xml(before, "calendar-timezone-id") == "America/Bogota");
  CHECK(find_xml(before, "calendar-timezone")->find("TZID:America/Bogota") != std::string::npos);
  CHECK(find_xml(before, "schedule-calendar-transp.opaque"));
  CHECK(find_xml(before, "supported-report-set.sync-collection"));
  CHECK(find_xml(before, "creationdate") == "2026-03-02T14:00:00Z");
  CHECK(find_xml(before, "quota-used-bytes") == "0");

  const EventText event{"uno"};
  door.put(event);
  const auto after = find(door, door.here(), body);
  CHECK(find_xml(after, "getctag") != find_xml(before, "getctag"));
  CHECK(find_xml(after, "sync-token") != find_xml(before, "sync-token"));
  CHECK(find_xml(after, "quota-used-bytes") == std::to_string(print(event).size()));
  CHECK(find_xml(after, "resource-id.href") == find_xml(before, "resource-id.href"));
}

TEST_CASE("the same published calendar has one resource-id in every home") {
  Door door;
  const auto body = asking("<resource-id/>");
  const auto first = find_xml(find(door, door.home("network/"), body), "resource-id.href");
  const auto other = find_xml(find(door, door.home("institute/"), body), "resource-id.href");
  const auto agenda = find_xml(find(door, door.home("agenda/"), body), "resource-id.href");
  door.login = "funcionario";
  CHECK(first == find_xml(find(door, door.home("network/"), body), "resource-id.href"));
  CHECK(first != other);
  CHECK(agenda != find_xml(find(door, door.home("agenda/"), body), "resource-id.href"));
  CHECK(first->starts_with("urn:uuid:"));
  CHECK(core::is_id(first->substr(9)));
}

TEST_CASE("objects are listed with the ETags that PUT gave, in parts of a path that are safe") {
  OwnCalendar door;
  const auto etag = door.put({"uno"});
  REQUIRE(door.put("a%20&%C3%A1.ics", print(EventText{"dos"})).status == 201);
  const auto listing =
      find(door, door.here(),
           asking("<resourcetype/><getcontenttype/><getetag/><getcontentlength/>"), "1");
  CHECK(
      find_all_xml(listing, "response.href") ==
      std::vector<std::string>{door.here(), door.here("a%20%26%C3%A1.ics"), door.here("uno.ics")});
  const auto uno = "response[href=" + door.here("uno.ics") + "].";
  CHECK(find_xml(listing, uno + "getetag") == etag);
  CHECK(find_xml(listing, uno + "getcontenttype") ==
        "text/calendar; charset=utf-8; component=VEVENT");
  CHECK(find_xml(listing, uno + "getcontentlength") ==
        std::to_string(body_of(door.ask("GET", door.here("uno.ics"))).size()));
  CHECK(find_xml(listing, uno + "resourcetype") == "");
  // The second listing is the first one's body; after a change it is another.
  CHECK(find(door, door.here(), asking("<getetag/>"), "1") ==
        find(door, door.here(), asking("<getetag/>"), "1"));
  door.put({"tres"});
  CHECK(find_all_xml(find(door, door.here(), asking("<getetag/>"), "1"), "response").size() == 4);
}

TEST_CASE("an event of the institute says its own length and type") {
  Door door;
  const auto appointment = door.office.appointment();
  const auto listing = find(door, door.home("institute/"),
                            asking("<getcontentlength/><getetag/><C:calendar-data/>"), "1");
  const auto hrefs = find_all_xml(listing, "response.href");
  REQUIRE(hrefs.size() == 2);
  const auto got = door.ask("GET", hrefs[1]);
  CHECK(find_xml(listing, "response[1].getcontentlength") == std::to_string(body_of(got).size()));
  CHECK(find_xml(listing, "response[1].getetag") == std::string(got.headers.get("ETag")));
  CHECK(find_xml(listing, "response[1].calendar-data")->find(appointment.uid) != std::string::npos);
}

TEST_CASE("allprop is what RFC 4918 names and what was given; include adds more") {
  Door door;
  const auto all =
      find(door, door.home("agenda/"), "<propfind xmlns=\"DAV:\"><allprop/></propfind>");
  CHECK(all == find(door, door.home("agenda/"), ""));
  CHECK(find_xml(all, "displayname") == "My agenda");
  CHECK(find_xml(all, "resourcetype.calendar"));
  CHECK_FALSE(find_xml(all, "sync-token"));
  CHECK_FALSE(find_xml(all, "calendar-timezone"));
  CHECK_FALSE(find_xml(all, "propstat[status~404]"));
  const auto more = find(door, door.home("agenda/"),
                         "<propfind xmlns=\"DAV:\"><allprop/><include><sync-token/><nothing/>"
                         "</include></propfind>");
  CHECK(find_xml(more, "displayname"));
  CHECK(find_xml(more, "sync-token"));
  CHECK(find_xml(more, "propstat[status~404].nothing"));
}

TEST_CASE("propname names the properties, and none of them holds anything") {
  Door door;
  const auto names =
      find(door, door.home("agenda/"), "<propfind xmlns=\"DAV:\"><propname/></propfind>");
  for (const auto* name : {"displayname", "sync-token", "getctag", "calendar-timezone", "acl"})
    CHECK(find_xml(names, std::string("prop.") + name) == "");
  CHECK_FALSE(find_xml(names, "prop.calendar-color"));
  CHECK_FALSE(find_xml(names, "prop.privilege"));
}

TEST_CASE("with return=minimal or Brief nothing is said of what is not there") {
  Door door;
  const auto body = asking("<displayname/><CS:source/>");
  CHECK(find_xml(find(door, door.home("agenda/"), body), "propstat[status~404].source"));
  for (const auto& header : {std::pair<std::string, std::string>{"Prefer", "return=minimal"},
                             std::pair<std::string, std::string>{"Brief", "t"}}) {
    const auto xml = find(door, door.home("agenda/"), body, "0", {header});
    CHECK(find_all_xml(xml, "propstat").size() == 1);
    CHECK_FALSE(find_xml(xml, "source"));
    // Where nothing is found, a propstat all the same.
    const auto none = find(door, door.home("agenda/"), asking("<CS:source/>"), "0", {header});
    CHECK(find_xml(none, "propstat.status") == "HTTP/1.1 200 OK");
  }
}

TEST_CASE("a property of an unknown namespace is missing under its own name") {
  Door door;
  const auto xml = find(door, door.home("agenda/"),
                        "<propfind xmlns=\"DAV:\"><prop><x:uno xmlns:x=\"urn:x&amp;y\"/>"
                        "<dos xmlns=\"\"/><displayname/><displayname/></prop></propfind>");
  CHECK(find_xml(xml, "propstat[status~404].uno"));
  CHECK(find_xml(xml, "propstat[status~404].dos"));
  CHECK(xml.find("urn:x&amp;y") != std::string::npos);
  CHECK(find_all_xml(xml, "displayname").size() == 1);
}

TEST_CASE("infinity is refused by name, and so is saying none") {
  Door door;
  for (const auto& headers : {HeaderList{{"Depth", "infinity"}}, HeaderList{}}) {
    const auto response = door.ask("PROPFIND", door.home(), headers);
    CHECK(response.status == 403);
    CHECK(precondition_of(response) == "propfind-finite-depth");
  }
  CHECK(door.ask("PROPFIND", door.home(), {{"Depth", "2"}}).status == 400);
}

TEST_CASE("a body that asks nothing, or two things, is 400") {
  Door door;
  for (const auto* body :
       {"<propfind xmlns=\"DAV:\"/>", "<propfind xmlns=\"urn:other\"><prop/></propfind>",
        "<x:propfind xmlns:x=\"DAV:\"><prop xmlns=\"urn:other\"/></x:propfind>",
        "<propfind xmlns=\"DAV:\"><prop/><allprop/></propfind>",
        "<propfind xmlns=\"DAV:\"><propname/><allprop/></propfind>",
        "<propfind xmlns=\"DAV:\"><prop/><include/></propfind>", "<propfind xmlns=\"DAV:\"><prop>",
        "<mkcol xmlns=\"DAV:\"/>"}) {
    INFO(body);
    CHECK(door.ask("PROPFIND", door.home(), {{"Depth", "0"}}, body).status == 400);
  }
  std::string many;
  for (int i = 0; i < 300; ++i) many += "<p" + std::to_string(i) + "/>";
  CHECK(door.ask("PROPFIND", door.home(), {{"Depth", "0"}}, asking(many)).status == 413);
}

TEST_CASE("what is not there, or not for the one who asks, is 404") {
  Door door;
  for (const auto* target :
       {"/dav/calendars/funcionario/", "/dav/calendars/coordinadora/none/",
        "/dav/calendars/coordinadora/agenda/none.ics", "/dav/principals/nobody/",
        "/dav/calendars/funcionario/agenda/", "/dav/elsewhere/"}) {
    INFO(target);
    CHECK(door.ask("PROPFIND", target, {{"Depth", "0"}}).status == 404);
  }
  door.login = "redes";
  CHECK(door.ask("PROPFIND", "/dav/principals/coordinadora/", {{"Depth", "0"}}).status == 404);
  CHECK(door.ask("PROPFIND", door.home("institute/"), {{"Depth", "0"}}).status == 404);
  const auto people = find(door, "/dav/principals/", asking("<displayname/>"), "1");
  CHECK(find_all_xml(people, "response.href") ==
        std::vector<std::string>{"/dav/principals/", "/dav/principals/redes/"});
}

TEST_CASE("a listing that is still being sent is not what a changed calendar answers") {
  OwnCalendar door;
  door.put({"uno"});
  const auto list = [&] {
    return door.ask("PROPFIND", door.here(), {{"Depth", "1"}},
                    asking("<displayname/><getetag/><x xmlns=\"urn:x\"/>"));
  };
  const auto held = list();
  CHECK(list().body == held.body);
  const auto give = [&](const std::string& target, const std::string& property) {
    CHECK(door.ask("PROPPATCH", target, {},
                   "<propertyupdate xmlns=\"DAV:\"><set><prop>" + property +
                       "</prop></set></propertyupdate>")
              .status == 207);
  };
  give(door.here(), "<displayname>Otro</displayname>");
  const auto renamed = list();
  CHECK(find_xml(body_of(renamed), "displayname") == "Otro");
  give(door.here("uno.ics"), "<x xmlns=\"urn:x\">1</x>");
  CHECK(find_xml(body_of(list()), "response[1].x") == "1");
}

TEST_CASE("many who list the same calendar at once read the same") {
  OwnCalendar door;
  for (int i = 0; i < 30; ++i) door.put({"evento-" + std::to_string(i)});
  const auto body = asking("<getetag/>");
  const auto expected = find(door, door.here(), body, "1");
  std::vector<std::thread> threads;
  std::atomic<int> same{0};
  for (int i = 0; i < 6; ++i)
    threads.emplace_back([&] {
      for (int j = 0; j < 5; ++j)
        same += body_of(door.ask("PROPFIND", door.here(), {{"Depth", "1"}}, body)) == expected;
    });
  for (auto& thread : threads) thread.join();
  CHECK(same == 30);
}
