// A small year, loaded with its history, and what is reckoned of it.
#include "service/measures.h"

#include <catch2/catch.hpp>

#include "service/answer.h"
#include "service/load.h"
#include "support/office.h"

using namespace citacal;
using domain::Counted;
using domain::Measure;
using domain::MeasureKey;
using test::at;

namespace {

core::Instant local(const std::string& when) {  // "2026-03-10 08:00"
  return at(when.substr(0, 10) + "T" + when.substr(11) + ":00-05:00");
}

core::Slot two_hours(const std::string& start) {
  return {local(start), local(start) + std::chrono::hours(2)};
}

service::LoadContractor firm(const std::string& key) {
  service::LoadContractor item;
  item.digest = key;
  item.contractor.key = key;
  item.contractor.name = "Firma " + key;
  item.contractor.service = "Redes";
  item.contractor.contacts = {{"Luis Peña", "luis@" + key + ".example", "", "", true}};
  return item;
}

service::LoadProgramme programme(const std::string& firm, int year, bool approved) {
  service::LoadProgramme item;
  item.digest = firm + std::to_string(year);
  item.contractor_key = firm;
  item.programme.year = year;
  item.programme.contract = "CPS-" + firm + "-" + std::to_string(year);
  if (approved) {
    item.programme.minutes = "Acta 001";
    item.programme.minutes_day = core::day_of(local(std::to_string(year - 1) + "-12-10 10:00"));
  }
  domain::PlannedService service;
  service.key = "preventivo";
  service.subject = "Preventivo";
  service.period = domain::Period::semiannual;
  service.first_month = 1;
  item.programme.services = {service};
  return item;
}

struct Case : service::LoadRequest {
  Case(const std::string& firm, const std::string& name, const std::string& asked) {
    key = digest = firm + "-" + name;
    contractor_key = firm;
    at = local(asked);
    request.subject = name;
    request.affected = {"Red LAN"};
  }
  Case& planned(int vigencia) {
    year = vigencia;
    contract = "CPS-" + contractor_key + "-" + std::to_string(vigencia);
    service_key = "preventivo";
    return *this;
  }
  Case& failure(const std::string& affected) {
    request.kind = domain::Kind::failure;
    request.affected = {affected};
    return *this;
  }
  Case& step(const std::string& when, service::StepAction action) {
    steps.push_back({{}, local(when), std::move(action)});
    return *this;
  }
  Case& agreed(const std::string& when, const std::string& start, bool network = false) {
    domain::Agreement agreement;
    agreement.slot = two_hours(start);
    agreement.affects_network = network;
    return step(when, agreement);
  }
  Case& accepted(const std::string& when, const std::string& email) {
    return step(when, domain::Answer{email, domain::Participation::accepted, "", {}, ""});
  }
  Case& verified(const std::string& when, domain::Outcome outcome) {
    domain::Verification verification;
    verification.outcome = outcome;
    verification.reference = "Acta";
    if (outcome != domain::Outcome::as_agreed) verification.findings = "Faltó algo.";
    return step(when, verification);
  }
};

// Two firms, 2025 and 2026; the clock stands at 2 March 2026, 09:00.
service::LoadFile two_years() {
  service::LoadFile file;
  file.contractors = {firm("norte"), firm("sur")};
  file.programmes = {programme("norte", 2025, true), programme("norte", 2026, true),
                     programme("sur", 2026, false)};
  // Of the vigencia 2025, asked for and held in 2026: moved for the contractor, then on the date.
  Case late("norte", "Preventivo atrasado", "2026-01-05 08:00");
  domain::Rescheduling moved;
  moved.slot = two_hours("2026-01-20 08:00");
  moved.reason = "Sin repuesto.";
  moved.asked_by = domain::Asker::contractor;
  late.planned(2025)
      .agreed("2026-01-05 09:00", "2026-01-15 08:00", true)
      .step("2026-01-06 09:00", moved)
      .accepted("2026-01-06 12:00", "luis@norte.example")
      .step("2026-01-09 08:00", service::Notification{})
      .step("2026-01-20 10:00", service::Holding{})
      .verified("2026-01-22 10:00", domain::Outcome::as_agreed);
  // Of 2026: not provided at first, given the second time. The first month is over.
  Case twice("norte", "Preventivo", "2026-01-07 08:00");
  twice.planned(2026)
      .agreed("2026-01-07 09:00", "2026-01-26 08:00")
      .step("2026-01-26 10:00", service::Holding{})
      .verified("2026-01-26 11:00", domain::Outcome::not_provided)
      .agreed("2026-01-26 12:00", "2026-01-28 08:00")
      .step("2026-01-28 10:00", service::Holding{})
      .verified("2026-01-28 11:00", domain::Outcome::as_agreed);
  Case before("sur", "Falla de diciembre", "2025-12-20 08:00");
  before.failure("Wi-Fi");
  Case after("sur", "Falla de enero", "2026-01-10 08:00");
  after.failure("wi-fi").agreed("2026-01-10 09:00", "2026-01-12 08:00");
  after.accepted("2026-01-10 10:00", "luis@sur.example");
  Case secret("sur", "Falla reservada", "2026-01-11 08:00");
  secret.failure("Wi-Fi");
  secret.request.classification = {domain::Level::reserved,
                                   domain::Extent::whole,
                                   "Investigación",
                                   "Ley 1712 de 2014, art. 19",
                                   5,
                                   core::day_of(local("2026-01-11 08:00"))};
  file.requests = {late, twice, before, after, secret};
  return file;
}

struct MeasuredOffice : test::TestOffice {
  MeasuredOffice() {
    const auto report = service::load(office, coordinator, two_years(), {});
    for (const auto& error : report.errors) UNSCOPED_INFO(error.error.message.en);
    REQUIRE(report.errors.empty());
  }
  service::ServiceReport report(int year, const service::Caller& caller) {
    return service::report_service(office, caller, {year, {}});
  }
};

// "67 of 2/3", or "- of 0/0".
std::string said(const std::vector<Measure>& measures, MeasureKey key) {
  const auto& one = measures.at(static_cast<std::size_t>(key));
  return (one.value ? std::to_string(*one.value) : "-") + " of " + std::to_string(one.hits) + "/" +
         std::to_string(one.n);
}

}  // namespace

