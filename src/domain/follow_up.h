// What is to be done as time goes by, and when: an appointment whose end has passed is held and its
// verification awaited within a term; commitments are recalled. People are told in working hours.
#pragma once

#include "domain/verification.h"

namespace citacal::domain {

struct VerificationRule {
  int days = 5;         // business days after the day on which the service ended
  int remind_days = 1;  // so many business days before the last one the coordinator is reminded
};

// The end of the working hours of the last day of the term.
core::Instant verification_due(core::Instant end, const VerificationRule& rule,
                               const WorkCalendar& calendar);
// Where it is held and not verified, the term in which it is to be; one that is over stays so.
Appointment await_verification(Appointment appointment, const VerificationRule& rule,
                               const WorkCalendar& calendar);
// pending → overdue.
Appointment let_lapse(Appointment appointment, core::Instant now);

struct FollowUp {            // of an appointment: what is to be done now, or was done of this date
  bool hold = false;         // confirmed, and over
  bool unconfirmed = false;  // the coordinator is told that it passed tentative
  bool due = false;          // … that the term is nearly over
  bool lapse = false;        // the term is over
  bool overdue = false;      // the coordinator is told so
  bool operator==(const FollowUp&) const = default;
};

// What is due, each once. What the coordinator is told waits for the working hours; what is late is
// told once, as what it has become: who learns that it is overdue is not told that it was due.
FollowUp due_follow_up(const Appointment& appointment, const FollowUp& told,
                       const VerificationRule& rule, const WorkCalendar& calendar,
                       core::Instant now);
// When due_follow_up next has something to do if nothing changes; nullopt: never.
std::optional<core::Instant> next_follow_up(const Appointment& appointment, const FollowUp& told,
                                            const VerificationRule& rule,
                                            const WorkCalendar& calendar, core::Instant now);

enum class CommitmentState {
  open,
  overdue,  // its day has passed
  done
};
CommitmentState state_of(const Commitment& commitment, core::Day today);

struct Recall {          // of a commitment: what the coordinator is to be told now, or was told
  bool due = false;      // when work begins on the last business day before its day
  bool overdue = false;  // when work begins after its day
  bool operator==(const Recall&) const = default;
};

// The same for a commitment. One that was made after it would have been recalled is not.
Recall due_recall(const Commitment& commitment, core::Instant made_at, const Recall& told,
                  const WorkCalendar& calendar, core::Instant now);
std::optional<core::Instant> next_recall(const Commitment& commitment, core::Instant made_at,
                                         const Recall& told, const WorkCalendar& calendar,
                                         core::Instant now);

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::CommitmentState, "open", "overdue", "done");
