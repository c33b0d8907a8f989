// Every measure on examples that are reckoned by hand; the arithmetic stands beside them.
#include "domain/measures.h"

#include "domain/examples.h"

using namespace citacal;
using namespace citacal::domain;
using examples::at;
using examples::day;
using examples::slot;

namespace {

using Key = MeasureKey;

const core::Instant kNow = at("2026-10-01 09:00");  // a Thursday
const VerificationRule kTerm;
const WorkCalendar kCalendar({}, {});  // Monday to Friday, no holidays

// "67 of 2/3", "4 of 3" (days, minutes, counts: value of n), "- of 0".
std::string said(const Tally& tally, Key key) {
  const auto measure = tally.measures().at(static_cast<std::size_t>(key));
  REQUIRE(measure.key == key);
  const auto value = measure.value ? std::to_string(*measure.value) : "-";
  const auto n = std::to_string(measure.n);
  return unit_of(key) == MeasureUnit::percent
             ? value + " of " + std::to_string(measure.hits) + "/" + n
             : value + " of " + n;
}

int share(const std::vector<Share>& shares, Counted what) {
  for (const auto& one : shares)
    if (one.what == what) return one.count;
  return 0;
}

int left_out(const Tally& tally, Key key, Counted why) {
  return share(tally.measures().at(static_cast<std::size_t>(key)).left_out, why);
}

int part(const Tally& tally, Key key, Counted what) {
  return share(tally.measures().at(static_cast<std::size_t>(key)).parts, what);
}

NoticeFact notice(NoticeState state, std::string_view start, std::string_view due,
                  std::string_view sent = {}) {
  NoticeFact fact;
  fact.status = AppointmentStatus::confirmed;
  fact.state = state;
  fact.start = at(start);
  fact.due_at = at(due);
  if (!sent.empty()) fact.sent_at = at(sent);
  return fact;
}

DateFact held(std::string_view start, std::string_view end) {
  DateFact fact;
  fact.status = AppointmentStatus::held;
  fact.slot = slot(start, end);
  fact.first_start = fact.slot.start;
  fact.asked_at = at("2026-08-01 08:00");
  return fact;
}

FailureFact failure(int contractor, std::string_view when, std::vector<std::string> affected,
                    std::string place = {}) {
  return {examples::id(contractor), at(when), std::move(affected), std::move(place), false};
}

PlanFact plan(Period period, int first_month, int given) {
  PlanFact fact;
  fact.state = ProgrammeState::approved;
  fact.year = 2026;
  fact.service.period = period;
  fact.service.first_month = first_month;
  fact.given = given;
  return fact;
}

}  // namespace

TEST_CASE("a percentile is a value that was counted, by nearest rank") {
  struct Example {
    std::vector<int> values;
    int percent;
    std::optional<int> expected;
  };
  const Example table[] = {
      {{}, 50, std::nullopt},
      {{7}, 50, 7},
      {{7}, 90, 7},
      {{4, 1}, 50, 1},                                            // rank ceil(2 · 0.5) = 1
      {{9, 1, 5}, 50, 5},                                         // rank ceil(1.5) = 2
      {{4, 3, 2, 1}, 50, 2},                                      // rank 2
      {{10, 20, 30, 40, 50, 60, 70, 80, 90, 100}, 90, 90},        // rank 9
      {{10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110}, 90, 100},  // rank ceil(9.9) = 10
      {{-5, 0, 15}, 1, -5},                                       // rank ceil(0.03) = 1
      {{-5, 0, 15}, 100, 15}};
  for (const auto& [values, percent, expected] : table) {
    CAPTURE(values, percent);
    CHECK(percentile(values, percent) == expected);
  }
}

TEST_CASE("a percentage is whole; 100 says all and 0 none") {
  struct Example {
    int hits, n;
    std::optional<int> expected;
  };
  const Example table[] = {{0, 0, std::nullopt}, {0, 5, 0}, {5, 5, 100}, {2, 3, 67},  // 66.67
                           {1, 3, 33},                                                // 33.33
                           {1, 8, 13},                                                // 12.5, up
                           {299, 300, 99},  // 99.67 is not all
                           {1, 300, 1},     // 0.33 is not none
                           {20'000, 20'001, 99}};
  for (const auto& [hits, n, expected] : table) {
    CAPTURE(hits, n);
    CHECK(whole_percent(hits, n) == expected);
  }
}

