#include <catch2/catch.hpp>

#include "core/secret.h"
#include "service/token.h"
#include "web/door.h"

using namespace citacal;
using test::body_of;
using test::code_of;
using test::json_of;

namespace {

const char* kContractor =
    R"({"name":"Energía Segura S.A.S.","service":"UPS","key":"energia",
        "contacts":[{"name":"Luis Díaz","email":"luis@energia.example",
                     "phone":"+57 601 5550100"}]})";

const char* kProgramme =
    R"({"contractor":"energia","year":2026,"contract":"CPS-041-2026","conditions":"Con repuestos",
        "services":[{"key":"ups","subject":"Mantenimiento de UPS","period":"quarterly",
                     "first_month":3,"minutes":120,"place":"Cuarto eléctrico",
                     "affected":["Centro de cómputo"],"impact":"outage"}]})";

std::string slot(const std::string& start, const std::string& end) {
  return R"("slot":{"start":")" + start + R"(","end":")" + end + "\"}";
}

std::string agreement(const std::string& request) {
  return R"({"request":")" + request + R"(",)" +
         slot("2026-03-20T20:00:00-05:00", "2026-03-20T22:00:00-05:00") +
         R"(,"impact":"outage","affects_network":true})";
}

}  // namespace

TEST_CASE("a year's programme goes by this door to a verified case") {
  test::TestOffice house;
  const test::Client coordinator{house.office, "coordinadora"};

  const auto firm = coordinator.post("/api/v1/contractors", kContractor);
  REQUIRE(firm.status == 201);
  CHECK(firm.headers.get("ETag") == "\"v1\"");
  CHECK(coordinator.get(std::string(firm.headers.get("Location"))).status == 200);

  const auto programme = coordinator.post("/api/v1/programmes", kProgramme);
  REQUIRE(programme.status == 201);
  const std::string plan(programme.headers.get("Location"));
  const auto approved =
      coordinator.post(plan + "/approve", R"({"minutes":"Acta 3","day":"2026-03-02"})");
  REQUIRE(approved.status == 200);
  CHECK(json_of(approved).line("state") == "approved");

  auto plan_fields = json_of(approved);
  const auto asked = coordinator.post(
      "/api/v1/requests",
      R"({"kind":"scheduled","priority":"high","subject":"Mantenimiento de UPS",
          "contractor":"energia","programme":")" +
          plan_fields.line("id") + R"(","planned_service":")" +
          plan_fields.list("services").at(0).line("id") + R"(","place":"Cuarto eléctrico"})");
  REQUIRE(asked.status == 201);
  const auto number = json_of(asked).line("number");
  CHECK(coordinator
            .post("/api/v1/requests/" + number + "/tickets",
                  R"({"system":"Mesa Energía","number":"T-77"})")
            .status == 200);

  CHECK(json_of(coordinator.post("/api/v1/appointments/check", agreement(number)))
            .list("warnings")
            .size() == 1);  // outside working hours
  const auto agreed = coordinator.post("/api/v1/appointments", agreement(number));
  REQUIRE(agreed.status == 201);
  const std::string date(agreed.headers.get("Location"));
  CHECK(json_of(agreed).list("warnings").size() == 1);
  CHECK(json_of(agreed).list("attendees").at(0).line("email") == "luis@energia.example");

  auto upcoming = json_of(coordinator.get("/api/v1/maintenance/upcoming?contractor=energia"));
  auto entry = upcoming.list("items").at(0);
  CHECK(entry.line("case") == number);
  CHECK(entry.object("contractor").line("key") == "energia");
  CHECK(entry.object("slot").line("start") == "2026-03-21T01:00:00Z");
  CHECK(entry.object("slot").line("start_local") == "2026-03-20T20:00:00-05:00");
  CHECK(entry.object("answers").integer("needs_action", 0, 9) == 1);
  CHECK(entry.object("links").names().size() == 5);

  const auto moved = coordinator.post(
      date + "/reschedule", "{" + slot("2026-03-24T08:00:00-05:00", "2026-03-24T10:00:00-05:00") +
                                R"(,"reason":"Auditoría ese día"})");
  REQUIRE(moved.status == 200);
  CHECK(json_of(moved).integer("sequence", 0, 9) == 1);
  CHECK(json_of(moved).list("warnings").empty());
  CHECK(coordinator.post(date + "/confirm").status == 200);

  const auto invitation = coordinator.get(date + "/invitation.ics");
  CHECK(invitation.headers.get("Content-Type").find("method=REQUEST") != std::string::npos);
  CHECK(body_of(invitation).find("DTSTART;TZID=America/Bogota:20260324T080000") !=
        std::string::npos);

  house.clock.set(test::at("2026-03-24T11:00:00-05:00"));
  const auto notices = json_of(coordinator.get("/api/v1/notices?state=due")).list("items");
  REQUIRE(notices.size() == 1);
  const auto notice = "/api/v1/notices/" + citacal::web::Fields(notices[0]).line("id");
  CHECK(
      json_of(coordinator.get("/api/v1/cases/" + number)).list("activities").at(3).line("state") ==
      "overdue");
  CHECK(json_of(coordinator.post(notice + "/send")).line("state") == "late");
  CHECK(coordinator.post(date + "/hold").status == 200);
  const auto verified = coordinator.post(
      "/api/v1/verifications", R"({"request":")" + number + R"(","appointment":")" +
                                   json_of(agreed).line("id") +
                                   R"(","outcome":"partly","means":"minutes","reference":"Acta 9",
            "findings":"Falta una batería",
            "commitments":[{"what":"Cambiar la batería","who":"Luis Díaz","by":"2026-03-31"}]})");
  REQUIRE(verified.status == 201);
  const auto evidence =
      coordinator.post("/api/v1/records?case=" + number +
                           "&activity=5&title=Acta%209&file_name=Acta%209%20%C3%B1.pdf",
                       "%PDF-1.7 acta", {{"Content-Type", "application/pdf"}});
  REQUIRE(evidence.status == 201);

  auto whole = json_of(coordinator.get("/api/v1/cases/" + number));
  CHECK(whole.line("state") == "closed");
  const auto activities = whole.list("activities");
  REQUIRE(activities.size() == 5);
  for (auto activity : activities) {
    CHECK(activity.line("state") == "done");
    CHECK_FALSE(activity.list("records").empty());
    CHECK(activity.object("name").names().size() == 2);
  }
  CHECK(citacal::web::Fields(activities[4]).list("records").size() == 2);

  house.clock.set(test::at("2026-04-01T09:00:00-05:00"));
  const auto late = json_of(coordinator.get("/api/v1/cases/" + number)).list("activities");
  CHECK(citacal::web::Fields(late[4]).line("state") == "overdue");
  const auto promise = json_of(verified).list("commitments").at(0).line("id");
  CHECK(coordinator
            .post(std::string(verified.headers.get("Location")) + "/commitments/" + promise +
                  "/complete")
            .status == 200);
  const auto kept = json_of(coordinator.get("/api/v1/cases/" + number)).list("activities");
  CHECK(citacal::web::Fields(kept[4]).line("state") == "done");
}

