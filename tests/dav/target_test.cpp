#include "dav/target.h"

#include <catch2/catch.hpp>

#include "core/text.h"
#include "support/office.h"
#include "support/request.h"

using namespace citacal;
using namespace citacal::dav;

namespace {

using Path = std::vector<std::string>;

core::Request asked_of(const std::string& host) {
  return test::make_request("PROPFIND", "/dav/", {{"Host", host}});
}

std::optional<Path> ours(std::string_view href, const std::string& host = "citas.example:8443") {
  return segments_of(asked_of(host), "https://citas.instituto.example", href);
}

}  // namespace

TEST_CASE("the tree of addresses, as one account sees it") {
  test::TestOffice office;
  service::Reading reading(office.office, office.coordinator);
  const auto place = [&](const Path& path) { return find_target(reading, path).place; };
  CHECK(place({}) == Place::root);
  CHECK(place({"dav"}) == Place::root);
  CHECK(place({"dav", "principals"}) == Place::principals);
  CHECK(place({"dav", "calendars"}) == Place::homes);
  CHECK(place({"dav", "calendars", "coordinadora"}) == Place::home);

  const auto principal = find_target(reading, {"dav", "principals", "funcionario"});
  CHECK(principal.place == Place::principal);
  CHECK(principal.principal.login == "funcionario");
  CHECK(href_of(principal) == "/dav/principals/funcionario/");

  const auto agenda = find_target(reading, {"dav", "calendars", "coordinadora", "agenda"});
  CHECK(agenda.place == Place::collection);
  REQUIRE(agenda.collection);
  CHECK(agenda.collection->kind == domain::CollectionKind::agenda);
  CHECK(href_of(agenda) == "/dav/calendars/coordinadora/agenda/");

  const auto none = find_target(reading, {"dav", "calendars", "coordinadora", "no hay"});
  CHECK(none.place == Place::collection);
  CHECK_FALSE(none.collection);
  CHECK(href_of(none) == "/dav/calendars/coordinadora/no%20hay/");

  const auto object =
      find_target(reading, {"dav", "calendars", "coordinadora", "institute", "uid@host.ics"});
  CHECK(object.place == Place::object);
  CHECK(object.collection->whole);
  CHECK(object.object == "uid@host.ics");
  CHECK(href_of(object) == "/dav/calendars/coordinadora/institute/uid%40host.ics");
}

TEST_CASE("what is not there and what is another's are the same: not found") {
  test::TestOffice office;
  service::Reading reading(office.office, office.contractor);
  for (const Path& path : std::vector<Path>{{"dav", "x"},
                                            {"dav", "calendars", "coordinadora"},
                                            {"dav", "calendars", "nobody"},
                                            {"dav", "calendars", "coordinadora", "agenda"},
                                            {"dav", "calendars", "Redes"},
                                            {"dav", "calendars", "redes", "agenda", "a", "b"},
                                            {"dav", "principals", "nobody"},
                                            {"dav", "principals", "coordinadora"},
                                            {"dav", "principals", "redes", "x"},
                                            {"feeds"}}) {
    INFO(core::join(path, "/"));
    try {
      find_target(reading, path);
      FAIL("found");
    } catch (const core::Error& error) {
      CHECK(error.code == core::Code::not_found);
      CHECK(error.condition == "not-found");
      CHECK(error.message.en == "It does not exist, or is not for your account.");
    }
  }
  CHECK(find_target(reading, {"dav", "principals", "redes"}).place == Place::principal);
  // A published calendar that contractors do not see is as one that does not exist.
  CHECK_FALSE(find_target(reading, {"dav", "calendars", "redes", "institute"}).collection);
  CHECK(find_target(reading, {"dav", "calendars", "redes", "network"}).collection);
}

TEST_CASE("an href of this server is a path or one of its URLs, by any of its names") {
  const Path path = {"dav", "calendars", "ana", "agenda", "a b@c.ics"};
  CHECK(ours("/dav/calendars/ana/agenda/a%20b@c.ics") == path);
  CHECK(ours(" \n/dav/calendars/ana/agenda/a%20b%40c.ics\n") == path);
  CHECK(ours("http://citas.example:8443/dav/calendars/ana/agenda/a%20b%40c.ics") == path);
  CHECK(ours("HTTPS://CITAS.Instituto.example/dav/calendars/ana/agenda/a%20b%40c.ics") == path);
  CHECK(ours("https://citas.instituto.example:443/dav/calendars/ana/agenda/a%20b%40c.ics") == path);
  CHECK(ours("https://citas.instituto.example") == Path{});
  CHECK(ours("/") == Path{});
}

TEST_CASE("an href of another server, or of no form, is none of ours") {
  for (const char* href : {"",
                           "agenda/",
                           "https://",
                           "https:///dav/",
                           "https://evil.example/dav/",
                           "https://citas.instituto.example.evil.example/dav/",
                           "//evil.example/dav/",
                           "https://citas.instituto.example@evil.example/dav/",
                           "ftp://citas.instituto.example/dav/",
                           "https://citas.instituto.example:8000/dav/",
                           "mailto:ana@instituto.example",
                           "/dav/../etc",
                           "/dav/%2e%2e/etc",
                           "/dav/a%2Fb",
                           "/dav/a%00",
                           "/dav/%252e",
                           "/dav/%zz",
                           "/dav//x",
                           "/dav/a\\b",
                           "/dav/?x=1"}) {
    INFO(href);
    CHECK_FALSE(ours(href));
  }
  CHECK_FALSE(ours("http:///dav/", ""));
}

TEST_CASE("addresses are written in one way, and read back as what they were") {
  CHECK(core::percent_encoded("uid@host-1_a.b~c.ics") == "uid%40host-1_a.b~c.ics");
  CHECK(core::percent_encoded("ñ &<\"'%+;") == "%C3%B1%20%26%3C%22%27%25%2B%3B");
  for (const std::string name : {"a b", "ñandú.ics", "a&b=c;d,e+f", "(x)!$'*[]:@|^`{}", "ü#?"})
    CHECK(ours(object_href("ana", "agenda", name)) ==
          Path{"dav", "calendars", "ana", "agenda", name});
}