TEST_CASE("what has nothing to count has no value, and every measure is there") {
  const auto measures = Tally().measures();
  REQUIRE(measures.size() == kMeasureCount);
  for (const auto& one : measures) {
    CAPTURE(core::word(one.key));
    CHECK_FALSE(one.value);
    CHECK(one.n == 0);
    CHECK(one.left_out.empty());
    CHECK_FALSE(say(one.key).es.empty());
    CHECK(define(one.key).es != define(one.key).en);
  }
}

TEST_CASE("notices: in time of those that were sent or due, and their lead in days") {
  Tally tally;
  const auto add = [&](const NoticeFact& fact) { tally.add(fact, kNow); };
  add(notice(NoticeState::sent, "2026-09-10 20:00", "2026-09-03 07:00", "2026-09-02 10:00"));  // 8
  add(notice(NoticeState::sent, "2026-09-20 20:00", "2026-09-11 07:00", "2026-09-10 23:59"));  // 10
  add(notice(NoticeState::late, "2026-09-25 01:00", "2026-09-18 07:00", "2026-09-24 23:00"));  // 1
  add(notice(NoticeState::due, "2026-09-30 20:00", "2026-09-23 07:00"));  // overdue: counts
  add(notice(NoticeState::due, "2026-10-20 20:00", "2026-10-13 07:00"));  // still runs
  add(notice(NoticeState::excused, "2026-09-12 20:00", "2026-09-05 07:00"));
  auto gone = notice(NoticeState::sent, "2026-09-12 20:00", "2026-09-05 07:00", "2026-09-04 08:00");
  gone.status = AppointmentStatus::cancelled;
  add(gone);
  CHECK(said(tally, Key::notices_on_time) == "50 of 2/4");
  CHECK(said(tally, Key::notice_lead_median) == "8 of 3");  // 1, 8, 10
  CHECK(left_out(tally, Key::notices_on_time, Counted::not_due) == 1);
  CHECK(left_out(tally, Key::notices_on_time, Counted::excused) == 1);
  CHECK(left_out(tally, Key::notices_on_time, Counted::cancelled) == 1);
  CHECK(left_out(tally, Key::notice_lead_median, Counted::not_sent) == 1);
}

TEST_CASE("dates: the first one kept, and who asked for another") {
  Tally tally;
  const auto add = [&](const DateFact& fact) { tally.add(fact, kTerm, kCalendar, kNow); };
  add(held("2026-09-01 10:00", "2026-09-01 12:00"));
  auto moved = held("2026-09-08 10:00", "2026-09-08 12:00");
  moved.first_start = at("2026-09-02 10:00");
  moved.moves_by_contractor = 2;
  moved.moves_by_institute = 1;
  add(moved);
  auto back = held("2026-09-03 10:00", "2026-09-03 15:00");  // moved away and back again
  back.moves_by_institute = 2;
  add(back);
  auto replacing = held("2026-09-04 10:00", "2026-09-04 12:00");
  replacing.replaces = true;
  add(replacing);
  auto standing = held("2026-11-04 10:00", "2026-11-04 12:00");
  standing.status = AppointmentStatus::confirmed;
  add(standing);
  auto cancelled = standing;
  cancelled.status = AppointmentStatus::cancelled;
  cancelled.moves_by_institute = 1;
  add(cancelled);
  CHECK(said(tally, Key::first_date_kept) == "50 of 2/4");
  CHECK(left_out(tally, Key::first_date_kept, Counted::not_held) == 1);
  CHECK(left_out(tally, Key::first_date_kept, Counted::cancelled) == 1);
  CHECK(said(tally, Key::reschedulings) == "6 of 6");  // 3 + 2 + 1 moves of 6 appointments
  CHECK(part(tally, Key::reschedulings, Counted::institute) == 4);
  CHECK(part(tally, Key::reschedulings, Counted::contractor) == 2);
}

