// What the service does of itself once an appointment is over, and of commitments.
#include "service/follow_up.h"

#include <catch2/catch.hpp>
#include <functional>
#include <set>

#include "service/calendar.h"
#include "service/calendar_client.h"
#include "service/case.h"
#include "service/check.h"
#include "service/request.h"
#include "service/verification.h"
#include "store/appointment.h"
#include "store/calendar.h"
#include "store/failing_disk.h"
#include "store/news.h"
#include "store/request.h"
#include "store/sample.h"
#include "store/verification.h"
#include "support/office.h"
#include "support/request.h"

using namespace citacal;
using domain::NewsKind;
using domain::VerificationState;
using test::at;
using test::has;

namespace {

std::int64_t count(service::Office& office, const std::string& sql) {
  const auto tx = office.database().read();
  const auto rows = tx->query(sql);
  rows->next();
  return rows->integer(0);
}

std::int64_t told(service::Office& office, NewsKind kind) {
  return count(office,
               "SELECT count(*) FROM news WHERE kind = '" + std::string(core::word(kind)) + "'");
}

std::int64_t audited(service::Office& office, const std::string& action) {
  return count(office, "SELECT count(*) FROM audit_entry WHERE action = '" + action + "'");
}

domain::Appointment confirmed(test::TestOffice& t, std::string_view start) {
  return service::confirm(t.office, t.coordinator, t.appointment(start).id);
}

domain::Appointment read(service::Office& office, const core::Id& id) {
  return store::get_appointment(*office.database().read(), id);
}

domain::Verification verification_of(const domain::Appointment& appointment,
                                     domain::Outcome outcome = domain::Outcome::as_agreed) {
  domain::Verification one;
  one.request = appointment.request;
  one.appointment = appointment.id;
  one.outcome = outcome;
  one.reference = "Acta 031";
  if (outcome != domain::Outcome::as_agreed) one.findings = "Falta el repuesto";
  return one;
}

std::string refusal(const std::function<void()>& act) {
  try {
    act();
  } catch (const core::Error& error) {
    return error.condition;
  }
  return "nothing refused";
}

// One of each kind of thing that is due at kDue, none done yet.
constexpr std::string_view kDue = "2026-03-25T07:00:00-05:00";

void prepare(test::TestOffice& t) {
  const auto held = confirmed(t, "2026-03-10T08:00:00-05:00");
  t.appointment("2026-03-24T20:00:00-05:00");  // passes tentative
  confirmed(t, "2026-03-24T21:00:00-05:00");   // is to be held
  const auto late = confirmed(t, "2026-03-16T08:00:00-05:00");
  t.clock.set(at("2026-03-16T10:00:00-05:00"));
  service::hold(t.office, t.coordinator, late.id);  // its term ends on the 24th
  auto verification = verification_of(held, domain::Outcome::partly);
  const auto day = core::day_of(t.clock.now());
  verification.commitments = {{"", "Repuesto", "Redes", day + std::chrono::days(8), {}},
                              {"", "Rótulos", "Redes", day + std::chrono::days(10), {}}};
  service::verify(t.office, t.coordinator, verification);
  t.clock.set(at(kDue));
}

void check_done_once(service::Office& office) {
  CHECK(count(office, "SELECT count(*) FROM appointment WHERE status = 'held'") == 3);
  CHECK(count(office, "SELECT count(*) FROM appointment WHERE verification = 'overdue'") == 1);
  CHECK(told(office, NewsKind::unconfirmed) == 1);
  CHECK(told(office, NewsKind::verification_due) == 0);
  CHECK(told(office, NewsKind::verification_overdue) == 1);
  CHECK(told(office, NewsKind::commitment_due) == 1);
  CHECK(told(office, NewsKind::commitment_overdue) == 1);
  CHECK(audited(office, "appointment held") == 3);
  CHECK(audited(office, "verification overdue") == 1);
  CHECK(audited(office, "appointment passed tentative") == 1);
  CHECK(audited(office, "commitment overdue") == 1);
  CHECK(service::check_store(office).faults.empty());
}

}  // namespace

TEST_CASE("what is due is done once, and nothing is left of it") {
  test::TestOffice t;
  prepare(t);
  CHECK(service::follow_up(t.office) == 5);
  CHECK(service::follow_up(t.office) == 0);
  check_done_once(t.office);
  const auto tx = t.office.database().read();
  CHECK(store::list_to_follow_up(*tx, at(kDue), 10).empty());
  CHECK(store::list_to_recall(*tx, at(kDue), 10).empty());
}