TEST_CASE("a case's link set names its request, its verification and what it is made of") {
  test::TestOffice house;
  const test::Client coordinator{house.office, "coordinadora"};
  const auto appointment = house.appointment();
  const auto number =
      json_of(coordinator.get("/api/v1/requests/" + appointment.request)).line("number");
  const auto moved = test::Client{house.office, ""}.get("/cases/" + number);
  CHECK(moved.status == 303);
  CHECK(moved.headers.get("Location") == "/api/v1/cases/" + number);
  const auto answer = coordinator.get("/api/v1/cases/" + number + "/linkset");
  CHECK(answer.headers.get("Content-Type") == "application/linkset+json");
  auto context = json_of(answer).list("linkset").at(0);
  CHECK(context.line("anchor") == "https://citas.instituto.example/cases/" + number);
  CHECK(context.list("https://citas.instituto.example/rel/request").size() == 1);
  CHECK(context.list("item").size() == 1);
  CHECK(body_of(test::Client{house.office, ""}.get("/rel/request")).find("RFC 8288") !=
        std::string::npos);
}

TEST_CASE("the same creation with the same key happens once, with another body it is refused") {
  test::TestOffice house;
  const test::Client coordinator{house.office, "coordinadora"};
  const std::string body =
      R"({"kind":"failure","priority":"critical","subject":"Sin red","contractor":"redes"})";
  const test::HeaderList key{{"Idempotency-Key", "k-1"}};
  const auto first = coordinator.post("/api/v1/requests", body, key);
  const auto again = coordinator.post("/api/v1/requests", body, key);
  REQUIRE(first.status == 201);
  CHECK(again.status == 200);
  CHECK(again.headers.get("Idempotent-Replayed") == "true");
  CHECK(json_of(again).line("id") == json_of(first).line("id"));
  CHECK(json_of(coordinator.get("/api/v1/requests")).list("items").size() == 1);
  const auto other = coordinator.post(
      "/api/v1/requests",
      R"({"kind":"failure","priority":"low","subject":"Otra cosa","contractor":"redes"})", key);
  CHECK(other.status == 409);
  CHECK(code_of(other) == "idempotency-key-reused");
  // Keys are each caller's own.
  CHECK(test::Client{house.office, "admin"}.post("/api/v1/contractors", kContractor, key).status !=
        409);
}

