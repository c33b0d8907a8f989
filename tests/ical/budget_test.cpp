// The work that one request may ask is counted, over all that it looks at.
#include "ical/budget.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "ical/filter.h"
#include "ical/free_busy.h"
#include "ical/selection.h"

namespace citacal::ical {

namespace {

constexpr std::int64_t kPlenty = 1'000'000'000;

core::Slot range(std::string_view from, std::string_view until) {
  return {*parse_utc(from), *parse_utc(until)};
}
const core::Slot kMarch = range("20260301T000000Z", "20260401T000000Z");

std::string times(int count, const std::string& text) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

std::string object(const std::string& lines) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y\r\nBEGIN:VEVENT\r\nUID:a\r\n" + lines +
         "END:VEVENT\r\nEND:VCALENDAR\r\n";
}

std::string alarm(const std::string& trigger) {
  return "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:" + trigger + "\r\nEND:VALARM\r\n";
}

// Rules that are walked from 1920 on, and name nothing.
const std::string kHeavy =
    "DTSTART:19200101T000000Z\r\n" +
    times(8, "RRULE:FREQ=DAILY;COUNT=9000000;UNTIL=20301231T000000Z;BYMONTH=2;BYMONTHDAY=30\r\n");

CompFilter alarms_in(const core::Slot& when) {
  CompFilter alarm{"VALARM"}, event{"VEVENT"}, calendar{"VCALENDAR"};
  alarm.range = when;
  event.comps = {alarm};
  calendar.comps = {event};
  return calendar;
}

struct Met {
  bool is_met;
  std::int64_t spent;
};
Met met(const std::string& text, const CompFilter& filter) {
  Budget budget(kPlenty);
  const auto calendar = parse_tree(text);
  const bool is_met = meets(calendar, Occurrences(calendar, "", &budget), filter);
  return {is_met, kPlenty - budget.left()};
}

template <class Do>
std::string condition(Do act) {
  try {
    act();
  } catch (const core::Error& error) {
    return error.condition;
  }
  return {};
}

const std::string kTooMany = "number-of-matches-within-limits";

}  // namespace

TEST_CASE("A budget that is spent stays so") {
  Budget budget(10);
  budget.spend(10);
  CHECK_FALSE(budget.is_spent());
  CHECK(condition([&] { budget.spend(1); }) == kTooMany);
  CHECK(budget.is_spent());
  CHECK(condition([&] { budget.spend(0); }) == kTooMany);
  Budget other;
  CHECK(condition([&] { other.spend(~std::size_t{0}); }) == kTooMany);
}

TEST_CASE("All alarms of an object are looked for in one walk of its rules") {
  const auto one = met(object(kHeavy + alarm("-P3000D")), alarms_in(kMarch));
  CHECK_FALSE(one.is_met);
  CHECK(one.spent > 500'000);
  const auto many = met(object(kHeavy + times(1'000, alarm("-P3000D"))), alarms_in(kMarch));
  CHECK_FALSE(many.is_met);
  CHECK(many.spent < 2 * one.spent);
}

TEST_CASE("An alarm that rings late hides none that rings soon, whatever recurs between") {
  const auto daily = object("DTSTART:20100101T150000Z\r\nRRULE:FREQ=DAILY\r\n" + alarm("-P3000D") +
                            alarm("-PT15M"));
  CHECK(met(daily, alarms_in(range("20300101T144500Z", "20300101T144501Z"))).is_met);
  CHECK_FALSE(met(daily, alarms_in(range("20300101T144501Z", "20300101T145000Z"))).is_met);
  CHECK(met(daily, alarms_in(range("20300101T150000Z", "20300101T150001Z"))).is_met);
}

TEST_CASE("Objects share what they may cost, and the one that is too much is named") {
  Budget budget;
  const auto calendar = parse_tree(object(kHeavy));
  int count = 0;
  const auto walk_all = [&] {
    for (; count < 100; ++count) Occurrences(calendar, "", &budget).in(kMarch);
  };
  CHECK(condition(walk_all) == kTooMany);
  CHECK(count > 5);
  CHECK(count < 30);
  BusyTime busy(kMarch);
  CHECK(condition([&] { busy.add_object(object(kHeavy), "", &budget); }) == kTooMany);
  CHECK(condition([&] { Occurrences(calendar, "").in(kMarch); }).empty());
}

TEST_CASE("A month of a thousand series is far within a budget") {
  const auto text = object(
      "DTSTART:20200106T150000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY;COUNT=500"
      "\r\nEXDATE:20260302T150000Z\r\n" +
      alarm("-PT15M"));
  const auto calendar = parse_tree(text);
  Budget budget;
  std::size_t count = 0;
  for (int i = 0; i < 1'000; ++i) count += Occurrences(calendar, "", &budget).in(kMarch).size();
  CHECK(count == 4'000);
  CHECK(budget.left() > kBudgetSteps / 2);
}

TEST_CASE("What is expanded counts before it is written") {
  const auto text =
      object("DTSTART:20200101T150000Z\r\nRRULE:FREQ=DAILY;COUNT=1900\r\nDESCRIPTION:" +
             std::string(1'900, 'x') + "\r\n");
  Selection selection;
  selection.expand = range("20200101T000000Z", "20300101T000000Z");
  Budget budget;
  std::size_t bytes = 0;
  const auto expand_all = [&] {
    for (int i = 0; i < 50; ++i) bytes += select(text, selection, "", &budget).size();
  };
  CHECK(condition(expand_all) == kTooMany);
  CHECK(bytes > 20'000'000);
  CHECK(bytes < 50'000'000);
  CHECK(budget.is_spent());
}

TEST_CASE("Texts that are matched count, too") {
  CompFilter event{"VEVENT"}, calendar{"VCALENDAR"};
  PropFilter prop{"DESCRIPTION"};
  prop.text = TextMatch{"nada", Collation::unicode_casemap, false};
  event.props = {prop};
  calendar.comps = {event};
  const auto text = object("DTSTART:20200101T150000Z\r\n" + times(100, "DESCRIPTION:algo\r\n"));
  CHECK(met(text, calendar).spent > met(text, CompFilter{"VCALENDAR"}).spent + 400);
}

TEST_CASE("A series whose rule no walk follows ends where the walks do") {
  const auto end = [](const std::string& rule) {
    const auto calendar = parse_tree(object("DTSTART:19200101T000000Z\r\n" + rule));
    return Occurrences(calendar, "").extent().end;
  };
  CHECK(end("RRULE:FREQ=DAILY;COUNT=9000000;BYMONTH=2;BYMONTHDAY=30\r\n") ==
        *parse_utc("19200101T000000Z"));
  const auto late = end("RRULE:FREQ=DAILY;COUNT=9000000\r\n");
  CHECK(late > *parse_utc("20000101T000000Z"));
  CHECK(late < *parse_utc("20200101T000000Z"));
}

}  // namespace citacal::ical
