#include "domain/notice.h"

#include "domain/examples.h"

using namespace examples;

namespace {

const WorkCalendar& calendar() {
  static const WorkCalendar one(
      {{"all_saints", {"Todos los Santos", "All Saints"}, HolidayRule::next_monday, 11, 1},
       {"cartagena", {"Cartagena", "Cartagena"}, HolidayRule::next_monday, 11, 11},
       {"maundy_thursday", {"Jueves Santo", "Maundy Thursday"}, HolidayRule::easter, 0, 0, -3},
       {"good_friday", {"Viernes Santo", "Good Friday"}, HolidayRule::easter, 0, 0, -2}},
      {});
  return one;
}

std::string due(std::string_view start, int days = 7, bool business = false) {
  return core::print_local(notice_due(at(start), {days, business}, calendar())).substr(0, 16);
}

}  // namespace

TEST_CASE("a notice is due a week ahead, when the working day begins") {
  CHECK(due("2026-11-24 10:00") == "2026-11-17T07:00");
  CHECK(due("2026-11-24 02:00") == "2026-11-17T07:00");
  CHECK(due("2026-11-24 23:59") == "2026-11-17T07:00");
}

TEST_CASE("a notice that would be due on a holiday or a weekend goes out before") {
  CHECK(due("2026-11-23 10:00") == "2026-11-13T07:00");  // 16 November is a holiday: Friday
  CHECK(due("2026-11-29 10:00") == "2026-11-20T07:00");  // a Sunday
  CHECK(due("2026-04-09 10:00") == "2026-04-01T07:00");  // Maundy Thursday: Wednesday
  CHECK(due("2026-04-10 10:00") == "2026-04-01T07:00");  // Good Friday: Wednesday
}

TEST_CASE("business days are counted when the rule says so") {
  CHECK(due("2026-11-23 10:00", 5, true) == "2026-11-13T07:00");
  CHECK(due("2026-11-23 10:00", 7, true) == "2026-11-11T07:00");
  CHECK(due("2026-11-22 10:00", 1, true) == "2026-11-20T07:00");
}

TEST_CASE("with no days ahead a notice is still not due after the start") {
  CHECK(due("2026-11-24 10:00", 0) == "2026-11-24T07:00");
  CHECK(due("2026-11-24 06:00", 0) == "2026-11-23T07:00");
  CHECK(due("2026-11-24 06:00", 0, true) == "2026-11-23T07:00");
  CHECK(due("2026-11-22 10:00", 0, true) == "2026-11-20T07:00");
}

namespace {

Appointment on(std::string_view start, int sequence = 2) {
  Appointment one;
  one.slot = {at(start), at(start) + std::chrono::hours(2)};
  one.sequence = sequence;
  return one;
}

const auto kDue = at("2026-10-01 07:00");

Notice planned() {
  return plan(id(9), id(3), kDue);
}

}  // namespace

TEST_CASE("a notice is sent in time until its day is over, and only once") {
  const auto in_time = sent(planned(), on("2026-10-08 20:00"), at("2026-10-01 23:59"));
  CHECK(in_time.state == NoticeState::sent);
  CHECK(in_time.sent_at == at("2026-10-01 23:59"));
  CHECK(in_time.sequence == 2);
  CHECK(in_time.told == on("2026-10-08 20:00").slot);
  CHECK_FALSE(in_time.next_at);
  CHECK(sent(planned(), on("2026-10-08 20:00"), at("2026-10-02 00:00")).state == NoticeState::late);
  const auto error = refused([&] { sent(in_time, on("2026-10-08 20:00"), kNow); });
  CHECK(error.code == core::Code::conflict);
  CHECK(error.condition == "notice-state");
  CHECK(says(error.message, "«enviado» (sent); solo se admite en: «pendiente» (due)",
             "\"sent\"; allowed only when: \"due\""));
}

TEST_CASE("a correction is in time by its own date or by what it corrects") {
  const auto in_time = sent(planned(), on("2026-10-08 20:00"), kDue);
  const auto late = sent(planned(), on("2026-10-08 20:00"), at("2026-10-05 08:00"));
  const auto now = at("2026-10-06 08:00");
  const auto near = on("2026-10-07 20:00", 3);
  CHECK(corrected(in_time, near, at("2026-09-30 07:00"), now).state == NoticeState::sent);
  CHECK(corrected(late, near, at("2026-09-30 07:00"), now).state == NoticeState::late);
  const auto far = corrected(late, on("2026-10-20 20:00", 3), at("2026-10-13 07:00"), now);
  CHECK(far.state == NoticeState::sent);
  CHECK(far.due_at == at("2026-10-13 07:00"));
  CHECK(far.sequence == 3);
  CHECK(far.sent_at == now);
  CHECK(far.told == on("2026-10-20 20:00").slot);
}