TEST_CASE("a case is of its programme's vigencia, and of its number's year without one") {
  MeasuredOffice t;
  const auto before = t.report(2025, t.auditor);
  REQUIRE(before.contracts.size() == 2);
  CHECK(before.contracts[0].contract == "CPS-norte-2025");
  CHECK(before.contracts[0].year == 2025);
  CHECK(before.contracts[1].contract.empty());
  CHECK(before.contracts[1].contractor.key == "sur");
  // January 2025 and July 2025 are over; one was given, in 2026.
  CHECK(said(before.total, MeasureKey::programme_carried_out) == "50 of 1/2");
  CHECK(said(before.total, MeasureKey::first_date_kept) == "0 of 0/1");
  CHECK(said(before.total, MeasureKey::notices_on_time) == "100 of 1/1");
  CHECK(said(before.total, MeasureKey::notice_lead_median) == "11 of 0/1");  // 9 to 20 January
  // Asked again on the 6th at 9: accepted in three hours.
  CHECK(said(before.total, MeasureKey::acceptance_median) == "180 of 0/1");
  REQUIRE(before.periods.size() == 1);
  CHECK(core::print_day(before.periods.begin()->first) == "2026-01-01");
}

TEST_CASE("what was not provided counts once more when it is given") {
  MeasuredOffice t;
  const auto report = t.report(2026, t.auditor);
  CHECK(said(report.total, MeasureKey::as_agreed_at_first) == "0 of 0/1");
  CHECK(said(report.total, MeasureKey::programme_carried_out) == "100 of 1/1");
  CHECK(said(report.total, MeasureKey::punctual) == "100 of 1/1");
  const auto& programmes =
      report.total.at(static_cast<std::size_t>(MeasureKey::programme_carried_out)).left_out;
  CHECK(programmes ==
        std::vector<domain::Share>{{Counted::not_approved, 2}, {Counted::month_to_come, 1}});
  // The case and the one that took it up again. Nobody's date was agreed with a mail, and the
  // minutes of the programme are there.
  CHECK(said(report.contracts.at(0).measures, MeasureKey::five_records) == "0 of 0/2");
}

