#include <catch2/catch.hpp>

#include "sample.h"
#include "store/audit.h"
#include "store/creation.h"

namespace citacal::store {
namespace {

using core::Code;

TEST_CASE("pages of appointments hold each exactly once, by start and id") {
  const auto database = open({.url = "sqlite::memory:"});
  const auto tx = database->write();
  const Ground ground(*tx);
  std::vector<std::pair<core::Instant, core::Id>> expected = {
      {ground.appointment.slot.start, ground.appointment.id}};
  for (int i = 0; i < 100; ++i) {  // many share a start, so that the id decides
    const auto one = an_appointment(ground.request, a_slot((i * 7) % 13));
    save(*tx, one);
    expected.emplace_back(one.slot.start, one.id);
  }
  std::sort(expected.begin(), expected.end());
  for (const int limit : {1, 7, 100, 101, 500}) {
    std::vector<std::pair<core::Instant, core::Id>> walked;
    Page page{.limit = limit};
    do {
      const auto listed = list_appointments(*tx, {}, page);
      for (const auto& one : listed.items) {
        CHECK(one.attendees.size() == 2);
        walked.emplace_back(one.slot.start, one.id);
      }
      page.after = listed.next;
    } while (!page.after.empty());
    CHECK(walked == expected);
  }
}

TEST_CASE("pages of requests walk from the newest to the oldest") {
  const auto database = open({.url = "sqlite::memory:"});
  const auto tx = database->write();
  const auto contractor = a_contractor("redes");
  save(*tx, contractor);
  for (int i = 1; i <= 25; ++i) save(*tx, a_request(contractor, domain::print_number(2026, i)));
  Page page{.limit = 10};
  int next = 25;
  do {
    const auto listed = list_requests(*tx, {}, page);
    for (const auto& one : listed.items) CHECK(one.number == domain::print_number(2026, next--));
    page.after = listed.next;
  } while (!page.after.empty());
  CHECK(next == 0);
}

TEST_CASE("a cursor that nobody gave is refused") {
  const auto database = open({.url = "sqlite::memory:"});
  const auto tx = database->read();
  for (const std::string after :
       {"x", "12", "12.", ".a", "1e3.a", "12.a b", "12.a'", "99999999999999999999.a", "12.á"})
    CHECK(code_of([&] { list_appointments(*tx, {}, {.after = after}); }) == Code::invalid);
  CHECK(code_of([&] { list_requests(*tx, {}, {.after = "' OR 1=1"}); }) == Code::invalid);
  CHECK(code_of([&] { list_requests(*tx, {}, {.after = std::string(65, 'a')}); }) == Code::invalid);
}

TEST_CASE("appointments are found by what they are filtered by") {
  const auto database = open({.url = "sqlite::memory:"});
  const auto tx = database->write();
  const Ground ground(*tx);  // starts in 24 h, 2 h long, a classified failure
  auto long_one = an_appointment(ground.request, a_slot(-24 * 30, 24 * 31));
  long_one.status = domain::AppointmentStatus::cancelled;
  long_one.affects_network = false;
  save(*tx, long_one);
  const auto count = [&](const AppointmentFilter& filter) {
    return list_appointments(*tx, filter, {}).items.size();
  };
  const auto start = ground.appointment.slot.start, end = ground.appointment.slot.end;
  const core::Seconds second(1);
  CHECK(count({}) == 2);
  CHECK(count({.from = end - second}) == 1);
  CHECK(count({.from = end}) == 0);
  CHECK(count({.until = start}) == 1);
  CHECK(count({.until = start + second}) == 2);
  // The longest there can be is found by its last moment.
  CHECK(count({.from = long_one.slot.end - second, .until = start}) == 1);
  CHECK(count({.contractor = ground.contractor.id}) == 2);
  CHECK(count({.contractor = "other"}) == 0);
  CHECK(count({.kind = domain::Kind::failure}) == 2);
  CHECK(count({.kind = domain::Kind::scheduled}) == 0);
  CHECK(count({.affects_network = true}) == 1);
  CHECK(count({.status = domain::AppointmentStatus::cancelled}) == 1);
  CHECK(count({.up_to = domain::Level::open}) == 0);
  CHECK(count({.up_to = domain::Level::classified}) == 2);
  CHECK(list_overlapping(*tx, {start - second, start}).empty());
  CHECK(list_overlapping(*tx, {start, start + second}).size() == 1);
}

TEST_CASE("the trail is chained, and nobody changes or removes an entry") {
  const auto database = open({.url = "sqlite::memory:"});
  {
    const auto tx = database->write();
    domain::AuditEntry entry;
    entry.at = kNow;
    entry.actor = "marta";
    entry.subject = "s1";
    const auto first = append(*tx, entry);
    entry.subject = "s2";
    entry.detail = "Cambió la fecha";
    const auto second = append(*tx, entry);
    CHECK(first.number == 1);
    CHECK(first.previous == std::string(64, '0'));
    CHECK(second.number == 2);
    CHECK(second.previous == first.hash);
    CHECK(second.hash == domain::audit_hash(second));
    CHECK(list_audit(*tx, 0, 10) == std::vector{first, second});
    CHECK(list_audit(*tx, 0, 10, "s2") == std::vector{second});
    CHECK(list_audit(*tx, 1, 10) == std::vector{second});
    tx->commit();
  }
  for (const auto* change : {"UPDATE audit_entry SET actor = 'x' WHERE number = 1",
                             "DELETE FROM audit_entry WHERE number = 2"}) {
    const auto tx = database->write();
    CHECK(trouble_of([&] { tx->execute(change); }) == Trouble::other);
    CHECK(trouble_of([&] { tx->commit(); }) == Trouble::other);
  }
  CHECK(list_audit(*database->read(), 0, 10).size() == 2);
}

TEST_CASE("what was made by a key is remembered until it is old") {
  const auto database = open({.url = "sqlite::memory:"});
  const auto tx = database->write();
  save_creation(*tx, "api:p1:k", {"d1", "made1"}, kNow);
  save_creation(*tx, "load:contractor:k", {"d2", "made2"}, kNow);
  CHECK(find_creation(*tx, "api:p1:k")->made == "made1");
  CHECK(!find_creation(*tx, "api:p2:k"));
  save_creation(*tx, "api:p1:k", {"d3", "made1"}, kNow);
  CHECK(find_creation(*tx, "api:p1:k")->digest == "d3");
  CHECK(remove_creations_before(*tx, "api:", kNow) == 0);
  CHECK(remove_creations_before(*tx, "api:", kNow + core::Seconds(1)) == 1);
  CHECK(find_creation(*tx, "load:contractor:k"));
}

}  // namespace
}  // namespace citacal::store
