#include <catch2/catch.hpp>

#include "web/door.h"
#include "web/router.h"

using namespace citacal;
using test::code_of;

TEST_CASE("patterns meet whole paths and take their parameters") {
  std::vector<std::pair<std::string, std::string>> parameters;
  const auto meets = [&](std::string_view pattern, const char* target) {
    parameters.clear();
    return citacal::web::matches(pattern, test::make_request("GET", target), parameters);
  };
  CHECK(meets("/feeds/{calendar}.ics", "/feeds/network.ics"));
  CHECK(parameters.at(0).second == "network");
  CHECK_FALSE(meets("/feeds/{calendar}.ics", "/feeds/.ics"));
  CHECK_FALSE(meets("/feeds/{calendar}.ics", "/feeds/network.ics/"));
  CHECK_FALSE(meets("/feeds/{calendar}.ics", "/feeds/network"));
  CHECK_FALSE(meets("/feeds/{calendar}.ics", "/"));
  CHECK(meets("/feeds/{token}/{calendar}.ics", "/feeds/a%20b/x.ics"));
  CHECK(parameters.at(0).second == "a b");
}

TEST_CASE("a path that is none is 404, another method 405 with Allow, OPTIONS tells the methods") {
  test::TestOffice house;
  const test::Client nobody{house.office, ""};
  const auto missing = nobody.get("/api/v2/requests");
  CHECK(missing.status == 404);
  CHECK(missing.headers.get("Content-Type") == "application/problem+json");
  CHECK(nobody.send("OPTIONS", "/api/v2/requests").status == 404);

  const auto refused = nobody.send("PATCH", "/api/v1/requests");
  CHECK(refused.status == 405);
  CHECK(refused.headers.get("Allow") == "GET, HEAD, POST, OPTIONS");
  CHECK(code_of(refused) == "method-not-allowed");

  const auto options = nobody.send("OPTIONS", "/api/v1/contractors/redes");
  CHECK(options.status == 204);
  CHECK(options.headers.get("Allow") == "GET, HEAD, PUT, OPTIONS");
  // Of two patterns the more literal one: "check" is no appointment.
  CHECK(nobody.send("OPTIONS", "/api/v1/appointments/check").headers.get("Allow") ==
        "POST, OPTIONS");
}

TEST_CASE(
    "a query parameter that is not known is refused naming the nearest, as is one given twice") {
  test::TestOffice house;
  const test::Client staff{house.office, "funcionario"};
  const auto unknown = staff.get("/api/v1/maintenance/upcoming?affects_netwrok=true");
  CHECK(unknown.status == 400);
  CHECK(code_of(unknown) == "unknown-field");
  CHECK(test::body_of(unknown).find("affects_network") != std::string::npos);
  CHECK(code_of(staff.get("/api/v1/maintenance/upcoming?days=3&days=4")) == "given-twice");
  CHECK(staff.get("/api/v1/maintenance/upcoming?days=&from=&to=").status == 200);
  for (const auto* wrong : {"days=0", "days=x", "days=99999", "limit=501", "from=2026-02-30",
                            "to=2020-01-01", "days=3&to=2026-12-31", "affects_network=yes",
                            "kind=planned", "contractor=rdes", "cursor=%5B"}) {
    CAPTURE(wrong);
    const auto refused = staff.get(std::string("/api/v1/maintenance/upcoming?") + wrong);
    CHECK(refused.status == 400);
    const auto named = test::json_of(refused).line("field");
    CHECK(std::string(wrong).find(named + "=") != std::string::npos);
  }
}

TEST_CASE("every answer is armoured, and HSTS is said only where TLS was") {
  test::TestOffice house;
  auto request = test::make_request("GET", "/healthz");
  auto plain = citacal::web::answer(house.office, request);
  CHECK(plain.headers.get("X-Content-Type-Options") == "nosniff");
  CHECK(plain.headers.get("Referrer-Policy") == "no-referrer");
  CHECK_FALSE(plain.headers.find("Strict-Transport-Security"));
  request.secure = true;
  CHECK(citacal::web::answer(house.office, request).headers.find("Strict-Transport-Security"));
  CHECK(test::body_of(plain) == "ok\n");
  CHECK(test::Client{house.office, ""}.get("/readyz").status == 200);
}

TEST_CASE("who asks: basic, bearer, nobody, and a page of another site") {
  test::TestOffice house;
  const test::Client nobody{house.office, ""};
  const auto refused = nobody.get("/api/v1/me");
  CHECK(refused.status == 401);
  CHECK(refused.headers.get("WWW-Authenticate").starts_with("Basic realm="));
  for (const auto* wrong : {"Basic", "Basic !!!", "Basic bm9jb2xvbg==", "Bearer nothing",
                            "Digest x", "Basic YWRtaW46d3Jvbmc="}) {
    CAPTURE(wrong);
    CHECK(nobody.get("/api/v1/me", {{"Authorization", wrong}}).status == 401);
  }

  const test::Client coordinator{house.office, "coordinadora"};
  const auto own = coordinator.get("/api/v1/me");
  CHECK(own.status == 200);
  CHECK(own.logged_login == "coordinadora");
  const auto made = coordinator.post("/api/v1/tokens", R"({"scope":"api","label":"guion"})");
  REQUIRE(made.status == 201);
  CHECK(made.headers.get("Cache-Control") == "no-store");
  const auto bearer = "Bearer " + test::json_of(made).line("secret");
  CHECK(nobody.get("/api/v1/me", {{"Authorization", bearer}}).logged_login == "coordinadora");

  const std::string body = R"({"label":"otra","scope":"api"})";
  for (const auto& [name, value] :
       test::HeaderList{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://evil.example"}}) {
    const auto foreign = coordinator.post("/api/v1/tokens", body, {{name, value}});
    CHECK(foreign.status == 403);
    CHECK(code_of(foreign) == "other-site");
  }
  CHECK(coordinator.post("/api/v1/tokens", body, {{"Origin", "https://citas.instituto.example"}})
            .status == 201);
}

TEST_CASE("problems speak Spanish unless English is preferred, with the same code") {
  test::TestOffice house;
  const auto spanish = test::Client{house.office, "funcionario", "es-CO"}.get("/api/v1/audit");
  const auto english = test::Client{house.office, "funcionario", "en"}.get("/api/v1/audit");
  CHECK(spanish.status == 403);
  CHECK(spanish.headers.get("Content-Language") == "es");
  CHECK(test::json_of(spanish).line("title") == "No permitido");
  CHECK(test::json_of(english).line("title") == "Not allowed");
  CHECK(code_of(spanish) == code_of(english));
}
