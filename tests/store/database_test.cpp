#include <sqlite3.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>

#include "sample.h"
#include "store/migrations.h"

namespace citacal::store {
namespace {

using core::Code;

TEST_CASE("values of every kind come back as they were bound") {
  const Folder folder;
  const auto database = open(folder.location());
  const std::string odd("a\0b'\"; DROP TABLE x; \xF0\x9F\x93\x85", 26);
  const auto tx = database->write();
  tx->execute("CREATE TABLE x (t TEXT, b BYTEA, n BIGINT, e TEXT, o BIGINT)");
  tx->execute("INSERT INTO x (t, b, n, e, o) VALUES ($1, $2, $3, $4, $5)", odd, Blob{odd},
              std::int64_t{-9'007'199'254'740'993}, "", std::optional<core::Instant>());
  const auto rows =
      tx->query("SELECT t, b, n, e, o FROM x WHERE t = $1 AND b = $2", odd, Blob{odd});
  REQUIRE(rows->next());
  CHECK(rows->text(0) == odd);
  CHECK(rows->text(1) == odd);
  CHECK(rows->integer(2) == -9'007'199'254'740'993);
  CHECK(rows->view(3) == "");
  CHECK(!rows->is_null(3));
  CHECK(rows->is_null(4));
  CHECK(!rows->optional_instant(4));
  CHECK(!rows->next());
  CHECK(code_of([&] { rows->text(0); }) == Code::internal);
}

TEST_CASE("parameters are bound by their number, wherever they stand") {
  const auto database = open({.url = "sqlite::memory:"});
  const auto tx = database->read();
  const auto rows = tx->query("SELECT $2 || $1 || $2", "a", "b");
  REQUIRE(rows->next());
  CHECK(rows->view(0) == "bab");
  CHECK(code_of([&] { tx->query("SELECT $1", 1, 2); }) == Code::internal);
  CHECK(code_of([&] { tx->query("SELECT $2", 1); }) == Code::internal);
}

TEST_CASE("the same statement can be read twice at once") {
  const auto database = open({.url = "sqlite::memory:"});
  const auto tx = database->write();
  save(*tx, a_contractor("a"));
  save(*tx, a_contractor("b"));
  const auto text = "SELECT key FROM contractor WHERE key >= $1 ORDER BY key";
  std::string seen;
  for (const auto outer = tx->query(text, "a"); outer->next();)
    for (const auto inner = tx->query(text, outer->text(0)); inner->next();)
      seen += outer->text(0) + inner->text(0) + " ";
  CHECK(seen == "aa ab bb ");
}

TEST_CASE("rows end with their transaction, and a change is made even if nobody reads its rows") {
  const auto database = open({.url = "sqlite::memory:"});
  auto tx = database->write();
  CHECK(take_number(*tx, 2026) == 1);
  tx->query("UPDATE request_number SET last = 7 WHERE year = $1 RETURNING last", 2026);
  const auto rows = tx->query("SELECT year FROM request_number UNION ALL SELECT 1");
  tx->commit();
  CHECK(!rows->next());
  CHECK(code_of([&] { tx->execute("DELETE FROM request_number"); }) == Code::internal);
  tx.reset();
  CHECK(take_number(*database->write(), 2026) == 8);
}

TEST_CASE("a reading transaction is a snapshot that changes nothing") {
  const Folder folder;
  for (const auto& location : {folder.location(), Location{.url = "sqlite::memory:"}}) {
    const auto database = open(location);
    const auto reader = database->read();
    CHECK(code_of([&] { reader->execute("DELETE FROM person"); }) == Code::internal);
  }
  const auto database = open(folder.location());
  const auto before = database->read();
  CHECK(list_persons(*before).empty());
  {
    const auto tx = database->write();
    save(*tx, a_person("marta"));
    tx->commit();
  }
  CHECK(list_persons(*before).empty());
  CHECK(list_persons(*database->read()).size() == 1);
}

TEST_CASE("what is not committed leaves nothing, and a failed transaction cannot be committed") {
  const Folder folder;
  const auto database = open(folder.location());
  {
    const auto tx = database->write();
    save(*tx, a_person("forgotten"));
  }
  {
    const auto tx = database->write();
    save(*tx, a_person("marta"));
    CHECK(code_of([&] { save(*tx, a_person("marta")); }) == Code::conflict);
    CHECK(list_persons(*tx).size() == 1);  // what else is wrong can still be found out
    CHECK(trouble_of([&] { tx->commit(); }) == Trouble::unique);
  }
  CHECK(list_persons(*database->read()).empty());
}

TEST_CASE("every reader taken and every turn taken is busy, after one's patience") {
  const Folder folder;
  auto location = folder.location();
  location.readers = 1;
  location.patience_ms = 30;
  const auto database = open(location);
  {
    const auto reader = database->read();
    const auto writer = database->write();
    CHECK(trouble_of([&] { database->read(); }) == Trouble::busy);
    CHECK(trouble_of([&] { database->write(); }) == Trouble::busy);
    writer->execute("UPDATE pulse SET beats = 5");
    writer->commit();
  }
  CHECK_NOTHROW(database->read());
  CHECK_NOTHROW(database->probe());
}

struct OtherProgram {
  explicit OtherProgram(const std::string& file) { sqlite3_open(file.c_str(), &db); }
  ~OtherProgram() { sqlite3_close(db); }
  void run(const char* sql) {
    REQUIRE(sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
  }
  sqlite3* db = nullptr;
};

TEST_CASE("a store that another program locks is busy to write and still readable") {
  const Folder folder;
  auto location = folder.location();
  location.patience_ms = 50;
  const auto database = open(location);
  OtherProgram other(folder.file());
  other.run("BEGIN IMMEDIATE");
  CHECK(trouble_of([&] { database->write(); }) == Trouble::busy);
  CHECK(trouble_of([&] { database->probe(); }) == Trouble::busy);
  CHECK(trouble_of([&] { open(location); }) == Trouble::busy);
  CHECK(list_persons(*database->read()).empty());
  other.run("COMMIT");
  CHECK_NOTHROW(database->probe());
}

TEST_CASE("a new database is for its owner only") {
  const Folder folder;
  const auto database = open(folder.location());
  database->probe();
  for (const auto* end : {"", "-wal", "-shm"}) {
    struct stat status {};
    REQUIRE(::stat((folder.file() + end).c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
  }
}

TEST_CASE("a database that is not there, not one, or damaged is told apart") {
  const Folder folder;
  CHECK(code_of([&] { open({.url = "mysql://x"}); }) == Code::invalid);
  CHECK(code_of([&] { open({.url = "sqlite:"}); }) == Code::invalid);
  CHECK(trouble_of([&] { open(folder.location("no/such/folder.db")); }) == Trouble::lost);
  std::ofstream(folder.file("text.db")) << std::string(10'000, 'x');
  CHECK(trouble_of([&] { open(folder.location("text.db")); }) == Trouble::damaged);

  {
    const auto database = open(folder.location());
    const auto tx = database->write();
    for (int i = 0; i < 400; ++i) save(*tx, a_person("p" + std::to_string(i)));
    tx->commit();
  }
  // The schema's pages stay whole: the damage is met only by who reads the persons.
  const auto size = std::filesystem::file_size(folder.file());
  {
    std::fstream file(folder.file(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(size - 60'000));
    file << std::string(60'000, '\xA5');
  }
  const auto database = open(folder.location());
  CHECK(trouble_of([&] { list_persons(*database->read()); }) == Trouble::damaged);
  CHECK(!database->verify().empty());
}

TEST_CASE("verification is silent for a sound store and names a broken reference") {
  const Folder folder;
  const auto database = open(folder.location());
  CHECK(database->verify().empty());
  OtherProgram other(folder.file());
  other.run("PRAGMA foreign_keys = OFF; INSERT INTO ticket VALUES ('nobody', 0, 's', 'n', '')");
  const auto faults = database->verify();
  REQUIRE(faults.size() == 1);
  CHECK_THAT(faults[0], Catch::Contains("ticket") && Catch::Contains("service_request"));
}

TEST_CASE("steps of the schema are made once, each whole or not at all") {
  const Folder folder;
  const auto database = open(folder.location());
  auto steps = migrations();
  const int next = steps.back().number + 1;
  steps.push_back({next, "CREATE TABLE extra (n BIGINT);\nINSERT INTO extra (n) VALUES (1);\n"});
  migrate(*database, steps);
  migrate(*database, steps);
  const auto count = [&] {
    const auto tx = database->read();
    const auto rows = tx->query("SELECT count(*) FROM extra");
    return rows->next() ? rows->integer(0) : -1;
  };
  CHECK(count() == 1);
  steps.push_back(
      {next + 1, "INSERT INTO extra (n) VALUES (2);\nINSERT INTO nowhere (n) VALUES (1)"});
  CHECK(trouble_of([&] { migrate(*database, steps); }) == Trouble::other);
  CHECK(count() == 1);
  // This program does not know the step `next`: it was written by a newer one.
  CHECK(code_of([&] { migrate(*database); }) == Code::conflict);
  CHECK(code_of([&] { open(folder.location()); }) == Code::conflict);
}

TEST_CASE("a store that is full or busy says so to people, and to programs when to come back") {
  const DatabaseError full(Trouble::full, "database or disk is full (SQLite 13)");
  CHECK(full.code == Code::unavailable);
  CHECK(full.condition == "store-full");
  CHECK(full.retry_after_s > 0);
  CHECK_THAT(full.message.es, Catch::Contains("Libere espacio"));
  CHECK_THAT(full.message.es + full.message.en, !Catch::Contains("SQLite 13"));
}

}  // namespace
}  // namespace citacal::store
