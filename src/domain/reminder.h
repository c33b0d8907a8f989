// When people are reminded of an appointment, and when the coordinator is told that somebody does
// not answer: moments of the working hours, before the appointment begins.
#pragma once

#include "domain/answer_rules.h"
#include "domain/appointment.h"

namespace citacal::domain {

// When an attendee was last written to about the date that stands: by letters from
// Appointment::asked on. Never: nullopt.
struct Written {
  std::string email;
  std::optional<core::Instant> asked_at;  // whatever asks for an answer, or says what is true now
  std::optional<core::Instant> reminded_at;
  std::optional<core::Instant> day_before_at;
};

struct Correspondence {
  std::vector<Written> written;
  bool no_answer = false;  // the coordinator knows, of the date that stands
};

struct Prompts {                     // what is to be written now
  std::vector<Attendee> reminders;   // an answer is missing
  std::vector<Attendee> day_before;  // who may come
  std::vector<Attendee> unanswered;  // who was reminded in vain: for the coordinator
};

// This moment, where it is one of the working hours of a business day, else when work begins next.
core::Instant working_moment(const WorkCalendar& calendar, core::Instant at);

// Whether somebody's answer is missing. Rooms, those who are optional or only informed, those whose
// letters came back and who has proposed a date that is not decided are not waited for.
bool is_awaited(const Appointment& appointment, const Attendee& attendee);

// What is due, each once for the date that stands. Nothing outside the working hours, nor once the
// appointment begins or does not stand.
// - Who is awaited is reminded `remind_after_h` after they were last asked, or proposed a date.
// - `escalate_after_h` after the first reminder without an answer the coordinator is told.
// - When work begins on the last business day before the day of the appointment, whoever has not
//   declined or delegated is reminded, but for who was written to since, or is at that moment: that
//   letter is enough.
// What falls outside the working hours is due when they begin again.
Prompts due_prompts(const Appointment& appointment, const Correspondence& told,
                    const AnswerRules& rules, const WorkCalendar& calendar, core::Instant now);
// When due_prompts next has something to say if nothing changes, `now` or later; nullopt: never.
// Who was not written to yet counts as asked now.
std::optional<core::Instant> next_prompt(const Appointment& appointment, const Correspondence& told,
                                         const AnswerRules& rules, const WorkCalendar& calendar,
                                         core::Instant now);

}  // namespace citacal::domain
