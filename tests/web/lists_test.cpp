#include <catch2/catch.hpp>
#include <set>

#include "web/door.h"

using namespace citacal;
using test::json_of;

namespace {

// The member `name` of all items of a list, two by two, by the links from page to page.
std::vector<std::string> walk(const test::Client& client, std::string target, const char* name) {
  std::vector<std::string> all;
  for (int pages = 0; !target.empty() && pages < 20; ++pages) {
    CAPTURE(target);
    const auto page = client.get(target);
    REQUIRE(page.status == 200);
    const auto items = json_of(page).list("items");
    CHECK(items.size() <= 2);
    for (auto item : items) all.push_back(item.line(name));
    const std::string link(page.headers.get("Link"));
    target = link.empty() ? "" : link.substr(1, link.find('>') - 1);
  }
  return all;
}

}  // namespace

TEST_CASE("every list goes on page by page, in its order, each item once") {
  test::TestOffice house;
  const test::Client coordinator{house.office, "coordinadora"}, admin{house.office, "admin"},
      auditor{house.office, "auditora"};
  for (const auto* key : {"energia", "aires", "zonas"})
    REQUIRE(
        coordinator
            .post(
                "/api/v1/contractors",
                std::string(
                    R"({"name":"N","service":"S","contacts":[{"name":"Luis","email":"luis@energia.example"}],"key":")") +
                    key + "\"}")
            .status == 201);
  CHECK(walk(coordinator, "/api/v1/contractors?limit=2", "key") ==
        std::vector<std::string>{"aires", "energia", "redes", "zonas"});
  CHECK(walk(admin, "/api/v1/accounts?limit=2", "login") ==
        std::vector<std::string>{"admin", "auditora", "coordinadora", "funcionario", "redes"});

  std::vector<std::string> tokens;
  for (const auto* client : {&admin, &coordinator, &admin})
    tokens.push_back(
        json_of(client->post("/api/v1/tokens", R"({"label":"x","scope":"api"})")).line("id"));
  std::sort(tokens.begin(), tokens.end());
  CHECK(walk(admin, "/api/v1/tokens?limit=2", "id") == tokens);

  // Two notices of the same hour, so that the time alone does not tell where to go on.
  for (const auto* start : {"2026-03-20T20:00:00-05:00", "2026-03-20T20:00:00-05:00",
                            "2026-03-20T20:00:00-05:00", "2026-03-18T20:00:00-05:00"})
    house.appointment(start);
  const auto due = walk(auditor, "/api/v1/notices?limit=2&state=due", "due_at");
  CHECK(due.size() == 4);
  CHECK(std::is_sorted(due.begin(), due.end()));
  const auto ids = walk(auditor, "/api/v1/notices?limit=2", "id");
  CHECK(std::set<std::string>(ids.begin(), ids.end()).size() == 4);
  CHECK(coordinator.get("/api/v1/notices?cursor=nonsense").status == 400);
  CHECK(coordinator.get("/api/v1/contractors?limit=0").status == 400);
}

TEST_CASE("a contractor sees the notices of the own dates, and no other") {
  test::TestOffice house;
  const test::Client coordinator{house.office, "coordinadora"}, contractor{house.office, "redes"};
  REQUIRE(
      coordinator
          .post(
              "/api/v1/contractors",
              R"({"name":"Energía","service":"UPS","key":"energia","contacts":[{"name":"Luis","email":"luis@energia.example"}]})")
          .status == 201);
  const auto number =
      json_of(coordinator.post(
                  "/api/v1/requests",
                  R"({"kind":"failure","priority":"high","subject":"UPS","contractor":"energia"})"))
          .line("number");
  REQUIRE(coordinator
              .post("/api/v1/appointments", R"({"request":")" + number +
                                                R"(","slot":{"start":"2026-03-20T20:00:00-05:00",
                            "end":"2026-03-20T22:00:00-05:00"},
                            "impact":"outage","affects_network":true})")
              .status == 201);
  const auto own = house.appointment("2026-03-24T20:00:00-05:00");
  CHECK(json_of(coordinator.get("/api/v1/notices")).list("items").size() == 2);
  auto seen = json_of(contractor.get("/api/v1/notices")).list("items");
  REQUIRE(seen.size() == 1);
  CHECK(seen.at(0).line("appointment") == own.id);
}

TEST_CASE("what is cancelled does not take the place of what is coming") {
  test::TestOffice house;
  const test::Client coordinator{house.office, "coordinadora"};
  for (const auto* start : {"2026-03-05T08:00:00-05:00", "2026-03-06T08:00:00-05:00"})
    REQUIRE(coordinator
                .post("/api/v1/appointments/" + house.appointment(start).id + "/cancel",
                      R"({"reason":"Ya no"})")
                .status == 200);
  const auto stands = house.appointment("2026-03-10T08:00:00-05:00");
  auto page = json_of(coordinator.get("/api/v1/maintenance/upcoming?limit=1"));
  auto items = page.list("items");
  REQUIRE(items.size() == 1);
  CHECK(items.at(0).line("id") == stands.id);
  CHECK_FALSE(page.has("next"));
}
