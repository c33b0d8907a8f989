#include "dav/dav.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "core/text.h"
#include "dav/door.h"
#include "dav/methods.h"
#include "dav/xml.h"
#include "service/token.h"

using namespace citacal;
using test::body_of;
using test::Door;

namespace {

bool is_ours(const std::string& method, const std::string& target) {
  return dav::is_for_dav(test::make_request(method, target));
}

std::string header(const core::Response& response, std::string_view name) {
  return std::string(response.headers.get(name));
}

const char* const kPropfind =
    "<?xml version=\"1.0\"?><propfind xmlns=\"DAV:\"><prop><resourcetype/></prop></propfind>";

}  // namespace

TEST_CASE("the door has /dav and the well-known address, and of the root what is WebDAV's") {
  for (const char* method : {"GET", "PROPFIND", "OPTIONS", "TRACE"}) {
    CHECK(is_ours(method, "/dav"));
    CHECK(is_ours(method, "/dav/calendars/ana/"));
    CHECK(is_ours(method, "/.well-known/caldav"));
    CHECK(is_ours(method, "/.well-known/caldav/"));
    CHECK_FALSE(is_ours(method, "/davos/"));
    CHECK_FALSE(is_ours(method, "/api/v1/me"));
    CHECK_FALSE(is_ours(method, "/.well-known/carddav"));
  }
  for (const char* method : {"PROPFIND", "OPTIONS", "REPORT", "PUT", "DELETE"})
    CHECK(is_ours(method, "/"));
  for (const char* method : {"GET", "HEAD", "POST"}) CHECK_FALSE(is_ours(method, "/"));
}

TEST_CASE("the well-known address leads to the root, whatever the method, without a login") {
  Door door;
  door.login.clear();
  for (const char* method : {"GET", "HEAD", "PROPFIND", "OPTIONS", "REPORT", "POST"}) {
    const auto response = door.ask(method, "/.well-known/caldav", {}, kPropfind);
    CHECK(response.status == 301);
    CHECK(header(response, "Location") == "/dav/");
  }
}

TEST_CASE("nobody is asked to sign in, by one realm, wherever they ask") {
  Door door;
  door.login.clear();
  for (const char* target : {"/", "/dav/", "/dav/calendars/coordinadora/", "/dav/no/such/thing"})
    for (const char* method : {"PROPFIND", "REPORT", "PUT", "LOCK", "MADEUP"}) {
      const auto response = door.ask(method, target, {{"Depth", "0"}}, kPropfind);
      CHECK(response.status == 401);
      CHECK(header(response, "WWW-Authenticate") == "Basic realm=\"citacal\", charset=\"UTF-8\"");
      CHECK(header(response, "Content-Type") == "application/xml; charset=utf-8");
    }
  const auto wrong = door.ask("PROPFIND", "/dav/",
                              {{"Authorization", test::basic_credentials("coordinadora", "otra")}});
  const auto unknown =
      door.ask("PROPFIND", "/dav/", {{"Authorization", test::basic_credentials("nadie", "otra")}});
  CHECK(wrong.status == 401);
  CHECK(body_of(wrong) == body_of(unknown));
}

TEST_CASE("failed sign-ins make the next ones wait, also here") {
  Door door;
  door.login.clear();
  core::Response response;
  const test::HeaderList wrong = {
      {"Authorization", test::basic_credentials("coordinadora", "otra")}};
  for (int i = 0; i < 8 && response.status != 429; ++i)
    response = door.ask("PROPFIND", "/dav/", wrong);
  CHECK(response.status == 429);
  CHECK(std::stoi(header(response, "Retry-After")) > 0);
}

TEST_CASE("a program signs in with an access token") {
  Door door;
  service::NewToken asked;
  asked.label = "sincronizador";
  asked.scope = domain::TokenScope::api;
  const auto token = service::create_token(door.office.office, door.office.coordinator, asked);
  door.login.clear();
  const auto response =
      door.ask("PROPFIND", "/dav/", {{"Authorization", "Bearer " + token.secret}, {"Depth", "0"}});
  CHECK(response.status == 207);
  CHECK(response.logged_login == "coordinadora");
}

TEST_CASE("OPTIONS says without a login what the place would take, and not whether it is there") {
  Door door;
  door.login.clear();
  const auto options = [&](const std::string& target) {
    const auto response = door.ask("OPTIONS", target);
    CHECK(response.status == 200);
    CHECK(header(response, "DAV") ==
          "1, 3, access-control, calendar-access, calendar-auto-schedule, extended-mkcol, "
          "sync-collection");
    return header(response, "Allow");
  };
  CHECK(options("/") == "OPTIONS, PROPFIND, REPORT, PROPPATCH, GET, HEAD");
  CHECK(options("/dav/") == options("/"));
  CHECK(options("/dav/calendars/coordinadora/agenda/") ==
        "OPTIONS, PROPFIND, REPORT, PROPPATCH, GET, HEAD, DELETE, COPY, MOVE, POST, MKCALENDAR, "
        "MKCOL");
  CHECK(options("/dav/calendars/coordinadora/agenda/a.ics") ==
        "OPTIONS, PROPFIND, REPORT, PROPPATCH, GET, HEAD, PUT, DELETE, COPY, MOVE");
  CHECK(options("/dav/calendars/nadie/x/") == options("/dav/calendars/coordinadora/agenda/"));
  CHECK(options("/dav/calendars/nadie/") == options("/dav/calendars/coordinadora/"));
}

