#include "domain/reminder.h"

#include "domain/examples.h"

using namespace examples;

namespace {

// 2 November 2026 (All Saints) and 16 November (Cartagena) are Mondays, and holidays.
const WorkCalendar& calendar() {
  static const WorkCalendar one(
      {{"all_saints", {"Todos los Santos", "All Saints"}, HolidayRule::next_monday, 11, 1},
       {"cartagena", {"Cartagena", "Cartagena"}, HolidayRule::next_monday, 11, 11}},
      {});
  return one;
}

// An appointment of Ana and Luis with what was written of it, and the rules.
struct Desk {
  Appointment appointment = examples::appointment();
  Correspondence told;
  AnswerRules rules;

  explicit Desk(std::string_view asked, std::string_view start = "2026-11-23 10:00") {
    appointment.slot = {at(start), at(start) + std::chrono::hours(2)};
    for (const auto& one : appointment.attendees)
      told.written.push_back({one.email, at(asked), std::nullopt, std::nullopt});
  }
  Attendee& ana() { return appointment.attendees[0]; }
  Attendee& luis() { return appointment.attendees[1]; }

  std::string next(std::string_view now) const {
    const auto moment = next_prompt(appointment, told, rules, calendar(), at(now));
    return moment ? core::print_local(*moment).substr(0, 16) : "never";
  }
  Prompts due(std::string_view now) const {
    return due_prompts(appointment, told, rules, calendar(), at(now));
  }
  // As one tick does: writes what is due, and says what that was.
  std::string tick(std::string_view now) {
    const auto prompts = due(now);
    std::string said;
    for (const auto& one : prompts.reminders) {
      said += "reminder " + one.email + "; ";
      of(one).reminded_at = at(now);
    }
    for (const auto& one : prompts.day_before) {
      said += "day before " + one.email + "; ";
      of(one).day_before_at = at(now);
    }
    for (const auto& one : prompts.unanswered) said += "in vain " + one.email + "; ";
    told.no_answer = told.no_answer || !prompts.unanswered.empty();
    return said;
  }
  Written& of(const Attendee& attendee) {
    for (auto& one : told.written)
      if (one.email == attendee.email) return one;
    return told.written.emplace_back(Written{attendee.email, {}, {}, {}});
  }
};

const std::string kAna = "ana@redes.example", kLuis = "luis@instituto.example";

}  // namespace

TEST_CASE("the working moment of a time is itself or when work begins next") {
  const auto moment = [](std::string_view time) {
    return core::print_local(working_moment(calendar(), at(time))).substr(0, 16);
  };
  CHECK(moment("2026-11-20 07:00") == "2026-11-20T07:00");
  CHECK(moment("2026-11-20 16:29") == "2026-11-20T16:29");
  CHECK(moment("2026-11-20 06:59") == "2026-11-20T07:00");
  CHECK(moment("2026-11-20 00:00") == "2026-11-20T07:00");
  CHECK(moment("2026-11-20 16:30") == "2026-11-23T07:00");  // Friday evening
  CHECK(moment("2026-11-22 12:00") == "2026-11-23T07:00");
  CHECK(moment("2026-10-30 23:59") == "2026-11-03T07:00");  // Monday is a holiday
  CHECK(moment("2026-11-02 12:00") == "2026-11-03T07:00");
}

TEST_CASE("who does not answer is reminded once, and then the coordinator is told once") {
  Desk desk("2026-11-04 10:00");
  desk.luis().answer = Participation::accepted;
  CHECK(desk.next("2026-11-04 10:00") == "2026-11-06T10:00");
  CHECK(desk.tick("2026-11-06 09:59") == "");
  CHECK(desk.tick("2026-11-06 10:00") == "reminder " + kAna + "; ");
  CHECK(desk.tick("2026-11-06 10:01") == "");
  // 48 hours later is a Sunday.
  CHECK(desk.next("2026-11-06 10:01") == "2026-11-09T07:00");
  CHECK(desk.tick("2026-11-08 10:00") == "");
  CHECK(desk.tick("2026-11-09 07:00") == "in vain " + kAna + "; ");
  CHECK(desk.tick("2026-11-12 10:00") == "");
  CHECK(desk.next("2026-11-12 10:00") == "2026-11-20T07:00");
}