TEST_CASE("what nobody is told of in time needs a reason, once for each date") {
  const auto next_day = at("2026-10-02 08:00");
  CHECK_FALSE(needs_reason(planned(), at("2026-10-01 23:00")));
  CHECK(needs_reason(planned(), next_day));
  const auto excepted = except(planned(), "Vence el contrato", id(5), next_day);
  CHECK_FALSE(needs_reason(excepted, next_day));
  CHECK(excepted.excepted_by == id(5));
  CHECK(excepted.excepted_at == next_day);
  CHECK(refused_field("short_notice_reason", [&] { except(planned(), " ", "", kNow); }) ==
        "missing");
  const auto late = sent(planned(), on("2026-10-08 20:00"), next_day);
  CHECK(needs_reason(late, next_day));
  CHECK_FALSE(needs_reason(sent(excepted, on("2026-10-08 20:00"), next_day), next_day));
  const auto moved = corrected(sent(excepted, on("2026-10-08 20:00"), next_day),
                               on("2026-10-06 20:00"), at("2026-09-29 07:00"), next_day);
  CHECK(needs_reason(moved, next_day));
  CHECK(needs_reason(replan(excepted, at("2026-09-30 07:00"), true), next_day));
  CHECK_FALSE(needs_reason(replan(excepted, at("2026-09-30 07:00"), false), next_day));
}

TEST_CASE("a date too near is refused with the last day in time and the way out") {
  const auto error = refused([] { refuse_short_notice(planned()); });
  CHECK(error.code == core::Code::conflict);
  CHECK(error.condition == "short-notice");
  CHECK(error.field == "short_notice_reason");
  CHECK(says(error.message, "jueves 1 de octubre de 2026", "short_notice_reason"));
}

TEST_CASE("a notice is excused while it is due, with a reason") {
  const auto excused = excuse(Notice{}, "Falla imprevista del enlace");
  CHECK(excused.state == NoticeState::excused);
  CHECK(excused.reason == "Falla imprevista del enlace");
  CHECK(refused([&] { excuse(excused, "x"); }).condition == "notice-state");
  CHECK(refused([&] { sent(excused, on("2026-10-08 20:00"), kNow); }).condition == "notice-state");
  CHECK(refused_field("reason", [] { excuse(Notice{}, ""); }) == "missing");
}

// Over eleven years, with the law's holidays as they fall in them: days that move, doubles, and a
// week in which hardly anybody works.
TEST_CASE("a notice is due on the last business day that the rule allows, whatever the start") {
  const auto holiday = [](int month, int day) {
    return Holiday{"h" + std::to_string(month) + "_" + std::to_string(day),
                   {"F", "H"},
                   HolidayRule::next_monday,
                   month,
                   day};
  };
  const WorkCalendar year({holiday(1, 6),
                           holiday(6, 29),
                           holiday(8, 15),
                           holiday(11, 1),
                           holiday(11, 11),
                           {"thursday", {"J", "T"}, HolidayRule::easter, 0, 0, -3},
                           {"friday", {"V", "F"}, HolidayRule::easter, 0, 0, -2},
                           {"heart", {"C", "H"}, HolidayRule::easter, 0, 0, 71},
                           {"christmas", {"N", "C"}, HolidayRule::fixed, 12, 25}},
                          {});
  for (const NoticeRule rule : {NoticeRule{7, false}, NoticeRule{7, true}, NoticeRule{1, false},
                                NoticeRule{15, true}, NoticeRule{60, false}}) {
    CAPTURE(rule.days, rule.business_days);
    core::Instant last{};
    const auto until = at("2036-01-01 00:00");
    for (auto start = at("2025-01-01 00:10"); start < until; start += core::Minutes(7 * 60 + 13)) {
      const auto due = notice_due(start, rule, year);
      const auto on = core::day_of(due), starts_on = core::day_of(start);
      // Within the hours of a business day.
      bool good = year.is_business_day(on) && core::to_local(due) == on + year.hours().start;
      // Never later than the rule, counted here day by day.
      int ahead = 0;
      for (auto one = on; one < starts_on; one += std::chrono::days(1))
        ahead += !rule.business_days || year.is_business_day(one) ? 1 : 0;
      good = good && ahead >= rule.days;
      // The latest such day: any later business day is too near.
      auto next = on + std::chrono::days(1);
      while (!year.is_business_day(next)) next += std::chrono::days(1);
      int nearer = 0;
      for (auto one = next; one < starts_on; one += std::chrono::days(1))
        nearer += !rule.business_days || year.is_business_day(one) ? 1 : 0;
      good = good && nearer < rule.days;
      // Monotone.
      good = good && due >= last && due < start;
      last = due;
      if (!good) FAIL("start " << core::print_local(start) << " due " << core::print_local(due));
    }
  }
}
