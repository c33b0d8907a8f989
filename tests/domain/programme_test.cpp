#include "domain/programme.h"

#include "domain/examples.h"

using namespace examples;

namespace {

PlannedService service(std::string key) {
  PlannedService one;
  one.key = std::move(key);
  one.subject = "Mantenimiento preventivo";
  return one;
}

Programme draft() {
  Programme one;
  one.id = id(20);
  one.contractor = id(1);
  one.year = 2026;
  one.contract = "CPS-041-2026";
  one.services = {service("ups"), service("aire")};
  one.services[0].id = id(21);
  one.services[1].id = id(22);
  return one;
}

Programme approved() {
  return approve(draft(), "ACTA-003", day("2026-01-20"));
}

std::vector<int> months(Period period, int first) {
  auto one = service("x");
  one.period = period;
  one.first_month = first;
  return planned_months(one);
}

}  // namespace

TEST_CASE("the months of a service follow from its period and its first month") {
  CHECK(months(Period::once, 5) == std::vector{5});
  CHECK(months(Period::annual, 12) == std::vector{12});
  CHECK(months(Period::semiannual, 3) == std::vector{3, 9});
  CHECK(months(Period::four_monthly, 2) == std::vector{2, 6, 10});
  CHECK(months(Period::quarterly, 5) == std::vector{5, 8, 11});
  CHECK(months(Period::bimonthly, 2) == std::vector{2, 4, 6, 8, 10, 12});
  CHECK(months(Period::monthly, 1).size() == 12);
}

TEST_CASE("a programme is approved once, with minutes and services") {
  const auto one = approved();
  CHECK(one.state == ProgrammeState::approved);
  CHECK(one.minutes == "ACTA-003");
  CHECK(one.minutes_day == day("2026-01-20"));
  const auto error = refused([&] { approve(one, "ACTA-004", day("2026-01-21")); });
  CHECK(error.code == core::Code::conflict);
  CHECK(error.condition == "programme-state");
  CHECK(says(error.message, "«aprobada» (approved); solo se admite en: «borrador» (draft)",
             "\"approved\"; allowed only when: \"draft\""));
  CHECK(refused_field("minutes", [] { approve(draft(), " ", {}); }) == "missing");
  auto empty = draft();
  empty.services.clear();
  CHECK(refused_field("services", [&] { approve(empty, "ACTA-003", {}); }) == "missing");
}

TEST_CASE("a draft is edited freely and only a draft") {
  auto changed = draft();
  changed.id = id(99);
  changed.contract = "CPS-042-2026";
  changed.services = {service("aire"), service("planta")};
  changed.services[1].id = id(23);
  changed.state = ProgrammeState::approved;
  const auto one = edit(draft(), changed);
  CHECK(one.id == id(20));
  CHECK(one.state == ProgrammeState::draft);
  CHECK(one.contract == "CPS-042-2026");
  CHECK(one.services[0].id == id(22));  // kept its key, keeps its id
  CHECK(one.services[1].id == id(23));
  CHECK(refused([&] { edit(approved(), changed); }).condition == "programme-state");
}

TEST_CASE("what is approved changes by an amendment, which is kept, again and again") {
  auto changed = draft();
  changed.contract = "OTHER";
  changed.conditions = "Con acompañamiento";
  changed.services = {service("ups")};
  auto one = amend(approved(), changed, {"ACTA-010", day("2026-05-02"), "Adición"});
  CHECK(one.state == ProgrammeState::amended);
  CHECK(one.contract == "CPS-041-2026");
  CHECK(one.conditions == "Con acompañamiento");
  REQUIRE(one.services.size() == 1);
  CHECK(one.services[0].id == id(21));
  one = amend(one, changed, {"ACTA-011", day("2026-06-02"), "Prórroga"});
  CHECK(one.amendments.size() == 2);
  CHECK(refused([&] { amend(draft(), changed, {"A", {}, "x"}); }).condition == "programme-state");
  CHECK(refused_field("reason", [&] { amend(one, changed, {"A", {}, ""}); }) == "missing");
  changed.services.clear();
  CHECK(refused_field("services", [&] { amend(one, changed, {"A", {}, "x"}); }) == "missing");
}

TEST_CASE("a programme's services are bounded, with keys of their own") {
  auto one = draft();
  one.services[1].key = "ups";
  CHECK(refused_field("services[1].key", [&] { checked(one); }) == "repeated-key");
  one = draft();
  one.services[1].first_month = GENERATE(0, 13, -1);
  CHECK(refused_field("services[1].first_month", [&] { checked(one); }) == "out-of-range");
  one = draft();
  one.services[0].duration = GENERATE(core::Minutes(0), core::Minutes(-1), core::Minutes(44'641));
  CHECK(refused_field("services[0].duration", [&] { checked(one); }) == "out-of-range");
  one = draft();
  one.services[0].affected.assign(31, "a");
  CHECK(refused_field("affected", [&] { checked(one); }) == "too-many");
  one = draft();
  for (int i = 0; i < 199; ++i) one.services.push_back(service("k" + std::to_string(i)));
  CHECK(refused_field("services", [&] { checked(one); }) == "too-many");
  one = draft();
  one.year = GENERATE(1999, 2101, 0);
  CHECK(refused_field("year", [&] { checked(one); }) == "out-of-range");
}