TEST_CASE("a reminder waits for the working hours: nights, weekends, holidays") {
  CHECK(Desk("2026-11-03 20:00").next("2026-11-03 20:00") == "2026-11-06T07:00");
  CHECK(Desk("2026-11-06 10:00").next("2026-11-06 10:00") == "2026-11-09T07:00");  // Sunday
  CHECK(Desk("2026-10-31 10:00").next("2026-10-31 10:00") == "2026-11-03T07:00");  // holiday
  Desk late("2026-11-06 10:00");
  CHECK(late.tick("2026-11-08 12:00") == "");
  CHECK(late.tick("2026-11-09 06:59") == "");
  CHECK(late.tick("2026-11-09 07:00") == "reminder " + kAna + "; reminder " + kLuis + "; ");
}

TEST_CASE("what was missed while nothing ran is due at the next working moment") {
  Desk desk("2026-11-04 10:00");
  CHECK(desk.next("2026-11-13 18:00") == "2026-11-17T07:00");  // Friday evening, long weekend
  CHECK(desk.tick("2026-11-13 18:00") == "");
  CHECK(desk.tick("2026-11-17 08:00") == "reminder " + kAna + "; reminder " + kLuis + "; ");
  // The coordinator is told so long after the reminder that was sent, not after its plan.
  CHECK(desk.next("2026-11-17 08:00") == "2026-11-19T08:00");
}

TEST_CASE("the day before is the last business day before the appointment's day") {
  const auto day_before = [](std::string_view start) {
    Desk desk("2026-10-01 10:00", start);
    for (auto& one : desk.appointment.attendees) one.answer = Participation::accepted;
    return desk.next("2026-10-01 10:00");
  };
  CHECK(day_before("2026-11-25 10:00") == "2026-11-24T07:00");
  CHECK(day_before("2026-11-25 00:30") == "2026-11-24T07:00");
  CHECK(day_before("2026-11-23 10:00") == "2026-11-20T07:00");  // Monday: Friday
  CHECK(day_before("2026-11-17 10:00") == "2026-11-13T07:00");  // after a long weekend
  CHECK(day_before("2026-11-22 10:00") == "2026-11-20T07:00");  // on a Sunday
}

TEST_CASE("the day before, those who may come are reminded") {
  Desk desk("2026-11-04 10:00");
  desk.rules.remind_after_h = 0;
  desk.ana().answer = Participation::declined;
  CHECK(desk.tick("2026-11-20 07:00") == "day before " + kLuis + "; ");
  CHECK(desk.tick("2026-11-20 08:00") == "");
  CHECK(desk.next("2026-11-20 08:00") == "never");

  Desk delegated("2026-11-04 10:00");
  delegated.rules.remind_after_h = 0;
  delegated.appointment =
      answer(delegated.appointment,
             {kAna, Participation::delegated, "", std::nullopt, "eva@redes.example"}, kNow);
  delegated.luis().role = AttendeeRole::informed;
  CHECK(delegated.tick("2026-11-20 07:00") ==
        "day before " + kLuis + "; day before eva@redes.example; ");
}

TEST_CASE("who was written to after the day-before reminder was due needs none") {
  Desk desk("2026-11-22 16:00");  // agreed on Sunday for Monday
  CHECK(desk.next("2026-11-22 16:00") == "never");
  CHECK(desk.tick("2026-11-23 07:00") == "");
  // One was invited in time, the other only then.
  desk.ana().answer = Participation::accepted;
  desk.of(desk.ana()).asked_at = at("2026-11-19 16:00");
  CHECK(desk.tick("2026-11-23 07:00") == "day before " + kAna + "; ");
  // Whose answer is missing is told the date with the reminder.
  desk.of(desk.luis()).asked_at = at("2026-11-19 16:00");
  CHECK(desk.tick("2026-11-23 08:00") == "reminder " + kLuis + "; ");
  CHECK(desk.tick("2026-11-23 08:01") == "");
}