TEST_CASE("a change needs the version that was read, and a stale one is refused") {
  test::TestOffice house;
  const test::Client coordinator{house.office, "coordinadora"};
  REQUIRE(coordinator.post("/api/v1/contractors", kContractor).status == 201);
  const std::string path = "/api/v1/contractors/energia";
  const std::string changed =
      R"({"name":"Energía Segura Ltda.","service":"UPS",
          "contacts":[{"name":"Luis Díaz","email":"luis@energia.example"}]})";
  const auto unguarded = coordinator.send("PUT", path, changed);
  CHECK(unguarded.status == 428);
  CHECK(code_of(unguarded) == "if-match-needed");
  const auto put = [&](const char* tag) {
    return coordinator.send("PUT", path, changed, {{"If-Match", tag}});
  };
  CHECK(put("\"v7\"").status == 412);
  CHECK(put("\"nonsense\"").status == 412);
  CHECK(put("W/\"v1\"").status == 412);
  const auto saved = put("\"v1-gz\"");  // the tag of the compressed form
  CHECK(saved.status == 200);
  CHECK(saved.headers.get("ETag") == "\"v2\"");
  CHECK(put("\"v1\"").status == 412);
  CHECK(put("*").status == 200);
  CHECK(coordinator.send("PUT", "/api/v1/contractors/nadie", changed, {{"If-Match", "*"}}).status ==
        404);
  CHECK(coordinator.get(path, {{"If-None-Match", "\"v3\""}}).status == 304);

  const auto appointment = house.appointment();
  const auto date = "/api/v1/appointments/" + appointment.id;
  CHECK(coordinator.post(date + "/confirm", "", {{"If-Match", "\"v9\""}}).status == 412);
  CHECK(coordinator.post(date + "/confirm", "", {{"If-Match", "\"v1\""}}).status == 200);
}

