#include <catch2/catch.hpp>

#include "sample.h"
#include "store/audit.h"

namespace citacal::store {
namespace {

domain::AuditEntry an_entry(const std::string& detail) {
  domain::AuditEntry entry;
  entry.at = kNow;
  entry.actor = "ana";
  entry.door = "web";
  entry.action = "contractor changed";
  entry.noun = "contractor";
  entry.subject = "c";
  entry.detail = detail;
  return entry;
}

std::vector<domain::AuditEntry> all_of(Database& database) {
  return list_audit(*database.read(), 0, 100);
}

TEST_CASE("the trail takes entries at its end, and nothing else, by whatever statement") {
  const Folder folder;
  const auto database = open(folder.location());
  for (const auto* detail : {"one", "two", "three"}) {
    const auto tx = database->write();
    append(*tx, an_entry(detail));
    tx->commit();
  }
  const auto before = all_of(*database);
  REQUIRE(before.size() == 3);
  const std::string values = "0, 'a', 'web', 'x', 'x', 'x', 'forged', 'p', 'h')";
  const std::string columns =
      "audit_entry (number, at, actor, door, action, noun, subject, detail, previous, hash) "
      "VALUES (";
  const std::vector<std::string> attempts = {
      "UPDATE audit_entry SET detail = 'forged' WHERE number = 2",
      "UPDATE audit_entry SET number = 9 WHERE number = 3",
      "UPDATE OR REPLACE audit_entry SET number = 2 WHERE number = 3",
      "DELETE FROM audit_entry WHERE number = 3",
      "DELETE FROM audit_entry",
      "INSERT OR REPLACE INTO " + columns + "2, " + values,
      "REPLACE INTO " + columns + "3, " + values,
      // In the place of the row, not of its number.
      "INSERT OR REPLACE INTO audit_entry (rowid, number, at, actor, door, action, noun, subject, "
      "detail, previous, hash) VALUES (1, 4, " +
          values,
      "INSERT INTO " + columns + "5, " + values,  // leaves a gap
      "INSERT INTO " + columns + "0, " + values,  // before the first
      "INSERT INTO " + columns + "-1, " + values,
      "INSERT INTO " + columns + "3, " + values +
          " ON CONFLICT (number) DO UPDATE SET detail = 'forged'",
  };
  for (const auto& sql : attempts) {
    CAPTURE(sql);
    const auto tx = database->write();
    CHECK_THROWS_AS(tx->execute(sql), DatabaseError);
  }
  CHECK(all_of(*database) == before);
  const auto tx = database->write();
  CHECK(append(*tx, an_entry("four")).previous == before.back().hash);
}

TEST_CASE("the last entry and any other are found, and all are gone through until it is enough") {
  const auto database = open({.url = "sqlite::memory:"});
  const auto tx = database->write();
  CHECK_FALSE(find_last_audit(*tx));
  const auto first = append(*tx, an_entry("one"));
  const auto second = append(*tx, an_entry("two"));
  CHECK(find_last_audit(*tx) == second);
  CHECK(find_audit(*tx, 1) == first);
  CHECK_FALSE(find_audit(*tx, 3));
  std::vector<domain::AuditEntry> seen;
  for_each_audit(*tx, [&](const auto& entry) {
    seen.push_back(entry);
    return true;
  });
  CHECK(seen == std::vector{first, second});
  int count = 0;
  for_each_audit(*tx, [&](const auto&) { return ++count < 1; });
  CHECK(count == 1);
}

}  // namespace
}  // namespace citacal::store
