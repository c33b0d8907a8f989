#include <catch2/catch.hpp>

#include "dav/door.h"

using namespace citacal;
using namespace citacal::test;

namespace {

constexpr const char* kSpaces =
    "xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\" "
    "xmlns:CS=\"http://calendarserver.org/ns/\"";
constexpr const char* kPeople = "/dav/principals/";

std::string report(Door& door, const std::string& target, const std::string& name,
                   const std::string& content, const std::string& attributes = {}) {
  const auto response = door.ask(
      "REPORT", target, {{"Depth", "0"}},
      "<D:" + name + " " + kSpaces + " " + attributes + ">" + content + "</D:" + name + ">");
  INFO(body_of(response));
  REQUIRE(response.status < 300);
  return body_of(response);
}

std::string where(const std::string& property, const std::string& text,
                  const std::string& type = {}) {
  return "<D:property-search><D:prop><" + property + "/></D:prop><D:match" +
         (type.empty() ? "" : " match-type=\"" + type + "\"") + ">" + text +
         "</D:match></D:property-search>";
}

using Hrefs = std::vector<std::string>;

Hrefs found(Door& door, const std::string& conditions, const std::string& attributes = {},
            const std::string& target = kPeople) {
  auto hrefs = find_all_xml(report(door, target, "principal-property-search",
                                   conditions + "<D:prop><D:displayname/></D:prop>", attributes),
                            "response.href");
  std::sort(hrefs.begin(), hrefs.end());
  return hrefs;
}

std::string principal(const std::string& login) {
  return std::string(kPeople) + login + "/";
}

}  // namespace

TEST_CASE("people are found by name and address, whatever the case") {
  Door door;
  CHECK(found(door, where("D:displayname", "AUDITORA")) == Hrefs{principal("auditora")});
  CHECK(found(door, where("CS:email-address-set", "redes.EXAMPLE")) == Hrefs{principal("redes")});
  CHECK(found(door, where("C:calendar-user-address-set", "mailto:admin@")) ==
        Hrefs{principal("admin")});
  CHECK(found(door, where("D:displayname", "nadie")).empty());
  CHECK(found(door, where("D:getetag", "x")).empty());
  CHECK(found(door, where("D:displayname", "  Auditorá ")) == Hrefs{principal("auditora")});
  CHECK(found(door, where("D:displayname", "auditora", "starts-with")).empty());
  CHECK(found(door, where("D:displayname", "PÉRSONA auditora", "equals")) ==
        Hrefs{principal("auditora")});
  // All of the conditions, or any of them where that is asked.
  const auto both = where("D:displayname", "auditora") + where("D:displayname", "admin");
  CHECK(found(door, both).empty());
  CHECK(found(door, both, "test=\"anyof\"") == Hrefs{principal("admin"), principal("auditora")});
  CHECK(found(door, where("D:displayname", "persona a", "starts-with")) ==
        Hrefs{principal("admin"), principal("auditora")});
  CHECK(found(door, where("D:displayname", "auditora", "equals")).empty());
  CHECK(found(door, where("D:displayname", "auditora", "ends-with")).size() == 1);
}

TEST_CASE("a search goes over people where they are, or everywhere if so asked") {
  Door door;
  const auto condition = where("D:displayname", "auditora");
  CHECK(found(door, condition, {}, door.home()).empty());
  CHECK(found(door, condition + "<D:apply-to-principal-collection-set/>", {}, door.home()).size() ==
        1);
  CHECK(door.ask("REPORT", kPeople, {{"Depth", "1"}},
                 std::string("<D:principal-property-search ") + kSpaces + ">" + condition +
                     "</D:principal-property-search>")
            .status == 400);
  CHECK(
      door.ask("REPORT", kPeople, {}, std::string("<D:principal-property-search ") + kSpaces + "/>")
          .status == 400);
}

TEST_CASE("contractors' people find themselves and nobody else") {
  Door door;
  door.login = "redes";
  CHECK(found(door, where("D:displayname", "")) == Hrefs{principal("redes")});
  CHECK(found(door, where("D:displayname", "auditora")).empty());
}

