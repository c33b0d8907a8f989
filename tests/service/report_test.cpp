#include "service/report.h"

#include <catch2/catch.hpp>

#include "service/record.h"
#include "service/verification.h"
#include "support/office.h"

using namespace citacal;
using test::at;

namespace {

service::Settings with_series() {
  auto settings = test::settings();
  settings.institute.retention = {
      {"casos", "Casos de soporte", {domain::Kind::scheduled}, {}, 5, domain::Disposal::select},
      {"actas", "Actas de verificación", {}, {5}, 10, domain::Disposal::conserve}};
  return settings;
}

// A case that was verified in March of 2026, with its minutes.
core::Id closed_case(test::TestOffice& t) {
  const auto made = t.appointment("2026-03-20T20:00:00-05:00", false);
  service::confirm(t.office, t.coordinator, made.id);
  t.clock.set(at("2026-03-24T09:00:00-05:00"));
  service::hold(t.office, t.coordinator, made.id);
  domain::Verification verification;
  verification.request = made.request;
  verification.appointment = made.id;
  verification.reference = "Acta 031";
  service::verify(t.office, t.coordinator, verification);
  domain::Record record;
  record.request = made.request;
  record.activity = 5;
  record.title = "Acta 031";
  record.file_name = "acta.txt";
  record.media_type = "text/plain";
  service::add_records(t.office, t.coordinator, {{record, "Acta"}});
  return made.request;
}

std::string text(const service::Table& table, std::size_t row, const std::string& column) {
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].key == column) {
      const auto& cell = table.rows.at(row).at(i);
      const auto* number = std::get_if<std::int64_t>(&cell);
      return number ? std::to_string(*number) : std::get<std::string>(cell);
    }
  return "no such column";
}

}  // namespace

TEST_CASE("what has been kept as long as its series asks is listed, and stays", "[report]") {
  test::TestOffice t(with_series());
  closed_case(t);
  t.request();  // one that is open is kept, however old
  const auto due = [&](std::string_view now) {
    t.clock.set(at(now));
    return service::report_disposal(t.office, t.auditor, 0);
  };
  CHECK(due("2031-12-31T12:00:00-05:00").rows.empty());
  const auto cases = due("2032-01-01T12:00:00-05:00");
  REQUIRE(cases.rows.size() == 1);
  CHECK(text(cases, 0, "series") == "casos");
  CHECK(text(cases, 0, "noun") == "case");
  CHECK(text(cases, 0, "number") == "SOL-2026-0001");
  CHECK(text(cases, 0, "closed_on") == "2026-03-24");
  CHECK(text(cases, 0, "kept_until") == "2032-01-01");
  CHECK(text(cases, 0, "disposal") == "select");
  CHECK(due("2036-12-31T12:00:00-05:00").rows.size() == 1);
  const auto both = due("2037-01-01T12:00:00-05:00");
  REQUIRE(both.rows.size() == 2);
  CHECK(text(both, 1, "noun") == "record");
  CHECK(text(both, 1, "title") == "Acta 031");
  CHECK(service::report_disposal(t.office, t.auditor, 2025).rows.empty());
  CHECK(service::list_records(t.office, t.auditor, {}).items.size() == 1);
}

TEST_CASE("the register says of each case how it went", "[report]") {
  test::TestOffice t;
  closed_case(t);
  t.request("Otro caso");
  const auto table = service::report_register(t.office, t.coordinator, 2026);
  REQUIRE(table.rows.size() == 2);
  CHECK(text(table, 0, "subject") == "Otro caso");
  CHECK(text(table, 0, "agreed_for").empty());
  CHECK(text(table, 1, "number") == "SOL-2026-0001");
  CHECK(text(table, 1, "contractor") == "Redes Andinas S.A.S.");
  CHECK(text(table, 1, "state") == "closed");
  CHECK(text(table, 1, "agreed_for") == "2026-03-20");
  CHECK(text(table, 1, "verified_on") == "2026-03-24");
  CHECK(text(table, 1, "outcome") == "as_agreed");
  CHECK(text(table, 1, "appointments") == "1");
  CHECK(text(table, 1, "records_5") == "1");
  CHECK(text(table, 1, "records_1") == "0");
  CHECK(service::report_register(t.office, t.coordinator, 2025).rows.empty());
  CHECK_THROWS_AS(service::report_register(t.office, t.staff, 2026), core::Error);
  CHECK_THROWS_AS(service::report_register(t.office, t.contractor, 2026), core::Error);
}

TEST_CASE("nobody classifies above what they may read themselves", "[report]") {
  test::TestOffice t;
  auto one = t.request();
  auto low = t.coordinator;
  low.person.clearance = domain::Level::classified;
  try {
    service::classify_request(t.office, low, one.id, test::excepted(domain::Level::reserved));
    FAIL("it was classified");
  } catch (const core::Error& error) {
    CHECK(error.condition == "above-clearance");
    CHECK(error.field == "classification.level");
  }
  one.classification = test::excepted(domain::Level::reserved);
  CHECK_THROWS_AS(service::register_request(t.office, low, one), core::Error);
  CHECK(service::classify_request(t.office, low, one.id, test::excepted(domain::Level::classified))
            .classification.level == domain::Level::classified);
}
