#include "domain/retention.h"

#include <catch2/catch.hpp>

using namespace citacal;
using namespace citacal::domain;

namespace {

std::string field_of(const Series& series) {
  try {
    checked(series);
  } catch (const core::Error& error) {
    return error.field;
  }
  return {};
}

}  // namespace

TEST_CASE("a series is of cases or of records", "[retention]") {
  Series one{"casos", "Casos de soporte", {Kind::failure}, {}, 10, Disposal::select};
  CHECK(field_of(one).empty());
  CHECK(is_of(one, Kind::failure));
  CHECK_FALSE(is_of(one, Kind::scheduled));
  CHECK_FALSE(is_of(one, 5));
  one.activities = {5};
  CHECK(field_of(one) == "kinds");
  one.kinds.clear();
  CHECK(field_of(one).empty());
  CHECK(is_of(one, 5));
  one.activities.clear();
  CHECK(field_of(one) == "kinds");
  one.activities = {1};
  one.years = 0;
  CHECK(field_of(one) == "years");
}

TEST_CASE("years of retention count from the end of the year", "[retention]") {
  const Series one{"casos", "Casos", {Kind::failure}, {}, 5, Disposal::erase};
  CHECK(kept_until(one, *core::parse_day("2026-03-02")) == *core::parse_day("2032-01-01"));
  CHECK(kept_until(one, *core::parse_day("2026-12-31")) == *core::parse_day("2032-01-01"));
}
