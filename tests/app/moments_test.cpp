#include "app/moments.h"

#include <catch2/catch.hpp>

#include "app/load.h"

using namespace citacal;
using namespace citacal::app;
using test::day;
using test::local;

TEST_CASE("Relative days count from the day of loading") {
  const Today today{day("2026-03-02"), test::colombia()};  // a Monday
  CHECK(parse_day("hoy", today) == day("2026-03-02"));
  CHECK(parse_day("hoy+12", today) == day("2026-03-14"));
  CHECK(parse_day("hoy-40", today) == day("2026-01-21"));
  CHECK(parse_day("2026-03-05", today) == day("2026-03-05"));
  CHECK_FALSE(parse_day("hoy+", today));
  CHECK_FALSE(parse_day("mañana+1", today));
  CHECK_FALSE(parse_day("hoy+99999", today));
  CHECK_FALSE(parse_day("", today));
}

TEST_CASE("Business days skip the weekend and the holidays, both ways") {
  // Thursday; Monday 23 March 2026 is Saint Joseph's, moved from the 19th.
  const Today today{day("2026-03-19"), test::colombia()};
  CHECK(parse_day("hábil+1", today) == day("2026-03-20"));
  CHECK(parse_day("hábil+2", today) == day("2026-03-24"));
  CHECK(parse_day("HABIL+2", today) == day("2026-03-24"));
  // Holy Week: 2 and 3 April 2026.
  CHECK(parse_day("hábil-1", {day("2026-04-06"), test::colombia()}) == day("2026-04-01"));
  CHECK_FALSE(parse_day("hábil", today));
}

TEST_CASE("A weekday with a count is strictly after or before the day of loading") {
  const Today saturday{day("2026-03-07"), test::colombia()};
  CHECK(parse_day("sábado+1", saturday) == day("2026-03-14"));
  CHECK(parse_day("sábado-1", saturday) == day("2026-02-28"));
  CHECK(parse_day("domingo+1", saturday) == day("2026-03-08"));
  CHECK(parse_day("miércoles-2", saturday) == day("2026-02-25"));
  CHECK_FALSE(parse_day("sábado", saturday));
}

TEST_CASE("A moment is a day and a time of the legal time, or an instant") {
  const Today today{day("2026-03-02"), test::colombia()};
  CHECK(parse_moment("hoy+1 9:05", today) == local("2026-03-03T09:05"));
  CHECK(parse_moment("2026-03-05 22:00", today) == local("2026-03-05T22:00"));
  CHECK(parse_moment("2026-03-05T22:00:00Z", today) == local("2026-03-05T17:00"));
  CHECK_FALSE(parse_moment("hoy+1", today));
  CHECK_FALSE(parse_moment("hoy 24:00", today));
  CHECK_FALSE(parse_moment("hoy 9:5", today));
}

TEST_CASE("Durations are read in every form that people use, and bounded") {
  CHECK(parse_duration("4h") == core::Minutes(240));
  CHECK(parse_duration("90min") == core::Minutes(90));
  CHECK(parse_duration("2h30") == core::Minutes(150));
  CHECK(parse_duration("2 h 30 min") == core::Minutes(150));
  CHECK(parse_duration("04:30") == core::Minutes(270));
  CHECK(parse_duration("4:30:00") == core::Minutes(270));
  for (const auto* wrong : {"", "4", "h", "-4h", "0min", "2h60", "4:5", "4,5", "45000min", "4h4h"})
    CHECK_FALSE(parse_duration(wrong));
}

TEST_CASE("Dates of a Spanish sheet have the day first") {
  CHECK(parse_spanish_day("05/03/2026") == day("2026-03-05"));
  CHECK(parse_spanish_day("5/3/2026") == day("2026-03-05"));
  CHECK_FALSE(parse_spanish_day("13/31/2026"));
  CHECK_FALSE(parse_spanish_day("05/03/26"));
  CHECK_FALSE(parse_spanish_day("29/02/2026"));
}