TEST_CASE("an illegal change is a conflict that names the state it is in and those allowed") {
  test::TestOffice house;
  const test::Client coordinator{house.office, "coordinadora"};
  const auto date = "/api/v1/appointments/" + house.appointment().id;
  REQUIRE(coordinator.post(date + "/cancel", R"({"reason":"Ya no"})").status == 200);
  const auto refused = coordinator.post(date + "/confirm");
  CHECK(refused.status == 409);
  CHECK(code_of(refused) == "appointment-state");
  const auto detail = json_of(refused).line("detail", 1'000);
  CHECK(detail.find("cancelled") != std::string::npos);
  CHECK(detail.find("tentative") != std::string::npos);
}

TEST_CASE("each role does what is its own and no more") {
  test::TestOffice house;
  const auto appointment = house.appointment();
  const test::Client staff{house.office, "funcionario"}, auditor{house.office, "auditora"},
      contractor{house.office, "redes"}, admin{house.office, "admin"};
  const auto date = "/api/v1/appointments/" + appointment.id;
  for (const auto* client : {&staff, &auditor, &contractor}) {
    CAPTURE(client->login);
    CHECK(client->post(date + "/confirm").status == 403);
    CHECK(client->post("/api/v1/contractors", kContractor).status == 403);
    CHECK(client->get("/api/v1/accounts").status == 403);
  }
  CHECK(staff.get("/api/v1/audit").status == 403);
  CHECK(staff.get(date + "/invitation.ics").status == 200);
  CHECK(json_of(auditor.get("/api/v1/audit?limit=2")).line("next") == "2");
  CHECK(auditor.get("/api/v1/letters").status == 200);
  CHECK(admin.get("/api/v1/accounts").status == 200);
  CHECK(contractor.post(date + "/answers", R"({"answer":"accepted"})").status == 404);
  CHECK(contractor.post(date + "/answers", R"({"answer":"accepted","email":"ana@redes.example"})")
            .status == 403);
}

TEST_CASE("who may see an appointment sees by every door who is invited") {
  test::TestOffice house;
  house.appointment();
  const test::Client staff{house.office, "funcionario"}, contractor{house.office, "redes"};
  for (const auto* path : {"/api/v1/maintenance/upcoming", "/api/v1/appointments"}) {
    CAPTURE(path);
    CHECK(body_of(staff.get(path)).find("ana@redes.example") != std::string::npos);
    CHECK(body_of(contractor.get(path)).find("ana@redes.example") != std::string::npos);
  }
  // The firm's address book is for who works with it.
  CHECK(body_of(staff.get("/api/v1/contractors")).find("ana@redes.example") == std::string::npos);
}

TEST_CASE("a program's token cannot make itself other accesses") {
  test::TestOffice house;
  const auto token = service::create_token(house.office, house.coordinator,
                                           {domain::TokenScope::api, "", "Tablero", 1, ""});
  const std::vector<std::pair<std::string, std::string>> bearer = {
      {"Authorization", "Bearer " + token.secret}, {"Content-Type", "application/json"}};
  test::Client nobody{house.office, ""};
  CHECK(nobody.get("/api/v1/me", bearer).status == 200);
  CHECK(nobody.post("/api/v1/tokens", R"({"scope":"api","label":"Otro"})", bearer).status == 403);
}

TEST_CASE("a contractor sees the own firm only, and nothing tells that there is more") {
  test::TestOffice house;
  const test::Client coordinator{house.office, "coordinadora"}, contractor{house.office, "redes"};
  REQUIRE(coordinator.post("/api/v1/contractors", kContractor).status == 201);
  const auto theirs = coordinator.post(
      "/api/v1/requests",
      R"({"kind":"failure","priority":"high","subject":"UPS en falla","contractor":"energia"})");
  REQUIRE(theirs.status == 201);
  const auto number = json_of(theirs).line("number");
  REQUIRE(coordinator.post("/api/v1/appointments", agreement(number)).status == 201);
  house.appointment();
  CHECK(contractor.get("/api/v1/requests/" + number).status == 404);
  CHECK(contractor.get("/api/v1/cases/" + number).status == 404);
  CHECK(contractor.get("/api/v1/contractors/energia").status == 404);
  CHECK(json_of(contractor.get("/api/v1/contractors")).list("items").size() == 1);
  CHECK(json_of(contractor.get("/api/v1/requests")).list("items").size() == 1);
  CHECK(json_of(contractor.get("/api/v1/maintenance/upcoming")).list("items").size() == 1);
  CHECK(contractor.get("/api/v1/maintenance/upcoming?contractor=energia").status == 400);
  CHECK(contractor.get("/api/v1/calendars/contractor-energia").status == 404);
  CHECK(contractor.post("/api/v1/tokens", R"({"label":"x","calendar":"institute"})").status == 404);
}

TEST_CASE("what is coming can be paged, filtered and had as a calendar") {
  test::TestOffice house;
  const test::Client staff{house.office, "funcionario"}, coordinator{house.office, "coordinadora"};
  for (const auto* start : {"2026-03-05T08:00:00-05:00", "2026-03-06T08:00:00-05:00",
                            "2026-03-10T08:00:00-05:00", "2026-05-10T08:00:00-05:00"})
    house.appointment(start, std::string_view(start) < "2026-03-06");
  const auto count = [&](const std::string& query) {
    return json_of(staff.get("/api/v1/maintenance/upcoming?" + query)).list("items").size();
  };
  CHECK(count("") == 3);
  CHECK(count("days=7") == 2);
  CHECK(count("from=2026-03-06&to=2026-03-07") == 1);
  CHECK(count("days=365") == 4);
  CHECK(count("affects_network=true") == 1);
  CHECK(count("status=confirmed") == 0);
  CHECK(count("kind=failure") == 0);

  auto first = staff.get("/api/v1/maintenance/upcoming?limit=2&affects_network=");
  CHECK(json_of(first).list("items").size() == 2);
  const std::string link(first.headers.get("Link"));
  REQUIRE(link.ends_with(">; rel=\"next\""));
  const auto second = staff.get(link.substr(1, link.find('>') - 1));
  CHECK(json_of(second).list("items").size() == 1);
  CHECK_FALSE(second.headers.find("Link"));

  const auto calendar = staff.get("/api/v1/maintenance/upcoming", {{"Accept", "text/calendar"}});
  CHECK(calendar.headers.get("Content-Type") == "text/calendar; charset=utf-8");
  CHECK(body_of(calendar).starts_with("BEGIN:VCALENDAR\r\n"));
  CHECK(calendar.headers.get("Vary").find("Accept") == 0);
  CHECK(staff.get("/api/v1/maintenance/upcoming", {{"Accept", "image/png"}}).status == 406);
  CHECK(test::Client{house.office, ""}.get("/api/v1/maintenance/upcoming").status == 401);

  auto items = json_of(first).list("items");
  REQUIRE(coordinator
              .post("/api/v1/appointments/" + items.at(0).line("id") + "/cancel",
                    R"({"reason":"Ya no"})")
              .status == 200);
  CHECK(count("") == 2);
  CHECK(count("status=cancelled") == 1);
}

TEST_CASE("of a refused request nothing is stored, and the field at fault is named") {
  test::TestOffice house;
  const test::Client coordinator{house.office, "coordinadora"};
  const auto fault = [&](const std::string& body) {
    auto problem = json_of(coordinator.post("/api/v1/requests", body));
    return problem.optional_line("field") + " " + problem.line("code");
  };
  CHECK(
      fault(
          R"({"kind":"failure","priority":"high","subject":"x","contractor":"redes","tema":1})") ==
      "tema unknown-field");
  CHECK(fault(R"({"kind":"failure","priority":"high","subject":"a\r\nb","contractor":"redes"})") ==
        "subject control-character");
  CHECK(fault(R"({"kind":"planned","priority":"high","subject":"x","contractor":"redes"})") ==
        "kind unknown-word");
  CHECK(fault(R"({"kind":"failure","priority":"high","subject":"x","contractor":"rdes"})") ==
        "contractor unknown-contractor");
  CHECK(fault(R"({"kind":"failure","priority":"high","subject":"x","contractor":"redes",
                  "tickets":[{"system":"x","number":"1","url":"javascript:x"}]})") ==
        "tickets[0].url not-a-uri");
  CHECK(coordinator
            .post("/api/v1/requests", "kind=failure",
                  {{"Content-Type", "application/x-www-form-urlencoded"}})
            .status == 415);
  CHECK(json_of(coordinator.get("/api/v1/requests")).list("items").empty());
  CHECK(coordinator.get("/api/v1/requests/SOL-2026-0001").status == 404);
  CHECK(coordinator.get("/api/v1/requests/%27%20OR%201=1").status == 404);
}

