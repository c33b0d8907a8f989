#include <catch2/catch.hpp>

#include "service/calendar.h"
#include "web/door.h"
#include "web/quick.h"

using namespace citacal;
using test::body_of;

namespace {

// A feed token of the caller for a calendar, by the door.
std::string feed_token(const test::Client& client, const std::string& calendar) {
  const auto made =
      client.post("/api/v1/tokens", R"({"label":"Outlook","calendar":")" + calendar + "\"}");
  REQUIRE(made.status == 201);
  return test::json_of(made).line("secret");
}

std::optional<core::Response> at_once(service::Office& office, const std::string& method,
                                      const std::string& target,
                                      const test::HeaderList& headers = {}) {
  return citacal::web::answer_at_once(office, test::make_request(method, target, headers));
}

}  // namespace

TEST_CASE("a public feed is for everybody, others are as if they were not there") {
  test::TestOffice house;
  const auto appointment = house.appointment();
  const test::Client nobody{house.office, ""};
  const auto feed = nobody.get("/feeds/network.ics");
  REQUIRE(feed.status == 200);
  CHECK(feed.headers.get("Content-Type") == "text/calendar; charset=utf-8");
  CHECK(feed.headers.get("Cache-Control") == "public, max-age=300");
  CHECK(feed.headers.get("Content-Disposition") == "inline; filename=\"network.ics\"");
  CHECK(core::parse_http_date(feed.headers.get("Last-Modified")));
  CHECK(feed.logged_as.empty());
  CHECK(body_of(feed).find("UID:" + appointment.uid.substr(0, 36)) != std::string::npos);
  CHECK(body_of(feed).find("ATTENDEE") == std::string::npos);
  for (const auto* hidden : {"/feeds/institute.ics", "/feeds/contractor-redes.ics",
                             "/feeds/nothing.ics", "/feeds/NETWORK.ics", "/feeds/a%20b.ics"}) {
    CAPTURE(hidden);
    CHECK(nobody.get(hidden).status == 404);
  }
}

TEST_CASE("an unchanged feed is 304 with its body at hand, a changed one is new") {
  test::TestOffice house;
  house.appointment();
  const test::Client nobody{house.office, ""};
  const auto feed = nobody.get("/feeds/network.ics");
  const std::string etag(feed.headers.get("ETag")), date(feed.headers.get("Last-Modified"));
  CHECK(etag.starts_with("\""));
  const auto same = nobody.get("/feeds/network.ics", {{"If-None-Match", etag}});
  CHECK(same.status == 304);
  CHECK(same.body == feed.body);
  CHECK(same.headers.get("ETag") == etag);
  CHECK(nobody.get("/feeds/network.ics", {{"If-Modified-Since", date}}).status == 304);
  // If-None-Match wins.
  CHECK(nobody.get("/feeds/network.ics", {{"If-None-Match", "\"x\""}, {"If-Modified-Since", date}})
            .status == 200);
  const auto head = nobody.send("HEAD", "/feeds/network.ics");
  CHECK(head.status == 200);
  CHECK(head.headers.get("ETag") == etag);
  house.appointment("2026-03-27T20:00:00-05:00");
  CHECK(nobody.get("/feeds/network.ics", {{"If-None-Match", etag}}).status == 200);
}

TEST_CASE("a window is asked for by days, and a wrong one is told") {
  test::TestOffice house;
  house.appointment("2026-03-20T20:00:00-05:00");
  const test::Client nobody{house.office, ""};
  const auto events = [&](const std::string& query) {
    return body_of(nobody.get("/feeds/network.ics?" + query)).find("BEGIN:VEVENT") !=
           std::string::npos;
  };
  CHECK(events("from=2026-03-20&to=2026-03-21"));
  CHECK_FALSE(events("from=2026-03-21"));
  CHECK_FALSE(events("to=2026-03-20"));
  for (const auto* wrong : {"from=20260320", "from=2026-03-20&to=2026-03-20", "until=2026-03-20",
                            "from=2000-01-01&to=2030-01-01", "from=2026-01-01&from=2026-01-02"}) {
    CAPTURE(wrong);
    CHECK(nobody.get(std::string("/feeds/network.ics?") + wrong).status == 400);
    CHECK_FALSE(at_once(house.office, "GET", std::string("/feeds/network.ics?") + wrong));
  }
}

TEST_CASE("a token opens its one calendar until it is revoked, and no log shows it") {
  test::TestOffice house;
  house.appointment();
  const test::Client staff{house.office, "funcionario"}, nobody{house.office, ""};
  const auto token = feed_token(staff, "institute");
  const auto path = "/feeds/" + token + "/institute.ics";
  const auto feed = nobody.get(path);
  REQUIRE(feed.status == 200);
  CHECK(feed.headers.get("Cache-Control").find("private") == 0);
  CHECK(feed.logged_as == "/feeds/{token}/institute.ics");
  CHECK(body_of(feed).find(token) == std::string::npos);
  CHECK(nobody.get("/feeds/" + token + "/contractor-redes.ics").status == 404);
  // Refused, misspelled or with another method: the token stays out of the log.
  for (const auto& method : {"GET", "HEAD", "POST", "OPTIONS"})
    for (const auto& odd :
         {"/feeds/" + token + "/x.ics", "/feeds/" + token, path + "/",
          "/feeds/" + token + "/a/b.ics", path + "?from=x", "/feeds/" + token + ".ics/" + token}) {
      CAPTURE(method, odd);
      const auto refused = nobody.send(method, odd);
      CHECK(refused.status >= 204);
      CHECK(refused.logged_as.starts_with("/feeds/{token}"));
      CHECK(refused.logged_as.find(token) == std::string::npos);
      CHECK(body_of(refused).find(token) == std::string::npos);
    }
  const auto tokens = test::json_of(staff.get("/api/v1/tokens")).list("items");
  REQUIRE(tokens.size() == 1);
  const auto id = citacal::web::Fields(tokens[0]).line("id");
  CHECK(staff.send("DELETE", "/api/v1/tokens/" + id).status == 204);
  CHECK(nobody.get(path).status == 404);
}

TEST_CASE("the quick way answers what is at hand just as the other would, and nothing else") {
  test::TestOffice house;
  house.appointment();
  const test::Client staff{house.office, "funcionario"}, nobody{house.office, ""};
  const auto path = "/feeds/" + feed_token(staff, "institute") + "/institute.ics";
  CHECK_FALSE(at_once(house.office, "GET", path));
  const auto full = nobody.get(path);
  const auto quick = at_once(house.office, "GET", path);
  REQUIRE(quick);
  CHECK(quick->body == full.body);
  CHECK(quick->headers.all() == full.headers.all());
  CHECK(quick->logged_as == full.logged_as);
  const std::string etag(full.headers.get("ETag"));
  CHECK(at_once(house.office, "HEAD", path, {{"If-None-Match", etag}})->status == 304);
  CHECK_FALSE(at_once(house.office, "POST", path));
  CHECK_FALSE(at_once(house.office, "GET", path + "/"));
  CHECK_FALSE(at_once(house.office, "GET", "/api/v1/me"));
  CHECK_FALSE(at_once(house.office, "GET", "/feeds/institute.ics"));
  // Changed, or asked with a token that is none: no longer at hand.
  CHECK_FALSE(at_once(house.office, "GET", "/feeds/nonsense/institute.ics"));
  house.appointment("2026-03-27T20:00:00-05:00");
  CHECK_FALSE(at_once(house.office, "GET", path));
}
