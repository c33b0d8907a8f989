#include "core/time.h"

#include <catch2/catch.hpp>

using namespace citacal::core;
using namespace std::chrono_literals;

namespace {

Instant at(std::string_view text) {
  return parse_instant(text).value();
}

}  // namespace

TEST_CASE(
    "the legal time is five hours behind UTC all year, also when the country rationed power") {
  CHECK(print_local(at("2026-01-15T15:00:00Z")) == "2026-01-15T10:00:00-05:00");
  CHECK(print_local(at("2026-07-15T15:00:00Z")) == "2026-07-15T10:00:00-05:00");
  CHECK(print_local(at("1992-07-15T15:00:00Z")) == "1992-07-15T10:00:00-05:00");
}

TEST_CASE("a day begins at five in the morning of UTC") {
  CHECK(print_day(day_of(at("2026-11-23T04:59:59Z"))) == "2026-11-22");
  CHECK(print_day(day_of(at("2026-11-23T05:00:00Z"))) == "2026-11-23");
  CHECK(print_utc(start_of(parse_day("2026-11-23").value())) == "2026-11-23T05:00:00Z");
  CHECK(year_of(at("2027-01-01T04:59:59Z")) == 2026);
  CHECK(year_of(at("2027-01-01T05:00:00Z")) == 2027);
}

TEST_CASE("an instant that is printed is read again as the same, in each of its forms") {
  // A prime step, so that all months, weekdays, hours and leap days pass by.
  const auto end = at("2400-01-01T00:00:00Z");
  for (auto instant = at("1970-01-02T00:00:00Z"); instant < end; instant += 9'999'991s) {
    CAPTURE(print_utc(instant));
    REQUIRE(parse_instant(print_utc(instant)) == instant);
    REQUIRE(parse_instant(print_local(instant)) == instant);
    REQUIRE(parse_http_date(print_http_date(instant)) == instant);
    REQUIRE(parse_day(print_day(day_of(instant))) == day_of(instant));
  }
}

TEST_CASE("an instant may come with any offset, and without seconds") {
  CHECK(at("2026-11-23T10:00:00-05:00") == at("2026-11-23T15:00:00Z"));
  CHECK(at("2026-11-23T20:30:00+05:30") == at("2026-11-23T15:00:00Z"));
  CHECK(at("2026-11-23T15:00Z") == at("2026-11-23T15:00:00Z"));
  CHECK(at("2026-11-23T10:00-05:00") == at("2026-11-23T15:00:00Z"));
}

TEST_CASE("what is not exactly an instant is none") {
  const auto text = GENERATE(
      "", "2026", "2026-11-23", "2026-11-23T15:00:00", "2026-11-23T15", "2026-11-23T15:00",
      "2026-11-23T24:00:00Z", "2026-11-23T15:60:00Z", "2026-11-23T15:00:60Z",
      "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-10T00:00:00Z",
      "2026-11-31T00:00:00Z", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00+01:00",
      "9999-12-31T23:59:59-05:00", "2026-11-23T15:00:00z", "2026-11-23T15:00:00-0500",
      "2026-11-23T15:00:00-05", "2026-11-23T15:00:00-15:00", "2026-11-23T15:00:00-05:60",
      "2026-11-23T15:00:00Z ", " 2026-11-23T15:00:00Z", "2026-11-23T15:00:00.5Z",
      "+2026-11-23T15:00Z", "2026-11-23T1a:00:00Z", "2026-11-23T15:00:", "2026-11-23T15:00:0Z",
      "20261123T150000Z", "2026-11-23T15-00-00Z");
  CAPTURE(text);
  CHECK_FALSE(parse_instant(text));
}

TEST_CASE("a day is four, two and two digits of a date that exists") {
  CHECK(parse_day("2024-02-29"));
  CHECK(parse_day("2000-02-29"));
  const auto text = GENERATE("2026-02-29", "2100-02-29", "2026-1-01", "2026/01/01", "01-01-2026",
                             "2026-01-01x", "2026-00-01", "2026-01-00", "1969-12-31", "-026-01-01");
  CAPTURE(text);
  CHECK_FALSE(parse_day(text));
}

TEST_CASE("a date of HTTP is the fixed form with its right weekday") {
  CHECK(print_http_date(at("1994-11-06T08:49:37Z")) == "Sun, 06 Nov 1994 08:49:37 GMT");
  CHECK(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT") == at("1994-11-06T08:49:37Z"));
  const auto text = GENERATE("Mon, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
                             "Sun Nov  6 08:49:37 1994", "Sun, 6 Nov 1994 08:49:37 GMT",
                             "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 UTC",
                             "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08.49.37 GMT",
                             "SunX 06 Nov 1994 08:49:37 GMT", "Sun, 31 Feb 1994 08:49:37 GMT", "");
  CAPTURE(text);
  CHECK_FALSE(parse_http_date(text));
}

TEST_CASE("a slot is half open: one that ends when another starts does not overlap it") {
  const Slot first{at("2026-11-23T15:00:00Z"), at("2026-11-23T16:00:00Z")};
  const Slot next{at("2026-11-23T16:00:00Z"), at("2026-11-23T17:00:00Z")};
  const Slot across{at("2026-11-23T15:59:59Z"), at("2026-11-23T16:00:01Z")};
  CHECK_FALSE(first.overlaps(next));
  CHECK_FALSE(next.overlaps(first));
  CHECK(across.overlaps(first));
  CHECK(next.overlaps(across));
  CHECK(first.length() == 60min);
}

TEST_CASE("days, hours and durations are said as people say them") {
  const auto day = parse_day("2026-11-23").value();
  CHECK(say_day(day, Language::es) == "lunes 23 de noviembre de 2026");
  CHECK(say_day(day, Language::en) == "Monday 23 November 2026");
  CHECK(say_day(parse_day("2025-03-01").value(), Language::es) == "sábado 1 de marzo de 2025");
  CHECK(say_day(parse_day("2024-02-29").value(), Language::es) == "jueves 29 de febrero de 2024");
  CHECK(say_day(parse_day("2026-08-02").value(), Language::es) == "domingo 2 de agosto de 2026");
  CHECK(say_time(at("2026-11-23T15:05:00Z")) == "10:05");
  CHECK(say_duration(30min) == "30 min");
  CHECK(say_duration(2h) == "2 h");
  CHECK(say_duration(150min) == "2 h 30 min");
}
