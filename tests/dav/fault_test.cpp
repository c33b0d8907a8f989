#include "dav/fault.h"

#include <catch2/catch.hpp>

#include "dav/door.h"
#include "dav/xml.h"

using namespace citacal;
using core::Code;
using test::body_of;

namespace {

struct Asked {
  explicit Asked(const std::string& method = "PUT", const std::string& language = "en")
      : request(test::make_request(method, "/dav/calendars/ana/agenda/a.ics",
                                   {{"Accept-Language", language}})),
        exchange(office.office, request) {
    exchange.target.place = dav::Place::object;
    exchange.target.login = "ana";
    exchange.target.collection_key = "agenda";
    exchange.target.object = "a.ics";
  }
  core::Response fault(Code code, const std::string& condition, const std::string& field = {}) {
    return dav::fault(core::Error(code, condition, {"Qué pasó.", "What <happened>."}, field),
                      exchange);
  }

  test::TestOffice office;
  core::Request request;
  dav::Exchange exchange;
};

}  // namespace

TEST_CASE("a precondition by name stands first, in its namespace, then the words for people") {
  Asked asked;
  const auto response = asked.fault(Code::forbidden, "valid-calendar-data");
  CHECK(response.status == 403);
  const auto root = dav::parse_xml(body_of(response));
  CHECK(root.is(dav::kDav, "error"));
  REQUIRE(root.children.size() == 2);
  CHECK(root.children[0].is(dav::kCalDav, "valid-calendar-data"));
  CHECK(root.children[1].name.local == "error-description");
  CHECK(root.children[1].text == "What <happened>.");
  CHECK(test::find_xml(body_of(Asked("PUT", "es").fault(Code::conflict, "x")),
                       "error-description") == "Qué pasó.");
  CHECK(dav::parse_xml(body_of(asked.fault(Code::forbidden, "D:valid-sync-token")))
            .children[0]
            .is(dav::kDav, "valid-sync-token"));
}

TEST_CASE("what is no precondition has an element, too: a bare error is taken for a rate limit") {
  Asked asked;
  const auto root = dav::parse_xml(body_of(asked.fault(Code::conflict, "appointment-state")));
  CHECK(root.children.at(0).is("urn:x-citacal:conditions", "appointment-state"));
}

TEST_CASE("a conflict of UIDs names the object that has it") {
  Asked asked;
  const auto response = asked.fault(Code::conflict, "no-uid-conflict", "otro nombre.ics");
  CHECK(response.status == 409);
  CHECK(test::find_xml(body_of(response), "no-uid-conflict.href") ==
        "/dav/calendars/ana/agenda/otro%20nombre.ics");
  const auto elsewhere = asked.fault(Code::forbidden, "unique-scheduling-object-resource", "red/b");
  CHECK(test::find_xml(body_of(elsewhere), "unique-scheduling-object-resource.href") ==
        "/dav/calendars/ana/red/b");
}

TEST_CASE("a missing privilege is named with the resource it is missing on") {
  const auto missing = [](const std::string& method, const std::string& field) {
    const auto body = body_of(Asked(method).fault(Code::forbidden, "need-privileges", field));
    const auto root = dav::parse_xml(body);
    const auto& resource = root.children.at(0).children.at(0);
    CHECK(resource.is(dav::kDav, "resource"));
    return *test::find_xml(body, "resource.href") + " " +
           resource.children.at(1).children.at(0).name.local;
  };
  CHECK(missing("PUT", "") == "/dav/calendars/ana/agenda/a.ics write-content");
  CHECK(missing("PUT", "bind") == "/dav/calendars/ana/agenda/ bind");
  CHECK(missing("DELETE", "") == "/dav/calendars/ana/agenda/ unbind");
  CHECK(missing("COPY", "otro/bind") == "/dav/calendars/ana/otro/ bind");
  CHECK(missing("MOVE", "agenda/unbind") == "/dav/calendars/ana/agenda/ unbind");
  CHECK(missing("GET", "") == "/dav/calendars/ana/agenda/a.ics read");
  CHECK(missing("PUT", "<nothing of ours>") == "/dav/calendars/ana/agenda/a.ics write-content");
}

TEST_CASE("the status says whether to come back, and never asks for what will not be taken") {
  const auto status = [](Code code, const std::string& condition, const std::string& method) {
    return Asked(method).fault(code, condition).status;
  };
  CHECK(status(Code::invalid, "valid-calendar-data", "PUT") == 403);
  CHECK(status(Code::too_large, "max-resource-size", "PUT") == 403);
  CHECK(status(Code::unsupported, "supported-calendar-data", "REPORT") == 403);
  CHECK(status(Code::invalid, "control-character", "PUT") == 403);
  CHECK(status(Code::invalid, "bad-if", "PUT") == 400);
  CHECK(status(Code::invalid, "malformed-xml", "PROPFIND") == 400);
  CHECK(status(Code::invalid, "no-sync-token", "REPORT") == 400);
  CHECK(status(Code::conflict, "appointment-state", "PUT") == 409);
  CHECK(status(Code::stale, "changed-meanwhile", "DELETE") == 412);
  CHECK(status(Code::not_found, "not-found", "GET") == 404);
  CHECK(status(Code::too_large, "xml-limits", "PROPFIND") == 413);
  CHECK(status(Code::unsupported, "not-xml", "PROPFIND") == 415);
  CHECK(status(Code::conflict, "resource-must-be-null", "MKCOL") == 405);
  CHECK(status(Code::conflict, "resource-must-be-null", "MKCALENDAR") == 409);
  CHECK(status(Code::unauthorised, "unauthorised", "GET") == 401);
}

TEST_CASE("what may work later says when; a fault of ours is told to the log alone") {
  Asked asked;
  core::Error busy(Code::unavailable, "busy", {"Ocupado.", "Busy."});
  busy.retry_after_s = 3;
  busy.log = "database is locked";
  auto response = dav::fault(busy, asked.exchange);
  CHECK(response.status == 503);
  CHECK(response.headers.get("Retry-After") == "3");
  CHECK_THAT(response.logged_error, Catch::Contains("database is locked"));
  CHECK_THAT(body_of(response), !Catch::Contains("locked"));

  response = dav::fault(std::runtime_error("secret of the engine"), asked.exchange);
  CHECK(response.status == 500);
  CHECK_THAT(response.logged_error, Catch::Contains("secret of the engine"));
  CHECK_THAT(body_of(response), !Catch::Contains("secret"));
  CHECK_FALSE(response.headers.find("Retry-After"));
}

TEST_CASE("inside a multistatus an error has the same element, by the prefixes of the root") {
  Asked asked;
  const core::Error error(Code::forbidden, "cannot-modify-protected-property", {"No.", "No."});
  CHECK(dav::status_of(error) == 403);
  CHECK(dav::error_element(error, asked.exchange.target) ==
        "<D:error><D:cannot-modify-protected-property/></D:error>");
}
