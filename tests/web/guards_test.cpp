#include <catch2/catch.hpp>

#include "store/database.h"
#include "web/door.h"

using namespace citacal;
using test::body_of;
using test::code_of;
using test::json_of;

TEST_CASE("why the store refuses is in the log and not in the answer") {
  test::TestOffice house;
  {
    const auto tx = house.office.database().write();
    tx->execute("ALTER TABLE pulse RENAME TO stopped");
    tx->commit();
  }
  const auto answer = test::Client{house.office, ""}.get("/readyz");
  CHECK(answer.status == 503);
  CHECK(body_of(answer).find("no such table") == std::string::npos);
  CHECK(answer.logged_error.find("no such table: pulse") != std::string::npos);
}

TEST_CASE("asking whether the store is ready writes to it every two seconds at most") {
  test::TestOffice house;
  const test::Client nobody{house.office, ""};
  const auto beats = [&] {
    const auto tx = house.office.database().read();
    const auto rows = tx->query("SELECT beats FROM pulse");
    REQUIRE(rows->next());
    return rows->integer(0);
  };
  const auto before = beats();
  for (int i = 0; i < 5; ++i) CHECK(nobody.get("/readyz").status == 200);
  CHECK(beats() == before + 1);
  house.clock.forward(core::Seconds(2));
  CHECK(nobody.get("/readyz").status == 200);
  CHECK(beats() == before + 2);
}

TEST_CASE("a verdict that the store is not ready stands for two seconds, too") {
  test::TestOffice house;
  const test::Client nobody{house.office, ""};
  const auto rename = [&](const char* sql) {
    const auto tx = house.office.database().write();
    tx->execute(sql);
    tx->commit();
  };
  rename("ALTER TABLE pulse RENAME TO stopped");
  CHECK(nobody.get("/readyz").status == 503);
  rename("ALTER TABLE stopped RENAME TO pulse");
  CHECK(nobody.get("/readyz").status == 503);
  house.clock.forward(core::Seconds(2));
  CHECK(nobody.get("/readyz").status == 200);
}

TEST_CASE("a page of another origin changes nothing, one without an origin of its own neither") {
  test::TestOffice house;
  const test::Client coordinator{house.office, "coordinadora"};
  const auto post = [&](const char* origin) {
    return coordinator
        .post("/api/v1/appointments/check", "{}",
              {{"Origin", origin}, {"Host", "citas.interno:8080"}})
        .status;
  };
  for (const auto* foreign : {"null", "file://", "", "https://otro.example", "ftp://citas.interno",
                              "https://citas.interno:8443"}) {
    CAPTURE(foreign);
    CHECK(post(foreign) == 403);
  }
  CHECK(post("http://citas.interno:8080") == 400);  // ours: its body is what is wrong
  CHECK(post("https://citas.instituto.example") == 400);
}

TEST_CASE("a password and an account change only at the version that was read") {
  test::TestOffice house;
  const test::Client admin{house.office, "admin"};
  const std::string account = "/api/v1/accounts/funcionario", password = account + "/password";
  const std::string body = R"({"password":"otra-clave-larga"})";
  CHECK(admin.send("PUT", password, body, {{"If-Match", "\"v9\""}}).status == 412);
  CHECK(admin.send("PUT", password, body, {{"If-Match", "\"v1\""}}).status == 204);
  CHECK(admin.send("DELETE", account, "", {{"If-Match", "\"v1\""}}).status == 412);
  CHECK(admin.send("DELETE", account, "", {{"If-Match", "\"v2\""}}).status == 204);
}

TEST_CASE("anybody may ask for two years of a public feed, who has a token for five") {
  test::TestOffice house;
  const test::Client nobody{house.office, ""}, coordinator{house.office, "coordinadora"};
  CHECK(nobody.get("/feeds/network.ics?from=2026-01-01&to=2028-01-01").status == 200);
  const auto refused = nobody.get("/feeds/network.ics?from=2026-01-01&to=2028-02-01");
  CHECK(refused.status == 400);
  CHECK(code_of(refused) == "window-too-long");
  CHECK(nobody.get("/feeds/network.ics?from=2020-01-01").status == 400);
  auto token = json_of(coordinator.post("/api/v1/tokens", R"({"label":"x","calendar":"network"})"));
  const auto feed = "/feeds/" + token.line("secret") + "/network.ics";
  CHECK(nobody.get(feed + "?from=2026-01-01&to=2030-12-31").status == 200);
}

TEST_CASE("a name that is mistyped is named where its field is missing") {
  test::TestOffice house;
  const auto refused = test::Client{house.office, "coordinadora"}.post(
      "/api/v1/requests",
      R"({"kind":"failure","priority":"high","subjet":"x","contractor":"redes"})");
  CHECK(refused.status == 400);
  CHECK(json_of(refused).line("field") == "subject");
  CHECK(json_of(refused).line("detail").find("\"subjet\" was received") != std::string::npos);
}

TEST_CASE("a classified record may be so for up to a hundred years") {
  test::TestOffice house;
  const test::Client coordinator{house.office, "coordinadora"};
  const auto add = [&](const std::string& years, const std::string& level) {
    return coordinator
        .post("/api/v1/records?case=" + house.request().number +
                  "&activity=2&title=x&file_name=x.txt&extent=whole&justification=Datos&level=" +
                  level + "&legal_ground=Ley%201712&qualified_on=2026-03-02&years=" + years,
              "texto", {{"Content-Type", "text/plain"}})
        .status;
  };
  CHECK(add("100", "classified") == 201);
  CHECK(add("101", "classified") == 400);
  CHECK(add("16", "reserved") == 400);
}