// The process may die at any write, and in between any two commits.
TEST_CASE("what is due is done once, wherever the store fails") {
  store::FailingDisk::install();
  store::FailingDisk::syncs_really = false;
  int refused = 0;
  bool was_refused = true;
  for (int nth = 1; was_refused && nth < 2'000; nth += 7) {
    store::Folder folder;
    const auto settings = test::settings(folder.location().url);
    test::SetClock clock(at(kDue));
    {
      test::TestOffice t(settings);
      prepare(t);
      store::FailingDisk::arm(nth, SQLITE_IOERR_WRITE, store::FailingDisk::Lasts::on);
      try {
        service::follow_up(t.office);
      } catch (const core::Error&) {
        ++refused;
      }
      was_refused = store::FailingDisk::has_failed();
      store::FailingDisk::disarm();
    }
    service::Office office(settings, clock);  // the service comes up again
    service::follow_up(office);
    service::follow_up(office);
    check_done_once(office);
  }
  CHECK(refused > 5);
  CHECK_FALSE(was_refused);
}

TEST_CASE("a term that runs is reckoned anew when the rule or the holidays change") {
  const store::Folder folder;
  auto settings = test::settings(folder.location().url);
  core::Id id;
  {
    test::TestOffice t(settings);
    id = confirmed(t, "2026-03-16T18:00:00-05:00").id;
    t.clock.set(at("2026-03-16T20:00:00-05:00"));
    CHECK(service::follow_up(t.office) == 1);
    CHECK(read(t.office, id).verify_by == at("2026-03-24T16:30:00-05:00"));
  }
  test::SetClock clock(at("2026-03-17T09:00:00-05:00"));
  settings.holidays.push_back(
      {"new", {"Nueva", "New"}, domain::HolidayRule::fixed, 3, 20, 0, 0, 0});
  {
    service::Office office(settings, clock);
    service::publish_all(office);
    CHECK(read(office, id).verify_by == at("2026-03-25T16:30:00-05:00"));
    CHECK(audited(office, "verification term") == 1);
    service::publish_all(office);
    CHECK(audited(office, "verification term") == 1);
    CHECK(service::check_store(office).faults.empty());
  }
  settings.institute.verification.days = 2;
  service::Office office(settings, clock);
  service::publish_all(office);
  CHECK(read(office, id).verify_by == at("2026-03-18T16:30:00-05:00"));
  clock.set(at("2026-03-18T16:30:00-05:00"));
  CHECK(service::follow_up(office) == 1);
  CHECK(read(office, id).verification == VerificationState::overdue);
  CHECK(service::check_store(office).faults.empty());
}

TEST_CASE("who is of the contractor does not verify, by whatever address") {
  test::TestOffice t;
  const auto made = confirmed(t, "2026-03-10T08:00:00-05:00");
  t.clock.set(at("2026-03-10T12:00:00-05:00"));
  auto insider = t.coordinator;
  insider.person.aliases = {"ana@redes.example"};
  CHECK(refusal([&] { service::verify(t.office, insider, verification_of(made)); }) ==
        "verified-by-provider");
  CHECK(read(t.office, made.id).status == domain::AppointmentStatus::confirmed);
  service::verify(t.office, t.coordinator, verification_of(made));
  const auto verified = read(t.office, made.id);
  CHECK(verified.status == domain::AppointmentStatus::held);
  CHECK(verified.verification == VerificationState::done);
  CHECK(audited(t.office, "appointment held") == 1);
  CHECK(service::follow_up(t.office) == 0);
}

TEST_CASE("what was not provided is registered anew, and both close together") {
  test::TestOffice t;
  const auto made = confirmed(t, "2026-03-10T08:00:00-05:00");
  t.clock.set(at("2026-03-10T12:00:00-05:00"));
  service::verify(t.office, t.coordinator, verification_of(made, domain::Outcome::not_provided));
  const auto first = service::get_request(t.office, t.coordinator, "SOL-2026-0001");
  const auto next = service::get_request(t.office, t.coordinator, "SOL-2026-0002");
  CHECK(first.state == domain::RequestState::open);
  CHECK(first.followed_by == std::vector<core::Id>{next.id});
  CHECK(next.follows == first.id);
  CHECK(next.requested_by == t.coordinator.person.id);
  const auto shown = store::find_object_by_uid(*t.office.database().read(), "institute", made.uid);
  REQUIRE(shown);
  CHECK(has(test::unfolded(shown->text), "Verificación: hecha: no se prestó"));
  CHECK(has(test::unfolded(shown->text), "Pasada: el servicio no se prestó"));
  domain::Agreement agreement;
  agreement.request = first.id;
  agreement.slot = {at("2026-03-12T08:00:00-05:00"), at("2026-03-12T09:00:00-05:00")};
  CHECK(refusal([&] { service::agree(t.office, t.coordinator, agreement); }) == "request-followed");
  CHECK(refusal([&] { service::check_agreement(t.office, t.coordinator, agreement); }) ==
        "request-followed");
  agreement.request = next.id;
  const auto second = service::agree(t.office, t.coordinator, agreement).appointment;
  service::confirm(t.office, t.coordinator, second.id);
  t.clock.set(at("2026-03-12T09:00:00-05:00"));
  service::verify(t.office, t.coordinator, verification_of(second));
  for (const auto* number : {"SOL-2026-0001", "SOL-2026-0002"})
    CHECK(service::get_request(t.office, t.coordinator, number).state ==
          domain::RequestState::closed);
  CHECK(service::check_store(t.office).faults.empty());
}