TEST_CASE("nothing is due without time for it before the start") {
  Desk desk("2026-11-19 11:00", "2026-11-21 10:00");
  desk.rules.remind_day_before = false;
  CHECK(desk.next("2026-11-19 11:00") == "never");
  Desk begun("2026-11-04 10:00");
  CHECK(begun.next("2026-11-23 09:59") == "2026-11-23T09:59");
  CHECK(begun.next("2026-11-23 10:00") == "never");
  CHECK(begun.tick("2026-11-23 10:00") == "");
  // The service comes back in the last night before an early start.
  Desk early("2026-11-04 10:00", "2026-11-24 06:00");
  CHECK(early.next("2026-11-23 20:00") == "never");
}

TEST_CASE("an appointment that does not stand reminds nobody") {
  Desk desk("2026-11-04 10:00");
  for (const auto status : {AppointmentStatus::held, AppointmentStatus::cancelled}) {
    desk.appointment.status = status;
    CHECK(desk.next("2026-11-06 10:00") == "never");
    CHECK(desk.tick("2026-11-06 10:00") == "");
  }
  desk.appointment.status = AppointmentStatus::confirmed;
  CHECK(desk.tick("2026-11-06 10:00") == "reminder " + kAna + "; reminder " + kLuis + "; ");
}

TEST_CASE("only a missing answer of somebody who is needed and reached is waited for") {
  Desk desk("2026-11-04 10:00");
  const auto awaited = [&] { return is_awaited(desk.appointment, desk.ana()); };
  CHECK(awaited());
  for (const auto given : {Participation::accepted, Participation::declined,
                           Participation::tentative, Participation::delegated}) {
    desk.ana().answer = given;
    CHECK_FALSE(awaited());
  }
  desk.ana().answer = Participation::needs_action;
  desk.ana().role = AttendeeRole::chair;
  CHECK(awaited());
  for (const auto role : {AttendeeRole::optional, AttendeeRole::informed}) {
    desk.ana().role = role;
    CHECK_FALSE(awaited());
  }
  desk.ana().role = AttendeeRole::required;
  desk.ana().kind = AttendeeKind::room;
  CHECK_FALSE(awaited());
  desk.ana().kind = AttendeeKind::group;
  CHECK(awaited());
  desk.ana().unreached_at = kNow;
  CHECK_FALSE(awaited());
}

TEST_CASE("who proposed another date is waited for again when it was not agreed to") {
  Desk desk("2026-11-04 10:00");
  desk.luis().answer = Participation::accepted;
  Proposal proposal;
  proposal.id = id(8);
  proposal.email = kAna;
  proposal.slot = slot("2026-11-24 10:00", "2026-11-24 12:00");
  proposal.made_at = at("2026-11-05 10:00");
  desk.appointment = propose(desk.appointment, proposal);
  CHECK(desk.next("2026-11-05 10:00") == "2026-11-20T07:00");
  CHECK(desk.tick("2026-11-06 10:00") == "");
  desk.appointment = decline(desk.appointment, id(8), "");
  CHECK(desk.next("2026-11-05 11:00") == "2026-11-09T07:00");
}

TEST_CASE("a new date asks everybody anew") {
  Desk desk("2026-11-04 10:00");
  desk.tick("2026-11-06 10:00");
  desk.tick("2026-11-09 10:00");
  REQUIRE(desk.told.no_answer);
  desk.appointment = reschedule(
      desk.appointment, {slot("2026-11-25 10:00", "2026-11-25 12:00"), std::nullopt, "Lluvia"},
      at("2026-11-10 10:00"));
  desk.told = {};  // nothing was written of that date yet
  CHECK(desk.next("2026-11-10 10:00") == "2026-11-12T10:00");
}

TEST_CASE("rules of zero hours remind nobody and tell nobody") {
  Desk desk("2026-11-04 10:00");
  desk.rules.escalate_after_h = 0;
  desk.tick("2026-11-06 10:00");
  CHECK(desk.next("2026-11-06 10:00") == "2026-11-20T07:00");
  Desk silent("2026-11-04 10:00");
  silent.rules.remind_after_h = 0;
  CHECK(silent.next("2026-11-04 10:00") == "2026-11-20T07:00");
  silent.rules.remind_day_before = false;
  CHECK(silent.next("2026-11-04 10:00") == "never");
}
