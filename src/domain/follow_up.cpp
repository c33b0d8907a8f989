#include "domain/follow_up.h"

#include "domain/reminder.h"

namespace citacal::domain {

namespace {

using std::chrono::days;
using Moment = std::optional<core::Instant>;  // nullopt: never, or it was done

core::Instant start_of_work(const WorkCalendar& calendar, core::Day day) {
  return core::start_of(day) + calendar.hours().start;
}

bool is_past(const Moment& moment, core::Instant now) {
  return moment && *moment <= now;
}

Moment earliest(Moment a, Moment b) {
  return a && b ? std::min(a, b) : (a ? a : b);
}

// When somebody can be told what was to be told at that moment.
Moment next_telling(const Moment& moment, const WorkCalendar& calendar, core::Instant now) {
  if (!moment) return std::nullopt;
  return working_moment(calendar, std::max(*moment, now));
}

struct Moments {
  Moment hold, lapse;                // at any hour
  Moment unconfirmed, due, overdue;  // of what is told
};

Moments moments_of(const Appointment& appointment, const FollowUp& told,
                   const VerificationRule& rule, const WorkCalendar& calendar) {
  const auto end = appointment.slot.end;
  Moments moments;
  if (appointment.status == AppointmentStatus::confirmed) moments.hold = end;
  if (appointment.status == AppointmentStatus::tentative && !told.unconfirmed)
    moments.unconfirmed = end;
  if (!appointment.verify_by) return moments;
  const auto by = *appointment.verify_by;
  if (appointment.verification == VerificationState::pending) {
    moments.lapse = by;
    const auto day = calendar.add_business_days(core::day_of(by), -rule.remind_days);
    if (!told.due) moments.due = std::max(end, start_of_work(calendar, day));
  }
  if (appointment.verification == VerificationState::overdue && !told.overdue) moments.overdue = by;
  return moments;
}

struct RecallMoments {
  Moment due, overdue;
};

RecallMoments moments_of(const Commitment& commitment, core::Instant made_at, const Recall& told,
                         const WorkCalendar& calendar) {
  RecallMoments moments;
  if (commitment.done_at) return moments;
  const auto before = calendar.business_day_at_or_before(commitment.by - days(1));
  const auto recalled = start_of_work(calendar, before);
  if (!told.due && made_at < recalled) moments.due = recalled;
  if (!told.overdue) moments.overdue = core::start_of(commitment.by + days(1));
  return moments;
}

bool is_working(const WorkCalendar& calendar, core::Instant now) {
  return working_moment(calendar, now) == now;
}

}  // namespace

core::Instant verification_due(core::Instant end, const VerificationRule& rule,
                               const WorkCalendar& calendar) {
  const auto last = calendar.add_business_days(core::day_of(end), rule.days);
  return core::start_of(last) + calendar.hours().end;
}

Appointment await_verification(Appointment appointment, const VerificationRule& rule,
                               const WorkCalendar& calendar) {
  const bool is_awaited = appointment.verification == VerificationState::none ||
                          appointment.verification == VerificationState::pending;
  if (appointment.status != AppointmentStatus::held || !is_awaited) return appointment;
  appointment.verification = VerificationState::pending;
  appointment.verify_by = verification_due(appointment.slot.end, rule, calendar);
  return appointment;
}

Appointment let_lapse(Appointment appointment, core::Instant now) {
  core::expects(appointment.verification == VerificationState::pending,
                "only a term that runs can lapse");
  appointment.verification = VerificationState::overdue;
  appointment.changed_at = now;
  return appointment;
}

FollowUp due_follow_up(const Appointment& appointment, const FollowUp& told,
                       const VerificationRule& rule, const WorkCalendar& calendar,
                       core::Instant now) {
  const auto moments = moments_of(appointment, told, rule, calendar);
  const bool works = is_working(calendar, now);
  FollowUp due;
  due.hold = is_past(moments.hold, now);
  due.lapse = is_past(moments.lapse, now);
  due.unconfirmed = works && is_past(moments.unconfirmed, now);
  due.due = works && !due.lapse && is_past(moments.due, now);
  due.overdue = works && ((due.lapse && !told.overdue) || is_past(moments.overdue, now));
  return due;
}

std::optional<core::Instant> next_follow_up(const Appointment& appointment, const FollowUp& told,
                                            const VerificationRule& rule,
                                            const WorkCalendar& calendar, core::Instant now) {
  const auto moments = moments_of(appointment, told, rule, calendar);
  auto next = earliest(moments.hold, moments.lapse);
  for (const auto& moment : {moments.unconfirmed, moments.due, moments.overdue})
    next = earliest(next, next_telling(moment, calendar, now));
  return next;
}

CommitmentState state_of(const Commitment& commitment, core::Day today) {
  if (commitment.done_at) return CommitmentState::done;
  return commitment.by < today ? CommitmentState::overdue : CommitmentState::open;
}

Recall due_recall(const Commitment& commitment, core::Instant made_at, const Recall& told,
                  const WorkCalendar& calendar, core::Instant now) {
  Recall due;
  if (!is_working(calendar, now)) return due;
  const auto moments = moments_of(commitment, made_at, told, calendar);
  due.overdue = is_past(moments.overdue, now);
  due.due = core::day_of(now) <= commitment.by && is_past(moments.due, now);
  return due;
}

std::optional<core::Instant> next_recall(const Commitment& commitment, core::Instant made_at,
                                         const Recall& told, const WorkCalendar& calendar,
                                         core::Instant now) {
  const auto moments = moments_of(commitment, made_at, told, calendar);
  auto next = next_telling(moments.overdue, calendar, now);
  if (core::day_of(now) <= commitment.by)
    next = earliest(next, next_telling(moments.due, calendar, now));
  return next;
}

}  // namespace citacal::domain
