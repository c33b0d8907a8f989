#include "domain/follow_up.h"

#include "domain/examples.h"

using namespace examples;

namespace {

// Saint Joseph on Monday 23 March 2026, Maundy Thursday and Good Friday on 2 and 3 April.
const WorkCalendar kCalendar({{"saint_joseph", {"", ""}, HolidayRule::next_monday, 3, 19},
                              {"maundy_thursday", {"", ""}, HolidayRule::easter, 0, 0, -3},
                              {"good_friday", {"", ""}, HolidayRule::easter, 0, 0, -2}},
                             {});

Appointment of(AppointmentStatus status, std::string_view start, std::string_view end) {
  auto one = appointment();
  one.slot = slot(start, end);
  one.status = status;
  return one;
}

Appointment awaited(const VerificationRule& rule = {}) {
  return await_verification(of(AppointmentStatus::held, "2026-03-16 18:00", "2026-03-16 20:00"),
                            rule, kCalendar);
}

core::Instant due(std::string_view end, int days) {
  return verification_due(at(end), {days, 1}, kCalendar);
}

std::optional<core::Instant> next(const Appointment& appointment, const FollowUp& told,
                                  std::string_view now, const VerificationRule& rule = {}) {
  return next_follow_up(appointment, told, rule, kCalendar, at(now));
}

FollowUp now_due(const Appointment& appointment, const FollowUp& told, std::string_view now) {
  return due_follow_up(appointment, told, {}, kCalendar, at(now));
}

Commitment promised(std::string_view by) {
  return {id(31), "Entregar la fuente", "Redes", day(by), std::nullopt};
}

}  // namespace

TEST_CASE("the term to verify is business days, to the end of the last one's work") {
  CHECK(due("2026-03-10 10:00", 5) == at("2026-03-17 16:30"));
  CHECK(due("2026-03-10 23:59", 1) == at("2026-03-11 16:30"));
  CHECK(due("2026-03-14 12:00", 1) == at("2026-03-16 16:30"));  // a Saturday
  CHECK(due("2026-03-16 20:00", 4) == at("2026-03-20 16:30"));
  CHECK(due("2026-03-16 20:00", 5) == at("2026-03-24 16:30"));  // Monday is a holiday
  CHECK(due("2026-04-01 09:00", 1) == at("2026-04-06 16:30"));  // Holy Week
  CHECK(due("2026-04-02 09:00", 1) == at("2026-04-06 16:30"));  // on a holiday
}

TEST_CASE("every term is over on a business day, with exactly its business days after the end") {
  for (auto end = at("2026-03-01 08:00"); end < at("2026-05-01 08:00");
       end += std::chrono::hours(7))
    for (const int days : {1, 2, 5, 10}) {
      const auto last = core::day_of(verification_due(end, {days, 1}, kCalendar));
      int counted = 0;
      for (auto one = core::day_of(end) + std::chrono::days(1); one <= last;
           one += std::chrono::days(1))
        counted += kCalendar.is_business_day(one) ? 1 : 0;
      CHECK(counted == days);
      CHECK(kCalendar.is_business_day(last));
    }
}

TEST_CASE("only what is held and not verified is awaited, and what is overdue stays so") {
  CHECK(awaited().verification == VerificationState::pending);
  CHECK(awaited().verify_by == at("2026-03-24 16:30"));
  const auto standing = of(AppointmentStatus::confirmed, "2026-03-16 18:00", "2026-03-16 20:00");
  CHECK(await_verification(standing, {}, kCalendar) == standing);
  CHECK(await_verification(awaited(), {2, 1}, kCalendar).verify_by == at("2026-03-18 16:30"));
  const auto late = let_lapse(awaited(), at("2026-03-24 16:30"));
  CHECK(late.verification == VerificationState::overdue);
  CHECK(late.changed_at == at("2026-03-24 16:30"));
  CHECK(await_verification(late, {2, 1}, kCalendar) == late);
  auto done = awaited();
  done.verification = VerificationState::done;
  CHECK(await_verification(done, {2, 1}, kCalendar) == done);
}

TEST_CASE("a confirmed appointment is held when it ends, at any hour") {
  const auto one = of(AppointmentStatus::confirmed, "2026-03-14 22:00", "2026-03-15 02:00");
  CHECK(next(one, {}, "2026-03-01 09:00") == at("2026-03-15 02:00"));
  CHECK(now_due(one, {}, "2026-03-15 01:59") == FollowUp{});
  FollowUp hold;
  hold.hold = true;
  CHECK(now_due(one, {}, "2026-03-15 02:00") == hold);
  CHECK(now_due(one, {}, "2026-03-25 02:00") == hold);
}

