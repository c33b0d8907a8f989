#include "domain/access.h"

#include <catch2/catch.hpp>

#include "domain/request.h"

using namespace citacal;
using namespace citacal::domain;

namespace {

const core::Id kRedes(std::string(26, 'r')), kDatos(std::string(26, 'd'));

Person person(Role role, Level clearance, const core::Id& firm = {}) {
  Person one;
  one.role = role;
  one.clearance = clearance;
  one.contractor = firm;
  return one;
}

Classification classified(Level level, Extent extent) {
  Classification one;
  one.level = level;
  one.extent = extent;
  return one;
}

std::string field_of(const Classification& classification) {
  ServiceRequest request;
  request.subject = "Cambio de cerraduras";
  request.contractor = core::new_id(core::Instant{});
  request.classification = classification;
  try {
    checked(request);
  } catch (const core::Error& error) {
    return error.field;
  }
  return {};
}

core::Day day(const char* text) {
  return *core::parse_day(text);
}

}  // namespace

TEST_CASE("clearance shows the whole of a case, partial exception its slot", "[sight]") {
  for (const auto role : {Role::coordinator, Role::staff, Role::auditor, Role::administrator})
    for (const auto clearance : {Level::open, Level::classified, Level::reserved}) {
      const auto one = person(role, clearance);
      CHECK(sight(one, kRedes, {}) == Sight::whole);
      for (const auto level : {Level::classified, Level::reserved}) {
        const bool may = clearance >= level;
        CHECK(sight(one, kRedes, classified(level, Extent::partial)) ==
              (may ? Sight::whole : Sight::slot));
        CHECK(sight(one, kRedes, classified(level, Extent::whole)) ==
              (may ? Sight::whole : Sight::nothing));
        // What nobody said the extent of is withheld.
        CHECK(sight(one, kRedes, classified(level, Extent::none)) ==
              (may ? Sight::whole : Sight::nothing));
      }
    }
}

TEST_CASE("a contractor's people see nothing of another firm, not even a slot", "[sight]") {
  for (const auto clearance : {Level::open, Level::reserved}) {
    const auto ana = person(Role::contractor, clearance, kRedes);
    CHECK(sight(ana, kDatos, {}) == Sight::nothing);
    CHECK(sight(ana, kDatos, classified(Level::reserved, Extent::partial)) == Sight::nothing);
    CHECK(sight(ana, {}, {}) == Sight::nothing);
    CHECK(sight(ana, kRedes, {}) == Sight::whole);
  }
  CHECK(sight(person(Role::contractor, Level::open, kRedes), kRedes,
              classified(Level::reserved, Extent::partial)) == Sight::slot);
}

TEST_CASE("a request's classification is checked with it, by its member's name", "[sight]") {
  auto one = classified(Level::reserved, Extent::partial);
  CHECK(field_of(one) == "classification.justification");
  one.justification = "Seguridad pública";
  CHECK(field_of(one) == "classification.legal_ground");
  one.legal_ground = "Ley 1712 de 2014, art. 19";
  CHECK(field_of(one) == "classification.qualified_on");
  one.qualified_on = day("2026-03-02");
  CHECK(field_of(one) == "classification.years");
  one.years = 16;
  CHECK(field_of(one) == "classification.years");
  one.years = 15;
  CHECK(field_of(one).empty());
  one.extent = Extent::none;
  CHECK(field_of(one) == "classification.extent");
  one = {};
  one.years = 3;
  CHECK(field_of(one) == "classification");
}

TEST_CASE("an exception ends after its years", "[sight]") {
  auto one = classified(Level::reserved, Extent::whole);
  one.years = 10;
  one.qualified_on = day("2026-03-02");
  CHECK(ends_on(one) == day("2036-03-02"));
  CHECK(lapse(one, day("2036-01-31"), 30) == Lapse::none);
  CHECK(lapse(one, day("2036-02-01"), 30) == Lapse::near);
  CHECK(lapse(one, day("2036-03-01"), 30) == Lapse::near);
  CHECK(lapse(one, day("2036-03-02"), 30) == Lapse::over);
  one.qualified_on = day("2024-02-29");
  one.years = 1;
  CHECK(ends_on(one) == day("2025-03-01"));
  one.years = 0;
  CHECK_FALSE(ends_on(one));
  CHECK_FALSE(ends_on({}));
}