TEST_CASE("a record's file comes back byte for byte, as an attachment under its own name") {
  test::TestOffice house;
  const test::Client coordinator{house.office, "coordinadora"}, staff{house.office, "funcionario"};
  const auto number = house.request().number;
  const std::string file("%PDF-1.7\0\xff%%EOF", 15);
  const auto add = [&](const std::string& query, const char* type = "application/pdf; x=y") {
    return coordinator.post("/api/v1/records?" + query, file, {{"Content-Type", type}});
  };
  const auto made = add("case=" + number + "&activity=2&title=Correo&file_name=a%20%C3%B1%3B.pdf");
  REQUIRE(made.status == 201);
  const std::string path(made.headers.get("Location"));
  CHECK(json_of(made).line("sha256") == core::sha256_hex(file));
  CHECK(json_of(made).line("media_type") == "application/pdf");
  const auto content = coordinator.get(path + "/content");
  CHECK(body_of(content) == file);
  CHECK(content.headers.get("Content-Disposition") ==
        "attachment; filename=\"a __;.pdf\"; filename*=UTF-8''a%20%C3%B1%3B.pdf");
  CHECK(content.headers.get("X-Content-Type-Options") == "nosniff");
  CHECK(content.headers.get("Content-Security-Policy") == "default-src 'none'; sandbox");
  CHECK(coordinator
            .get(path + "/content", {{"If-None-Match", std::string(content.headers.get("ETag"))}})
            .status == 304);

  const auto common = "&activity=2&title=x&file_name=x.pdf";
  CHECK(add("case=" + number + common, "text/html").status == 415);
  CHECK(add("case=" + number + common, "image/png").status == 415);
  CHECK(add("case=" + number + common + "&years=99").status == 400);
  CHECK(add("case=" + number + common + "&level=reserved").status == 400);
  CHECK(add("title=x&file_name=x&activity=2").status == 400);
  CHECK(add("case=" + number + common, "text/html/x").status == 400);
  const auto reserved = add("case=" + number + common +
                            "&level=reserved&extent=whole&justification=Seguridad&legal_ground="
                            "Ley%201712%20art.%2019&years=15&qualified_on=2026-03-02");
  REQUIRE(reserved.status == 201);
  CHECK(staff.get(std::string(reserved.headers.get("Location"))).status == 404);
  CHECK(staff.get(std::string(reserved.headers.get("Location")) + "/content").status == 404);
  CHECK(staff.get(path).status == 200);
}

