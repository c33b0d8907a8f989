#include "domain/reminder.h"

#include <algorithm>

#include "core/text.h"

namespace citacal::domain {

namespace {

// When something is due for one attendee; nullopt: it is not, or was written.
struct Moments {
  std::optional<core::Instant> reminder, escalation, day_before;
};

// Whether there is a person to read a letter, as far as is known.
bool is_reached(const Attendee& attendee) {
  const bool is_thing =
      attendee.kind == AttendeeKind::room || attendee.kind == AttendeeKind::resource;
  return !is_thing && !attendee.unreached_at;
}

bool may_come(const Attendee& attendee) {
  return is_reached(attendee) && attendee.answer != Participation::declined &&
         attendee.answer != Participation::delegated;
}

Written written_to(const Correspondence& told, const Attendee& attendee) {
  for (const auto& one : told.written)
    if (core::equals_ignoring_case(one.email, attendee.email)) return one;
  return {};
}

// Who proposes a date is heard: they are asked anew when it is decided.
core::Instant waited_since(const Appointment& appointment, const Attendee& attendee,
                           core::Instant asked_at) {
  for (const auto& proposal : appointment.proposals)
    if (core::equals_ignoring_case(proposal.email, attendee.email))
      asked_at = std::max(asked_at, proposal.made_at);
  return asked_at;
}

core::Instant day_before_of(const Appointment& appointment, const WorkCalendar& calendar) {
  const auto before = core::day_of(appointment.slot.start) - std::chrono::days(1);
  return core::start_of(calendar.business_day_at_or_before(before)) + calendar.hours().start;
}

Moments moments_of(const Appointment& appointment, const Attendee& attendee,
                   const Correspondence& told, const AnswerRules& rules,
                   const WorkCalendar& calendar, core::Instant now) {
  using std::chrono::hours;
  const auto written = written_to(told, attendee);
  Moments moments;
  if (is_awaited(appointment, attendee) && rules.remind_after_h > 0) {
    if (!written.reminded_at)
      moments.reminder = working_moment(
          calendar, waited_since(appointment, attendee, written.asked_at.value_or(now)) +
                        hours(rules.remind_after_h));
    else if (!told.no_answer && rules.escalate_after_h > 0)
      moments.escalation =
          working_moment(calendar, *written.reminded_at + hours(rules.escalate_after_h));
  }
  if (may_come(attendee) && rules.remind_day_before && !written.day_before_at) {
    const auto due = day_before_of(appointment, calendar);
    const auto last = std::max(written.asked_at, written.reminded_at);  // nullopt is the least
    if (!last || *last < due) moments.day_before = due;
  }
  return moments;
}

bool is_to_come(const Appointment& appointment, core::Instant now) {
  return stands(appointment) && now < appointment.slot.start;
}

}  // namespace

core::Instant working_moment(const WorkCalendar& calendar, core::Instant at) {
  const auto day = core::day_of(at);
  const auto local = core::to_local(at);
  const auto& hours = calendar.hours();
  if (calendar.is_business_day(day) && local < day + hours.end)
    return core::to_instant(std::max(local, core::LocalTime(day + hours.start)));
  return core::start_of(calendar.add_business_days(day, 1)) + hours.start;
}

bool is_awaited(const Appointment& appointment, const Attendee& attendee) {
  if (attendee.answer != Participation::needs_action || !is_reached(attendee)) return false;
  if (attendee.role != AttendeeRole::chair && attendee.role != AttendeeRole::required) return false;
  return std::none_of(appointment.proposals.begin(), appointment.proposals.end(),
                      [&](const Proposal& proposal) {
                        return proposal.state == ProposalState::open &&
                               core::equals_ignoring_case(proposal.email, attendee.email);
                      });
}

Prompts due_prompts(const Appointment& appointment, const Correspondence& told,
                    const AnswerRules& rules, const WorkCalendar& calendar, core::Instant now) {
  Prompts due;
  if (!is_to_come(appointment, now) || working_moment(calendar, now) != now) return due;
  bool is_in_vain = false;
  std::vector<Attendee> reminded;
  for (const auto& attendee : appointment.attendees) {
    const auto moments = moments_of(appointment, attendee, told, rules, calendar, now);
    if (moments.reminder && *moments.reminder <= now)
      due.reminders.push_back(attendee);
    else if (moments.day_before && *moments.day_before <= now)
      due.day_before.push_back(attendee);
    if (moments.escalation) reminded.push_back(attendee);
    is_in_vain = is_in_vain || (moments.escalation && *moments.escalation <= now);
  }
  if (is_in_vain) due.unanswered = std::move(reminded);
  return due;
}

std::optional<core::Instant> next_prompt(const Appointment& appointment, const Correspondence& told,
                                         const AnswerRules& rules, const WorkCalendar& calendar,
                                         core::Instant now) {
  if (!is_to_come(appointment, now)) return std::nullopt;
  std::optional<core::Instant> next;
  for (const auto& attendee : appointment.attendees) {
    const auto moments = moments_of(appointment, attendee, told, rules, calendar, now);
    for (const auto& moment : {moments.reminder, moments.escalation, moments.day_before})
      if (moment && (!next || *moment < *next)) next = moment;
  }
  if (!next) return std::nullopt;
  next = working_moment(calendar, std::max(*next, now));
  return *next < appointment.slot.start ? next : std::nullopt;
}

}  // namespace citacal::domain