TEST_CASE("that a date passed tentative is told once, in working hours") {
  const auto one = of(AppointmentStatus::tentative, "2026-03-20 18:00", "2026-03-20 20:00");
  CHECK(next(one, {}, "2026-03-01 09:00") == at("2026-03-24 07:00"));
  CHECK(now_due(one, {}, "2026-03-20 20:00") == FollowUp{});
  CHECK(now_due(one, {}, "2026-03-23 09:00") == FollowUp{});  // the holiday
  FollowUp told;
  told.unconfirmed = true;
  CHECK(now_due(one, {}, "2026-03-24 07:00") == told);
  CHECK(now_due(one, told, "2026-03-24 07:00") == FollowUp{});
  CHECK_FALSE(next(one, told, "2026-03-24 07:00"));
  CHECK_FALSE(next(cancel(one, "No", kNow), {}, "2026-03-24 07:00"));
}

TEST_CASE("who is to verify is reminded before the last day, and told when the term is over") {
  const auto one = awaited();  // until Tuesday 24 March, 16:30
  CHECK(next(one, {}, "2026-03-16 20:00") == at("2026-03-20 07:00"));
  CHECK(now_due(one, {}, "2026-03-20 06:59") == FollowUp{});
  FollowUp reminded;
  reminded.due = true;
  CHECK(now_due(one, {}, "2026-03-20 07:00") == reminded);
  CHECK(now_due(one, {}, "2026-03-21 09:00") == FollowUp{});  // a Saturday
  CHECK(next(one, {}, "2026-03-21 09:00") == at("2026-03-24 07:00"));
  CHECK(now_due(one, reminded, "2026-03-24 16:29") == FollowUp{});
  CHECK(next(one, reminded, "2026-03-20 07:00") == at("2026-03-24 16:30"));
  FollowUp lapse;
  lapse.lapse = true;
  CHECK(now_due(one, reminded, "2026-03-24 16:30") == lapse);  // work is over
  const auto late = let_lapse(one, at("2026-03-24 16:30"));
  CHECK(next(late, reminded, "2026-03-24 16:30") == at("2026-03-25 07:00"));
  FollowUp overdue;
  overdue.overdue = true;
  CHECK(now_due(late, reminded, "2026-03-25 07:00") == overdue);
  CHECK(now_due(late, overdue, "2026-03-25 07:00") == FollowUp{});
  CHECK_FALSE(next(late, overdue, "2026-03-25 07:00"));
}

TEST_CASE("a service that was down for a week tells what is late as what it has become") {
  FollowUp both;
  both.lapse = both.overdue = true;
  CHECK(now_due(awaited(), {}, "2026-03-31 10:00") == both);
}

TEST_CASE("a reminder on the last day, and one that would come before the end") {
  CHECK(next(awaited({5, 0}), {}, "2026-03-16 20:00", {5, 0}) == at("2026-03-24 07:00"));
  const VerificationRule short_one{1, 5};
  CHECK(next(awaited(short_one), {}, "2026-03-16 20:00", short_one) == at("2026-03-17 07:00"));
}

TEST_CASE("a commitment is open to the end of its day, then overdue, until it is done") {
  auto one = promised("2026-03-24");
  CHECK(state_of(one, day("2026-03-24")) == CommitmentState::open);
  CHECK(state_of(one, day("2026-03-25")) == CommitmentState::overdue);
  one.done_at = at("2026-03-30 09:00");
  CHECK(state_of(one, day("2026-03-31")) == CommitmentState::done);
}

TEST_CASE("a commitment is recalled the business day before and when its day has passed") {
  const auto one = promised("2026-03-24");
  const auto made = at("2026-03-10 11:00");
  const auto recalled = [&](const Recall& told, std::string_view now) {
    return due_recall(one, made, told, kCalendar, at(now));
  };
  const auto next = [&](const Recall& told, std::string_view now) {
    return next_recall(one, made, told, kCalendar, at(now));
  };
  CHECK(next({}, "2026-03-10 11:00") == at("2026-03-20 07:00"));
  CHECK(recalled({}, "2026-03-20 06:59") == Recall{});
  CHECK(recalled({}, "2026-03-20 07:00") == Recall{true, false});
  CHECK(next({true, false}, "2026-03-20 07:00") == at("2026-03-25 07:00"));
  CHECK(recalled({true, false}, "2026-03-24 16:00") == Recall{});
  CHECK(recalled({true, false}, "2026-03-25 00:00") == Recall{});
  CHECK(recalled({true, false}, "2026-03-25 07:00") == Recall{false, true});
  CHECK(recalled({}, "2026-03-25 07:00") == Recall{false, true});  // down on all those days
  CHECK(next({}, "2026-03-25 07:00") == at("2026-03-25 07:00"));
  CHECK_FALSE(next({true, true}, "2026-03-25 07:00"));
  auto done = one;
  done.done_at = made;
  CHECK(due_recall(done, made, {}, kCalendar, at("2026-03-25 07:00")) == Recall{});
  CHECK_FALSE(next_recall(done, made, {}, kCalendar, made));
}

TEST_CASE("a commitment made on its day, or the day before, is not recalled at once") {
  const auto made = at("2026-03-20 10:00");
  CHECK(next_recall(promised("2026-03-24"), made, {}, kCalendar, made) == at("2026-03-25 07:00"));
  CHECK(due_recall(promised("2026-03-24"), made, {}, kCalendar, at("2026-03-24 09:00")) ==
        Recall{});
}
