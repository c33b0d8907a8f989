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
  bool operator==(const Notice&) const = default;
};

struct NoticeRule {
  int days = 7;
  bool business_days = false;
};

core::Phrase say(NoticeState state);  // "pendiente", "due"

// When the notice of an appointment that starts at `start` must be out: the start of working hours
// of a business day, at least the rule's days before.
core::Instant notice_due(core::Instant start, const NoticeRule& rule, const WorkCalendar& calendar);
// due → sent, or late when `now` is past the due time; conflict otherwise.
Notice sent(Notice notice, int sequence, core::Instant now);
Notice excuse(Notice notice, const std::string& reason);  // due only

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::NoticeState, "due", "sent", "late", "excused");
