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

TEST_CASE("a notice is sent in time or late, and only once") {
  Notice notice;
  notice.due_at = kNow;
  const auto in_time = sent(notice, 2, kNow);
  CHECK(in_time.state == NoticeState::sent);
  CHECK(in_time.sent_at == kNow);
  CHECK(in_time.sequence == 2);
  CHECK(sent(notice, 0, kNow + core::Seconds(1)).state == NoticeState::late);
  const auto error = refused([&] { sent(in_time, 3, kNow); });
  CHECK(error.code == core::Code::conflict);
  CHECK(error.condition == "notice-state");
  CHECK(says(error.message, "«enviado» (sent); solo se admite en: «pendiente» (due)",
             "\"sent\"; allowed only when: \"due\""));
}

TEST_CASE("a notice is excused while it is due, with a reason") {
  const auto excused = excuse(Notice{}, "Falla imprevista del enlace");
  CHECK(excused.state == NoticeState::excused);
  CHECK(excused.reason == "Falla imprevista del enlace");
  CHECK(refused([&] { excuse(excused, "x"); }).condition == "notice-state");
  CHECK(refused([&] { sent(excused, 0, kNow); }).condition == "notice-state");
  CHECK(refused_field("reason", [] { excuse(Notice{}, ""); }) == "missing");
}