TEST_CASE("acceptance: from asking for the date that stands to the contractor's acceptance") {
  Tally tally;
  const auto asked = at("2026-08-01 08:00");
  for (const int minutes : {60, 10, 1'440, 30, 20}) {
    auto fact = held("2026-09-01 10:00", "2026-09-01 12:00");
    fact.accepted_at = asked + core::Minutes(minutes) + core::Seconds(59);  // whole minutes
    tally.add(fact, kTerm, kCalendar, kNow);
  }
  tally.add(held("2026-09-01 10:00", "2026-09-01 12:00"), kTerm, kCalendar,
            kNow);                                            // nobody accepted
  auto early = held("2026-09-01 10:00", "2026-09-01 12:00");  // its clock is wrong
  early.accepted_at = asked - core::Minutes(5);
  tally.add(early, kTerm, kCalendar, kNow);
  CHECK(said(tally, Key::acceptance_median) == "20 of 6");  // 0 10 20 30 60 1440: rank 3
  CHECK(said(tally, Key::acceptance_p90) == "1440 of 6");   // rank ceil(5.4) = 6
  CHECK(left_out(tally, Key::acceptance_median, Counted::not_accepted) == 1);
}

TEST_CASE("verified in time: within five business days of the end") {
  Tally tally;
  const auto add = [&](std::string_view end, std::string_view verified) {
    auto fact = held("2026-08-01 10:00", end);
    if (!verified.empty()) fact.verified_at = at(verified);
    tally.add(fact, kTerm, kCalendar, kNow);
  };
  add("2026-09-18 20:00", "2026-09-25 23:59");  // a Friday: due the Friday after
  add("2026-09-18 20:00", "2026-09-26 00:00");  // a day late
  add("2026-09-22 20:00", "");                  // due on the 29th: late
  add("2026-09-24 20:00", "");                  // due on 1 October: today
  add("2026-10-02 12:00", "");                  // has not ended
  CHECK(said(tally, Key::verified_on_time) == "33 of 1/3");
  CHECK(left_out(tally, Key::verified_on_time, Counted::not_due) == 1);
  CHECK(left_out(tally, Key::verified_on_time, Counted::not_ended) == 1);
}

TEST_CASE("verifications: as agreed the first time, and the start beside the agreed one") {
  Tally tally;
  const auto add = [&](Outcome outcome, bool first, std::string_view actual) {
    VerificationFact fact{outcome, first, at("2026-09-01 10:00"), {}};
    if (!actual.empty()) fact.actual = {at(actual), at("2026-09-01 15:00")};
    tally.add(fact);
  };
  add(Outcome::as_agreed, true, "2026-09-01 10:15");  // +15: punctual
  add(Outcome::as_agreed, true, "2026-09-01 09:40");  // −20: too early
  add(Outcome::partly, true, "2026-09-01 10:16");     // +16
  add(Outcome::not_provided, true, "");
  add(Outcome::as_agreed, false, "2026-09-01 10:00");  // 0; the second of its case
  CHECK(said(tally, Key::as_agreed_at_first) == "50 of 2/4");
  CHECK(said(tally, Key::delay_median) == "0 of 4");  // −20 0 15 16: rank 2
  CHECK(said(tally, Key::punctual) == "50 of 2/4");
  CHECK(left_out(tally, Key::punctual, Counted::without_time) == 1);
}

TEST_CASE("commitments are overdue from the day after theirs") {
  Tally tally;
  tally.add(CommitmentFact{day("2026-09-30"), false}, kNow);
  tally.add(CommitmentFact{day("2026-10-01"), false}, kNow);  // today
  tally.add(CommitmentFact{day("2026-01-10"), true}, kNow);
  CHECK(said(tally, Key::commitments_overdue) == "1 of 3");
}

TEST_CASE("cases: scheduled ones and failures, and the five records of those closed") {
  Tally tally;
  using State = RequestState;
  tally.add(CaseFact{Kind::scheduled, State::closed, {true, true, true, true, true}, true});
  tally.add(CaseFact{Kind::scheduled, State::closed, {true, true, false, false, true}, true});
  tally.add(CaseFact{Kind::failure, State::closed, {true, true, true, false, true}, true});
  tally.add(CaseFact{Kind::failure, State::held, {true, true, true, true, false}, false});
  tally.add(CaseFact{Kind::scheduled, State::agreed, {true, true, true, true, false}, false});
  tally.add(CaseFact{Kind::scheduled, State::withdrawn, {}, false});
  CHECK(said(tally, Key::scheduled_share) == "60 of 3/5");
  CHECK(part(tally, Key::scheduled_share, Counted::failure) == 2);
  CHECK(said(tally, Key::five_records) == "33 of 1/3");
  CHECK(part(tally, Key::five_records, Counted::without_invitation) == 1);
  CHECK(part(tally, Key::five_records, Counted::without_notice) == 2);
  CHECK(part(tally, Key::five_records, Counted::without_minutes) == 0);
  CHECK(left_out(tally, Key::five_records, Counted::underway) == 2);
  CHECK(left_out(tally, Key::five_records, Counted::withdrawn) == 1);
  CHECK(left_out(tally, Key::as_agreed_at_first, Counted::not_verified) == 2);
}

TEST_CASE("a failure is repeated within 30 days, of one contractor, in a service or place") {
  using Seen = FailureMemory::Seen;
  FailureMemory memory;
  const auto see = [&](const FailureFact& fact) { return memory.see(fact); };
  CHECK(see(failure(1, "2026-01-10 08:00", {"Red LAN"}, "Piso 1")) == Seen::alone);
  CHECK(see(failure(1, "2026-01-15 08:00", {"Correo"}, "Piso 2")) == Seen::alone);
  CHECK(see(failure(1, "2026-02-09 08:00", {"red lan", "Wi-Fi"})) == Seen::repeated);  // 30 days
  CHECK(see(failure(1, "2026-02-14 08:01", {"Correo"}, "Piso 3")) == Seen::alone);     // 30 d 1 min
  CHECK(see(failure(1, "2026-02-20 08:00", {"UPS"}, "piso 3")) == Seen::repeated);
  CHECK(see(failure(1, "2026-02-21 08:00", {}, "")) == Seen::not_comparable);
  auto withdrawn = failure(1, "2026-02-22 08:00", {"UPS"});
  withdrawn.is_withdrawn = true;
  CHECK(see(withdrawn) == Seen::withdrawn);
  CHECK(see(failure(2, "2026-02-23 08:00", {"UPS"}, "Piso 3")) == Seen::alone);  // another firm
  Tally tally;
  for (const auto seen : {Seen::alone, Seen::repeated, Seen::alone, Seen::withdrawn})
    tally.add(seen);
  CHECK(said(tally, Key::failures_repeated) == "33 of 1/3");
  CHECK(left_out(tally, Key::failures_repeated, Counted::withdrawn) == 1);
}

TEST_CASE("a programme is carried out as far as its months are over") {
  Tally tally;
  // By 1 October: monthly, 9 months over; quarterly from March, 3 (Mar, Jun, Sep); November, none.
  tally.add(plan(Period::monthly, 1, 7), kNow);
  tally.add(plan(Period::quarterly, 3, 4), kNow);  // one ahead of its month makes up for no other
  tally.add(plan(Period::once, 11, 0), kNow);
  auto draft = plan(Period::semiannual, 1, 0);
  draft.state = ProgrammeState::draft;
  tally.add(draft, kNow);
  CHECK(said(tally, Key::programme_carried_out) == "83 of 10/12");  // (7 + 3) of (9 + 3)
  CHECK(left_out(tally, Key::programme_carried_out, Counted::month_to_come) == 5);  // 3 + 1 + 1
  CHECK(left_out(tally, Key::programme_carried_out, Counted::not_approved) == 2);
}

TEST_CASE("tallies come together: values, counts and what was left out") {
  Tally one, other;
  one.add(VerificationFact{Outcome::as_agreed, true, at("2026-09-01 10:00"),
                           slot("2026-09-01 10:30", "2026-09-01 11:00")});
  other.add(VerificationFact{Outcome::partly, true, at("2026-09-01 10:00"),
                             slot("2026-09-01 10:10", "2026-09-01 11:00")});
  other.add(VerificationFact{Outcome::not_provided, true, at("2026-09-01 10:00"), {}});
  one.add(other);
  CHECK(said(one, Key::delay_median) == "10 of 2");
  CHECK(said(one, Key::as_agreed_at_first) == "33 of 1/3");
  CHECK(left_out(one, Key::punctual, Counted::without_time) == 1);
}

TEST_CASE("what a plot shows is by month, or by year") {
  for (const bool by_month : {true, false}) {
    Timeline timeline(by_month);
    timeline.add(held("2026-03-31 23:00", "2026-04-01 02:00"));
    timeline.add(held("2026-03-01 08:00", "2026-03-01 09:00"));
    timeline.add(notice(NoticeState::late, "2026-03-09 08:00", "2026-03-02 07:00"));
    timeline.add(notice(NoticeState::due, "2026-03-09 08:00", "2026-03-02 07:00"));
    REQUIRE(timeline.periods().size() == 1);
    const auto& [first, count] = *timeline.periods().begin();
    CHECK(core::print_day(first) == (by_month ? "2026-03-01" : "2026-01-01"));
    CHECK(count == PeriodCount{2, 0, 1});
  }
}
