#include "service/errands.h"

#include <catch2/catch.hpp>

#include "web/door.h"

using namespace citacal;
using test::body_of;
using test::code_of;
using test::json_of;

TEST_CASE("what is told to ticket systems is listed, read, seen with its case and retried") {
  auto settings = test::settings();
  settings.ticket_systems = {{"mesa", "redes", "Mesa de ayuda"}};
  test::TestOffice house(settings);
  const auto appointment = house.appointment();
  const test::Client staff{house.office, "funcionario"}, auditor{house.office, "auditora"},
      coordinator{house.office, "coordinadora"}, contractor{house.office, "redes"};

  CHECK(staff.get("/api/v1/errands").status == 403);
  auto list = json_of(auditor.get("/api/v1/errands?state=queued")).list("items");
  REQUIRE(list.size() == 1);
  CHECK(list[0].line("kind") == "open");
  CHECK_FALSE(list[0].has("ticket"));
  CHECK(list[0].has("next_at"));
  const auto id = list[0].line("id");
  CHECK(json_of(auditor.get("/api/v1/errands?state=waiting")).list("items").size() == 1);
  CHECK(auditor.get("/api/v1/errands?state=lost").status == 400);
  const auto whole = body_of(auditor.get("/api/v1/errands/" + id));
  CHECK(whole.find("Prioridad: Media") != std::string::npos);

  const auto retry = "/api/v1/errands/" + id + "/retry";
  CHECK(code_of(coordinator.post(retry)) == "errand-state");
  REQUIRE(service::claim_errands(house.office, "mesa", 9).size() == 1);
  service::settle_errand(house.office, id, {{domain::Delivery::refused, "HTTP 403: no"}, "", ""},
                         0);
  auto failed = json_of(auditor.get("/api/v1/errands/" + id));
  CHECK(failed.line("state") == "failed");
  CHECK(failed.line("last_error") == "HTTP 403: no");
  CHECK(auditor.post(retry).status == 403);
  CHECK(json_of(coordinator.post(retry)).line("state") == "queued");

  const auto number = failed.line("number");
  auto activities = json_of(contractor.get("/api/v1/cases/" + number)).list("activities");
  const auto count = [&](std::size_t activity) {
    int errands = 0;
    for (auto& one : activities.at(activity - 1).list("records"))
      errands += one.line("type") == "errand";
    return errands;
  };
  CHECK(count(2) == 1);
  CHECK(count(3) == 1);
}