TEST_CASE("a failure at the year's turn is repeated, and an unseen one counts for nobody") {
  MeasuredOffice t;
  CHECK(said(t.report(2026, t.auditor).total, MeasureKey::failures_repeated) == "100 of 2/2");
  CHECK(said(t.report(2025, t.auditor).total, MeasureKey::failures_repeated) == "0 of 0/1");
  CHECK(said(t.report(0, t.auditor).total, MeasureKey::failures_repeated) == "67 of 2/3");
  auto cleared = t.auditor;
  cleared.person.clearance = domain::Level::open;
  const auto report = t.report(2026, cleared);
  CHECK(report.up_to == domain::Level::open);
  CHECK(said(report.total, MeasureKey::failures_repeated) == "100 of 1/1");
}

TEST_CASE("one contractor's report is of its cases alone, and others' eyes see no more") {
  MeasuredOffice t;
  const auto all = t.report(0, t.coordinator);
  REQUIRE(all.contractors.size() == 2);
  CHECK(all.contractors[0].contractor.name == "Firma norte");
  const auto north = all.contractors[0].contractor.id;
  const auto one = service::report_service(t.office, t.coordinator, {0, north});
  REQUIRE(one.contractors.size() == 1);
  CHECK(one.total == all.contractors[0].measures);
  CHECK(one.contracts.size() == 2);

  auto norther = t.contractor;
  norther.person.contractor = north;
  CHECK(t.report(0, norther).total == one.total);
  const auto south = all.contractors[1].contractor.id;
  CHECK(service::report_service(t.office, norther, {0, south}).contractors.empty());
  CHECK_THROWS_AS(t.report(0, t.staff), core::Error);
}

TEST_CASE("only the contractor's acceptance counts") {
  test::TestOffice t;
  domain::Agreement agreement;
  agreement.request = t.request().id;
  agreement.slot = two_hours("2026-03-20 20:00");
  agreement.attendees = {{.name = "Ana", .email = "ana@redes.example"},
                         {.name = "Luz", .email = "coordinadora@instituto.example"}};
  const auto id = service::agree(t.office, t.coordinator, agreement).appointment.id;
  const auto measured = [&] {
    return said(service::report_service(t.office, t.auditor, {}).total,
                MeasureKey::acceptance_median);
  };
  t.clock.forward(std::chrono::minutes(5));
  service::answer(t.office, t.coordinator, id,
                  {"coordinadora@instituto.example", domain::Participation::accepted, "", {}, ""});
  CHECK(measured() == "- of 0/0");
  t.clock.forward(std::chrono::minutes(5));
  service::answer(t.office, t.coordinator, id,
                  {"ana@redes.example", domain::Participation::accepted, "", {}, ""});
  CHECK(measured() == "10 of 0/1");
  // Another place is asked anew, though the date stays.
  t.clock.forward(std::chrono::minutes(20));
  service::reschedule(t.office, t.coordinator, id,
                      {two_hours("2026-03-20 20:00"), "Otra sede", "Se trasladó el equipo."});
  CHECK(measured() == "- of 0/0");
  t.clock.forward(std::chrono::minutes(7));
  service::answer(t.office, t.coordinator, id,
                  {"ana@redes.example", domain::Participation::accepted, "", {}, ""});
  CHECK(measured() == "7 of 0/1");
}

TEST_CASE("who proposed the date that is accepted is who asked for it") {
  test::TestOffice t;
  domain::Agreement agreement;
  agreement.request = t.request().id;
  agreement.slot = two_hours("2026-03-20 20:00");
  agreement.attendees = {{.name = "Ana", .email = "ana@redes.example"},
                         {.name = "Luz", .email = "coordinadora@instituto.example"}};
  const auto id = service::agree(t.office, t.coordinator, agreement).appointment.id;
  const auto accepted = [&](const std::string& email, const std::string& start) {
    domain::Proposal proposal;
    proposal.email = email;
    proposal.slot = two_hours(start);
    const auto made = service::propose(t.office, t.coordinator, id, proposal);
    return service::accept_proposal(t.office, t.coordinator, id, made.proposals.back().id)
        .appointment.moves.back()
        .asked_by;
  };
  CHECK(accepted("ana@redes.example", "2026-03-21 20:00") == domain::Asker::contractor);
  CHECK(accepted("coordinadora@instituto.example", "2026-03-22 20:00") == domain::Asker::institute);
}