TEST_CASE("a method that has no place there is refused with those that have") {
  Door door;
  for (const auto& [method, target] :
       std::vector<std::pair<std::string, std::string>>{{"LOCK", door.home("agenda/")},
                                                        {"UNLOCK", door.home("agenda/a.ics")},
                                                        {"PUT", "/"},
                                                        {"PUT", "/dav/"},
                                                        {"PUT", door.home()},
                                                        {"PUT", door.home("agenda/")},
                                                        {"DELETE", door.home()},
                                                        {"MKCALENDAR", door.home()},
                                                        {"MKCOL", "/dav/principals/"},
                                                        {"TRACE", "/dav/"},
                                                        {"PATCH", door.home("agenda/a.ics")}}) {
    INFO(method << " " << target);
    const auto response = door.ask(method, target, {{"If-Match", "nothing"}});
    CHECK(response.status == 405);
    CHECK(header(response, "Allow").starts_with("OPTIONS, PROPFIND"));
    CHECK(test::precondition_of(response) == "method-not-allowed");
  }
}

TEST_CASE("a calendar is made in the home, and nothing below what is no collection") {
  Door door;
  for (const char* method : {"MKCALENDAR", "MKCOL"}) {
    const auto response = door.ask(method, door.home("agenda/nested/"));
    CHECK(response.status == 403);
    CHECK(test::precondition_of(response) == "calendar-collection-location-ok");
  }
  for (const char* method : {"MKCALENDAR", "MKCOL", "PUT"})
    CHECK(door.ask(method, door.home("agenda/nested/x.ics")).status == 409);
  CHECK(door.ask("PROPFIND", door.home("agenda/nested/x.ics")).status == 404);
  CHECK(door.ask("PUT", "/dav/calendars/redes/agenda/nested/x.ics").status == 404);
}

TEST_CASE("permissions are not changed here, and the answer says which right is missing") {
  Door door;
  const auto response = door.ask("ACL", door.home("agenda/"), {}, "<D:acl xmlns:D='DAV:'/>");
  CHECK(response.status == 403);
  CHECK(test::precondition_of(response) == "need-privileges");
  CHECK(test::find_xml(body_of(response), "need-privileges.resource.href") == door.home("agenda/"));
  CHECK(test::find_all_xml(body_of(response), "privilege.write-acl").size() == 1);
}

TEST_CASE("what is another's and what is not there have the same answer") {
  Door door;
  door.login = "redes";
  const auto there = door.ask("PROPFIND", "/dav/calendars/coordinadora/", {{"Depth", "0"}});
  CHECK(there.status == 404);
  for (const char* target :
       {"/dav/calendars/nadie/", "/dav/calendars/coordinadora/agenda/",
        "/dav/calendars/coordinadora/agenda/x.ics", "/dav/principals/coordinadora/",
        "/dav/principals/nadie/", "/dav/calendars/redes/institute/", "/dav/x"}) {
    INFO(target);
    const auto response = door.ask("PROPFIND", target, {{"Depth", "0"}});
    CHECK(response.status == 404);
    CHECK(body_of(response) == body_of(there));
  }
}

TEST_CASE("a page of another site cannot have a browser post with remembered credentials") {
  Door door;
  const auto response =
      door.ask("POST", door.home("outbox/"), {{"Sec-Fetch-Site", "cross-site"}}, "BEGIN:VCALENDAR");
  CHECK(response.status == 403);
  CHECK(test::precondition_of(response) == "other-site");
}

TEST_CASE("answers are for the one who asked, and say what the door speaks") {
  Door door;
  auto response = door.ask("PROPFIND", "/dav/", {{"Depth", "0"}}, kPropfind);
  CHECK(response.status == 207);
  CHECK(response.logged_login == "coordinadora");
  CHECK(header(response, "Cache-Control") == "private, no-cache");
  const auto& all = response.headers.all();
  CHECK(std::find(all.begin(), all.end(),
                  std::pair<std::string, std::string>{"Vary", "Authorization"}) != all.end());
  CHECK(header(response, "DAV").starts_with("1, 3, access-control"));
  CHECK(header(response, "X-Content-Type-Options") == "nosniff");
}

TEST_CASE("a body that is no XML, or is hostile, is refused with the reason") {
  Door door;
  const auto refused = [&](const std::string& body, const char* type = "text/xml") {
    const auto response =
        door.ask("PROPFIND", "/dav/", {{"Depth", "0"}, {"Content-Type", type}}, body);
    return std::to_string(response.status) + " " + test::precondition_of(response);
  };
  CHECK(refused("<propfind") == "400 malformed-xml");
  CHECK(refused("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>") == "403 no-external-entities");
  CHECK(refused("<?xml version='1.0' encoding='x'?><a/>") == "415 xml-charset");
  CHECK(refused("<a/>", "text/plain") == "415 not-xml");
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  CHECK(refused(deep) == "413 xml-limits");
}