TEST_CASE("what follows a case is named to who may see it only") {
  test::TestOffice t;
  const auto made = confirmed(t, "2026-03-10T08:00:00-05:00");
  t.clock.set(at("2026-03-10T11:00:00-05:00"));
  service::verify(t.office, t.coordinator, verification_of(made, domain::Outcome::not_provided));
  const auto named = [&](const service::Caller& caller) {
    return service::get_request(t.office, caller, made.request).followed_by;
  };
  REQUIRE(named(t.staff).size() == 1);
  auto caller = t.coordinator;
  caller.expected_version = service::get_request(t.office, caller, named(caller).at(0)).version;
  service::classify_request(t.office, caller, named(t.coordinator).at(0),
                            test::excepted(domain::Level::reserved, domain::Extent::whole));
  CHECK(named(t.coordinator).size() == 1);
  CHECK(named(t.staff).empty());
  for (const auto& one : service::list_requests(t.office, t.staff, {}, {}).items)
    CHECK(one.followed_by.empty());
  const auto whole = service::get_case(t.office, t.staff, made.request);
  CHECK(whole.request.followed_by.empty());
  CHECK(whole.followed_by.empty());
}

TEST_CASE("commitments are listed as far as somebody sees the case, by day") {
  test::TestOffice t;
  const auto made = confirmed(t, "2026-03-10T08:00:00-05:00");
  t.clock.set(at("2026-03-10T12:00:00-05:00"));
  auto verification = verification_of(made, domain::Outcome::partly);
  const auto today = core::day_of(t.clock.now());
  for (const int days : {3, 1, 2, 1})
    verification.commitments.push_back(
        {"", "Tarea", "Redes", today + std::chrono::days(days), std::nullopt});
  service::verify(t.office, t.coordinator, verification);
  std::vector<core::Id> seen;
  service::Paging paging{1, ""};
  do {
    const auto page = service::list_commitments(t.office, t.contractor, std::nullopt, paging);
    REQUIRE(page.items.size() == 1);
    seen.push_back(page.items[0].commitment.id);
    paging.cursor = page.next;
  } while (!paging.cursor.empty());
  CHECK(std::set<core::Id>(seen.begin(), seen.end()).size() == 4);
  CHECK(service::list_commitments(t.office, t.staff, std::nullopt, {}).items.size() == 4);
  {
    const auto tx = t.office.database().write();
    tx->execute("UPDATE service_request SET level = 'reserved'");
    tx->commit();
  }
  CHECK(service::list_commitments(t.office, t.staff, std::nullopt, {}).items.empty());
  CHECK(service::list_commitments(t.office, t.auditor, std::nullopt, {}).items.size() == 4);
  t.clock.set(at("2026-03-12T12:00:00-05:00"));
  const auto overdue =
      service::list_commitments(t.office, t.auditor, domain::CommitmentState::overdue, {});
  CHECK(overdue.items.size() == 2);
  auto other = t.contractor;
  other.person.contractor = "01890a5d-ac96-774b-bcce-000000000077";
  CHECK(service::list_commitments(t.office, other, std::nullopt, {}).items.empty());
}

// The tick and the lists take what they need by an index, whatever else there is.
TEST_CASE("what is due, and commitments by day, are ranges of indexes") {
  test::TestOffice t;
  const auto tx = t.office.database().read();
  const auto plan = [&](const std::string& sql) {
    std::string all;
    for (const auto rows = tx->query("EXPLAIN QUERY PLAN " + sql); rows->next();)
      all += rows->text(3) + "\n";
    return all;
  };
  CHECK(has(plan("SELECT id FROM appointment WHERE follow_up_at <= 5 ORDER BY follow_up_at, id "
                 "LIMIT 5"),
            "INDEX appointment_follow_up"));
  CHECK(has(plan("SELECT id FROM commitment WHERE recall_at <= 5 ORDER BY recall_at, id LIMIT 5"),
            "INDEX commitment_recall"));
  for (const auto* condition : {"c.done_at IS NULL", "c.done_at IS NOT NULL", "c.due_day < 7"}) {
    const auto how = plan(
        "SELECT c.id FROM commitment AS c JOIN verification AS v ON v.id = c.verification WHERE " +
        std::string(condition) + " ORDER BY c.due_day, c.id LIMIT 5");
    CHECK(has(how, "INDEX commitment_"));
    CHECK_FALSE(has(how, "B-TREE"));
  }
}
