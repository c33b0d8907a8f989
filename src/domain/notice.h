// Activity 4: all staff are told, one week ahead, of what affects the network.
#pragma once

#include "domain/appointment.h"

namespace citacal::domain {

enum class NoticeState { due, sent, late, excused };

struct Notice {
  core::Id id;
  std::int64_t version = 1;
  core::Id appointment;
  core::Instant due_at{};
  NoticeState state = NoticeState::due;
  std::string reason;  // of the excuse
  std::optional<core::Instant> sent_at;
  int sequence = 0;  // of the appointment that was told
  // The date that was told last, to be corrected where it changes.
  std::optional<core::Slot> told;
  std::optional<core::Instant> withdrawn_at;  // when it was told that there is nothing to come
  // Why the date was confirmed with less time ahead than the rule asks for. Signed by a person, or
  // by nobody: the failure itself is the reason.
  std::string exception_reason;
  core::Id excepted_by;
  std::optional<core::Instant> excepted_at;
  std::optional<core::Instant> next_at;  // when to look whether it is to be sent; none: never
  bool operator==(const Notice&) const = default;
};

struct NoticeRule {
  int days = 7;
  bool business_days = false;
};

core::Phrase say(NoticeState state);  // "pendiente", "due"

// When the notice of an appointment that starts at `start` is to go out: the start of working hours
// of the last business day that is at least the rule's days before. Terms in days end with their
// last day: a notice is late once that day is over.
core::Instant notice_due(core::Instant start, const NoticeRule& rule, const WorkCalendar& calendar);
bool is_late(core::Instant due_at, core::Instant now);

// A new one. The next look at it is when it is due.
Notice plan(core::Id id, const core::Id& appointment, core::Instant due_at);
// For another date of an appointment of which nothing is told, or nothing any more: due anew. An
// exception was made for the date that it names.
Notice replan(Notice notice, core::Instant due_at, bool moved);
// due → sent, or late; conflict otherwise.
Notice sent(Notice notice, const Appointment& appointment, core::Instant now);
// sent | late, with another date or place, told now: in time where it is before the new due time,
// or where what it corrects was told in time.
Notice corrected(Notice notice, const Appointment& appointment, core::Instant due_at,
                 core::Instant now);
Notice withdraw(Notice notice, core::Instant now);        // sent | late: it is told that it is off
Notice excuse(Notice notice, const std::string& reason);  // due only

// Whether a date may be confirmed only for a reason: nobody was told in time, or will be.
bool needs_reason(const Notice& notice, core::Instant now);
// With that reason; `by` empty: the failure itself.
Notice except(Notice notice, const std::string& reason, const core::Id& by, core::Instant now);
// Conflict "short-notice": names the field, until when it would have been in time, and the way out.
[[noreturn]] void refuse_short_notice(const Notice& notice);

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::NoticeState, "due", "sent", "late", "excused");