TEST_CASE("what can be searched is told with words for people") {
  Door door;
  const auto xml = report(door, kPeople, "principal-search-property-set", "");
  CHECK(find_all_xml(xml, "principal-search-property").size() == 4);
  CHECK(find_xml(xml, "description") == "Name");
  door.language = "es";
  CHECK(find_xml(report(door, kPeople, "principal-search-property-set", ""), "description") ==
        "Nombre");
}

TEST_CASE("principal-match finds oneself, and what one owns") {
  Door door;
  const auto self = report(door, kPeople, "principal-match", "<D:self/>");
  CHECK(find_all_xml(self, "response.href") == Hrefs{principal("coordinadora")});
  const auto owned = find_all_xml(report(door, door.home(), "principal-match",
                                         "<D:principal-property><D:owner/></D:principal-property>"),
                                  "response.href");
  CHECK(std::find(owned.begin(), owned.end(), door.home("agenda/")) != owned.end());
  CHECK(std::find(owned.begin(), owned.end(), door.home("institute/")) == owned.end());
}

TEST_CASE("the principals of a list of access are told with their properties") {
  Door door;
  const std::string names = "<D:prop><D:displayname/></D:prop>";
  const auto own = report(door, door.home("agenda/"), "acl-principal-prop-set", names);
  CHECK(find_xml(own, "displayname") == "Persona coordinadora");
  const auto view = report(door, door.home("network/"), "acl-principal-prop-set", names);
  CHECK(find_xml(view, "displayname") == "Persona coordinadora");
  CHECK(find_all_xml(report(door, kPeople, "acl-principal-prop-set", names), "response").empty());
}

TEST_CASE("expand-property answers in one go what hrefs lead to") {
  Door door;
  const auto xml = report(
      door, "/dav/", "expand-property",
      "<D:property name=\"current-user-principal\"><D:property name=\"displayname\"/>"
      "<D:property name=\"calendar-home-set\" namespace=\"urn:ietf:params:xml:ns:caldav\">"
      "<D:property name=\"displayname\"/></D:property>"
      "<D:property name=\"nothing\"/>"
      "<D:property name=\"calendar-user-address-set\" namespace=\"urn:ietf:params:xml:ns:caldav\">"
      "<D:property name=\"principal-URL\"/></D:property></D:property>"
      "<D:property name=\"principal-collection-set\"/>");
  const std::string nested = "current-user-principal.response.";
  CHECK(find_xml(xml, nested + "href") == principal("coordinadora"));
  CHECK(find_xml(xml, nested + "displayname") == "Persona coordinadora");
  CHECK(find_xml(xml, nested + "calendar-home-set.response.href") == door.home());
  CHECK(find_xml(xml, nested + "propstat[status~404].nothing"));
  // What is no resource here stays an href; the principal's own address is expanded.
  const auto addresses = find_all_xml(xml, nested + "calendar-user-address-set.href");
  CHECK(addresses.front() == "mailto:coordinadora@instituto.example");
  CHECK(find_xml(xml, nested + "calendar-user-address-set.response.principal-URL.href") ==
        principal("coordinadora"));
  CHECK(find_xml(xml, "principal-collection-set.href") == kPeople);
}

TEST_CASE("expand-property ends where it would go on for ever") {
  Door door;
  std::string nested;
  for (int level = 0; level < 6; ++level)
    nested = "<D:property name=\"current-user-principal\">" + nested + "</D:property>";
  const auto response = door.ask(
      "REPORT", "/dav/", {},
      std::string("<D:expand-property ") + kSpaces + ">" + nested + "</D:expand-property>");
  CHECK(response.status == 400);
  std::string wide;
  for (int i = 0; i < 300; ++i) wide += "<D:property name=\"owner\"/>";
  CHECK(door.ask("REPORT", "/dav/", {},
                 std::string("<D:expand-property ") + kSpaces + ">" + wide + "</D:expand-property>")
            .status == 400);
}
