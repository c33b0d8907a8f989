#include "service/trail.h"

#include <catch2/catch.hpp>

#include "service/amendment.h"
#include "service/answer.h"
#include "service/check.h"
#include "service/outbox.h"
#include "support/office.h"

using namespace citacal;

namespace {

service::Settings watched() {
  auto settings = test::settings();
  settings.institute.audit.mail_to = {"control@instituto.example"};
  return settings;
}

std::vector<service::DailyHead> tell(service::Office& office) {
  std::vector<service::DailyHead> logged;
  service::tell_head(office, [&](const service::DailyHead& head) { logged.push_back(head); });
  return logged;
}

std::vector<domain::Letter> heads_written(test::TestOffice& t) {
  auto all = service::list_letters(t.office, t.administrator, std::nullopt, {}).items;
  std::erase_if(all, [](const auto& one) { return one.kind != domain::LetterKind::trail_head; });
  return all;
}

std::string last_detail(test::TestOffice& t) {
  return service::list_trail(t.office, t.auditor, 0, 500).back().detail;
}

}  // namespace

TEST_CASE("the head of the chain is told once a day, and a missed day is made up by the next") {
  test::TestOffice t(watched());
  t.appointment();
  const auto first = tell(t.office);
  REQUIRE(first.size() == 1);
  CHECK(first[0].head == service::get_head(t.office, t.auditor));
  CHECK_FALSE(first[0].before);
  CHECK(tell(t.office).empty());
  t.clock.set(test::at("2026-03-02T23:59:59-05:00"));
  CHECK(tell(t.office).empty());
  t.clock.set(test::at("2026-03-03T00:00:30-05:00"));  // 05:00 of UTC
  CHECK(tell(t.office).size() == 1);
  CHECK(heads_written(t).size() == 2);
  t.clock.set(test::at("2026-03-09T10:00:00-05:00"));  // down for a week
  const auto late = tell(t.office);
  REQUIRE(late.size() == 1);
  CHECK(late[0].before == core::parse_day("2026-03-03"));
  t.clock.set(test::at("2026-03-05T10:00:00-05:00"));  // the clock set back
  CHECK(tell(t.office).empty());
  const auto letters = heads_written(t);
  REQUIRE(letters.size() == 3);
  const auto& letter = letters.front();  // newest first
  CHECK(letter.to == "control@instituto.example");
  CHECK(letter.text.find("citacal check --head " + domain::print_head(late[0].head)) !=
        std::string::npos);
  CHECK(letter.text.find("martes 3 de marzo de 2026") != std::string::npos);
}

TEST_CASE("what dies before its commit has told nobody, and is told again") {
  test::TestOffice t(watched());
  CHECK_THROWS(service::tell_head(t.office, [](const auto&) { throw std::bad_alloc(); }));
  CHECK(heads_written(t).empty());
  CHECK(tell(t.office).size() == 1);
  CHECK(heads_written(t).size() == 1);
}

TEST_CASE("nobody is written to where nobody is configured, and the log has the head") {
  test::TestOffice t;
  CHECK(tell(t.office).size() == 1);
  CHECK(heads_written(t).empty());
}

TEST_CASE("the head is for who audits") {
  test::TestOffice t;
  CHECK_THROWS_AS(service::get_head(t.office, t.staff), core::Error);
  CHECK_THROWS_AS(service::get_head(t.office, t.contractor), core::Error);
  CHECK(service::get_head(t.office, t.auditor).number > 0);
}

TEST_CASE("a head that was known is looked for in the chain") {
  test::TestOffice t;
  const auto head = service::get_head(t.office, t.auditor);
  t.appointment();
  CHECK(service::check_store(t.office, {head}).faults.empty());
  auto other = head;
  other.hash.front() = other.hash.front() == '0' ? '1' : '0';
  const auto faults = service::check_store(t.office, {other}).faults;
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].find("rewritten") != std::string::npos);
  CHECK(service::check_store(t.office, {{100'000, other.hash}}).faults.size() == 1);
}

TEST_CASE("the trail says from what to what an appointment, a firm and an account changed") {
  test::TestOffice t;
  const auto made = t.appointment();
  domain::Rescheduling move;
  move.slot = {test::at("2026-03-27T20:00:00-05:00"), test::at("2026-03-27T22:00:00-05:00")};
  move.reason = "Falta un repuesto";
  service::reschedule(t.office, t.coordinator, made.id, move);
  auto detail = last_detail(t);
  CHECK(detail.find("slot: 2026-03-20T20:00:00-05:00 – 2026-03-20T22:00:00-05:00 → "
                    "2026-03-27T20:00:00-05:00 – 2026-03-27T22:00:00-05:00") != std::string::npos);
  CHECK(detail.find("reason: – → «Falta un repuesto»") != std::string::npos);
  service::confirm(t.office, t.coordinator, made.id);
  CHECK(last_detail(t) == "SOL-2026-0001; status: tentative → confirmed");
  auto firm = t.redes;
  firm.service = "Red LAN";
  service::change_contractor(t.office, t.coordinator, firm.id, firm);
  CHECK(last_detail(t).find("service: «") != std::string::npos);
  CHECK(last_detail(t).find("→ «Red LAN»") != std::string::npos);
  service::remove_account(t.office, t.administrator, "funcionario");
  CHECK(last_detail(t) == "funcionario; active: yes → no");
}