TEST_CASE("accounts are opened, given a password and closed by who administers") {
  test::TestOffice house;
  const test::Client admin{house.office, "admin"};
  const auto made =
      admin.post("/api/v1/accounts",
                 R"({"login":"nueva","name":"Persona Nueva","email":"nueva@instituto.example",
          "aliases":["Otra@instituto.example"],"password":"una-clave-larga","role":"staff"})");
  REQUIRE(made.status == 201);
  CHECK(body_of(made).find(R"("aliases":["otra@instituto.example"])") != std::string::npos);
  CHECK(body_of(made).find("una-clave-larga") == std::string::npos);
  CHECK(body_of(made).find("argon2") == std::string::npos);
  CHECK(body_of(admin.get("/api/v1/accounts")).find("argon2") == std::string::npos);
  const test::Client fresh{house.office, "nueva"};
  CHECK(fresh.get("/api/v1/me").status == 200);
  CHECK(fresh.send("PUT", "/api/v1/accounts/admin/password", R"({"password":"otra-clave-larga"})")
            .status == 403);
  CHECK(admin.send("PUT", "/api/v1/accounts/nueva/password", R"({"password":"corta"})").status ==
        400);
  CHECK(admin.send("PUT", "/api/v1/accounts/nueva/password", R"({"password":"otra-clave-larga"})")
            .status == 204);
  CHECK(fresh.get("/api/v1/me").status == 401);
  CHECK(admin.send("DELETE", "/api/v1/accounts/nueva").status == 204);
  CHECK(admin.get("/api/v1/accounts/nobody").status == 404);
}
