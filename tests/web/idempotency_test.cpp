#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <mutex>
#include <set>
#include <thread>

#include "store/creation.h"
#include "store/database.h"
#include "web/door.h"

using namespace citacal;
using test::json_of;

namespace {

struct Folder {
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() { std::filesystem::remove_all(path); }
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / "citacal-idempotency-test";
};

const std::string kRequest =
    R"({"kind":"failure","priority":"critical","subject":"Sin red","contractor":"redes"})";

}  // namespace

TEST_CASE("the same creation asked many times at once makes one thing") {
  const Folder folder;
  test::TestOffice house(test::settings("sqlite://" + (folder.path / "citacal.db").string()));
  const test::Client coordinator{house.office, "coordinadora"};
  REQUIRE(coordinator.get("/api/v1/me").status == 200);
  const std::string contractor = R"({"name":"Energía Segura","service":"UPS","key":"energia",
          "contacts":[{"name":"Luis","email":"luis@energia.example"}]})";
  std::atomic<int> made{0}, replayed{0};
  std::mutex mutex;
  std::set<std::string> others;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      for (int round = 0; round < 5; ++round) {
        const test::HeaderList key{{"Idempotency-Key", "k-" + std::to_string(round)}};
        for (const auto& answer : {coordinator.post("/api/v1/requests", kRequest, key),
                                   coordinator.post("/api/v1/contractors", contractor,
                                                    {{"Idempotency-Key", "the one"}})}) {
          if (answer.status == 201)
            ++made;
          else if (answer.headers.get("Idempotent-Replayed") == "true")
            ++replayed;
          else {
            const std::lock_guard lock(mutex);
            others.insert(test::body_of(answer) + answer.logged_error);
          }
        }
      }
    });
  for (auto& thread : threads) thread.join();
  CAPTURE(others);
  CHECK(made == 6);
  CHECK(replayed == 74);
  CHECK(json_of(coordinator.get("/api/v1/requests")).list("items").size() == 5);
}

TEST_CASE("an idempotency key is forgotten after seven days") {
  test::TestOffice house;
  const test::Client coordinator{house.office, "coordinadora"};
  const auto post = [&] {
    return coordinator.post("/api/v1/requests", kRequest, {{"Idempotency-Key", "k"}}).status;
  };
  REQUIRE(post() == 201);
  house.clock.forward(std::chrono::days(7));
  CHECK(service::forget_old_keys(house.office) == 0);
  CHECK(post() == 200);
  house.clock.forward(core::Seconds(1));
  CHECK(service::forget_old_keys(house.office) == 1);
  CHECK(post() == 201);
}

TEST_CASE("of a password nothing is kept but its hash") {
  test::TestOffice house;
  const test::Client admin{house.office, "admin"};
  const std::string account =
      R"({"login":"nueva","name":"Nueva","email":"nueva@instituto.example",
          "password":"una-clave-larga","role":"staff"})";
  const test::HeaderList key{{"Idempotency-Key", "k"}};
  CHECK(admin.post("/api/v1/accounts", account, key).status == 201);
  CHECK(admin.post("/api/v1/accounts", account, key).status == 409);
  CHECK(
      admin
          .send("PUT", "/api/v1/accounts/nueva/password", R"({"password":"otra-clave-larga"})", key)
          .status == 204);
  const auto tx = house.office.database().read();
  const auto rows = tx->query("SELECT COUNT(*) FROM creation WHERE key LIKE 'api:%'");
  REQUIRE(rows->next());
  CHECK(rows->integer(0) == 0);
}
