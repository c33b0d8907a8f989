#include "service/load.h"

#include <catch2/catch.hpp>

#include "service/case.h"
#include "service/check.h"
#include "service/letters.h"
#include "service/programme.h"
#include "support/office.h"

using namespace citacal;
using test::at;

namespace {

service::LoadFile year() {
  service::LoadFile file;
  service::LoadContractor firm;
  firm.origin = {1, 1};
  firm.digest = "firm-1";
  firm.contractor.key = "ups";
  firm.contractor.name = "Energía Segura S.A.S.";
  firm.contractor.service = "UPS y red eléctrica";
  firm.contractor.contacts = {{"Luis Peña", "luis@energia.example", "", "", true}};
  file.contractors = {firm};

  service::LoadProgramme plan;
  plan.origin = {10, 1};
  plan.digest = "plan-1";
  plan.contractor_key = "ups";
  plan.programme.year = 2026;
  plan.programme.contract = "CPS-041-2026";
  plan.programme.minutes = "Acta 003";
  plan.programme.minutes_day = core::day_of(at("2026-01-20T10:00:00-05:00"));
  domain::PlannedService service;
  service.key = "preventivo";
  service.subject = "Mantenimiento preventivo de UPS";
  service.period = domain::Period::quarterly;
  plan.programme.services = {service};
  file.programmes = {plan};

  service::LoadRequest request;
  request.origin = {20, 1};
  request.digest = "request-1";
  request.key = "ups-1";
  request.contractor_key = "ups";
  request.contract = "CPS-041-2026";
  request.year = 2026;
  request.service_key = "preventivo";
  request.at = at("2026-02-01T09:00:00-05:00");
  request.request.subject = "Primer preventivo";
  domain::Agreement agreement;
  agreement.slot = {at("2026-03-10T08:00:00-05:00"), at("2026-03-10T12:00:00-05:00")};
  request.steps = {{{21, 1}, at("2026-02-02T09:00:00-05:00"), agreement},
                   {{22, 1},
                    at("2026-02-03T09:00:00-05:00"),
                    domain::Answer{"luis@energia.example", domain::Participation::accepted, ""}},
                   {{23, 1}, at("2026-02-04T09:00:00-05:00"), service::Confirmation{}}};
  file.requests = {request};
  return file;
}

}  // namespace

TEST_CASE("a year is loaded with its history, and what is still to come is told once") {
  test::TestOffice t;
  int told = 0;
  const auto report = service::load(t.office, t.coordinator, year(),
                                    [&](int done, int all) { told = done * 100 / all; });
  for (const auto& error : report.errors)
    UNSCOPED_INFO(error.origin.line << ": " << error.error.message.en);
  CHECK(report.errors.empty());
  CHECK(report.made == 3);
  CHECK(told == 100);
  const auto whole = service::get_case(t.office, t.coordinator, "SOL-2026-0001");
  CHECK(whole.request.requested_at == at("2026-02-01T09:00:00-05:00"));
  REQUIRE(whole.appointments.size() == 1);
  CHECK(whole.appointments[0].status == domain::AppointmentStatus::confirmed);
  CHECK(whole.appointments[0].attendees[0].answer == domain::Participation::accepted);
  REQUIRE(whole.programme);
  CHECK(whole.programme->state == domain::ProgrammeState::approved);
  REQUIRE(whole.letters.size() == 1);
  CHECK(whole.letters[0].sequence == whole.appointments[0].sequence);
  CHECK(service::check_store(t.office).faults.empty());
}

TEST_CASE("the same file again changes nothing") {
  test::TestOffice t;
  service::load(t.office, t.coordinator, year(), {});
  const auto before = service::check_store(t.office);
  const auto report = service::load(t.office, t.coordinator, year(), {});
  CHECK(report.unchanged == 3);
  CHECK(report.made + report.changed == 0);
  const auto after = service::check_store(t.office);
  CHECK(after.audit_entries == before.audit_entries);
  CHECK(after.letters == before.letters);
}

TEST_CASE("what hangs on a wrong item is not reported as wrong itself") {
  test::TestOffice t;
  auto file = year();
  file.contractors[0].contractor.contacts[0].email = "luis@energia@example";
  const auto report = service::load(t.office, t.coordinator, file, {});
  REQUIRE(report.errors.size() == 1);
  CHECK(report.errors[0].origin.line == 1);
}

TEST_CASE("one wrong item and nothing of the file is loaded; every error is reported") {
  test::TestOffice t;
  auto file = year();
  file.requests[0].steps[1].action = domain::Answer{"nadie@energia.example", {}, ""};
  auto other = file.requests[0];
  other.key = "otra";
  other.origin = {40, 1};
  other.contractor_key = "upz";
  file.requests.push_back(other);
  const auto before = service::check_store(t.office).audit_entries;
  const auto report = service::load(t.office, t.coordinator, file, {});
  REQUIRE(report.errors.size() == 2);
  CHECK(report.errors[0].origin.line == 22);
  CHECK(report.errors[1].origin.line == 40);
  CHECK(report.errors[1].error.message.en.find("did you mean \"ups\"") != std::string::npos);
  CHECK(service::check_store(t.office).audit_entries == before);
  CHECK_THROWS_AS(service::get_case(t.office, t.coordinator, "SOL-2026-0001"), core::Error);
}
