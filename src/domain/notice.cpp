#include "domain/notice.h"

#include <array>

#include "domain/fields.h"
#include "domain/transition.h"

namespace citacal::domain {

namespace {

void require_due(const Notice& notice) {
  require_one_of("notice-state", {"El aviso", "The notice"}, notice.state, {NoticeState::due});
}

Notice without_exception(Notice notice) {
  notice.exception_reason.clear();
  notice.excepted_by.clear();
  notice.excepted_at.reset();
  return notice;
}

Notice told(Notice notice, const Appointment& appointment, core::Instant now) {
  notice.sent_at = now;
  notice.sequence = appointment.sequence;
  notice.told = appointment.slot;
  notice.next_at.reset();
  return notice;
}

}  // namespace

core::Phrase say(NoticeState state) {
  static const std::array<core::Phrase, 4> kNames = {
      {{"pendiente", "due"}, {"enviado", "sent"}, {"tardío", "late"}, {"excusado", "excused"}}};
  return kNames[static_cast<std::size_t>(state)];
}

core::Instant notice_due(core::Instant start, const NoticeRule& rule,
                         const WorkCalendar& calendar) {
  const auto day = core::day_of(start);
  const auto before = rule.business_days ? calendar.add_business_days(day, -rule.days)
                                         : day - std::chrono::days(rule.days);
  const auto due_on = [&](core::Day at_most) {
    return core::start_of(calendar.business_day_at_or_before(at_most)) + calendar.hours().start;
  };
  const auto due = due_on(before);
  // Nothing is told after it began: with 0 days, a start before the working hours.
  return due <= start ? due : due_on(before - std::chrono::days(1));
}

bool is_late(core::Instant due_at, core::Instant now) {
  return core::day_of(now) > core::day_of(due_at);
}

Notice plan(core::Id id, const core::Id& appointment, core::Instant due_at) {
  Notice notice;
  notice.id = std::move(id);
  notice.appointment = appointment;
  notice.due_at = due_at;
  notice.next_at = due_at;
  return notice;
}

Notice replan(Notice notice, core::Instant due_at, bool moved) {
  notice.due_at = due_at;
  notice.next_at = due_at;
  notice.state = NoticeState::due;
  notice.reason.clear();
  notice.sent_at.reset();
  notice.told.reset();
  notice.withdrawn_at.reset();
  return moved ? without_exception(std::move(notice)) : notice;
}

Notice sent(Notice notice, const Appointment& appointment, core::Instant now) {
  require_due(notice);
  notice.state = is_late(notice.due_at, now) ? NoticeState::late : NoticeState::sent;
  return told(std::move(notice), appointment, now);
}

Notice corrected(Notice notice, const Appointment& appointment, core::Instant due_at,
                 core::Instant now) {
  const bool was_in_time = notice.state == NoticeState::sent;
  notice.due_at = due_at;
  notice.state = was_in_time || !is_late(due_at, now) ? NoticeState::sent : NoticeState::late;
  return told(without_exception(std::move(notice)), appointment, now);
}

Notice withdraw(Notice notice, core::Instant now) {
  require_one_of("notice-state", {"El aviso", "The notice"}, notice.state,
                 {NoticeState::sent, NoticeState::late});
  notice.withdrawn_at = now;
  return notice;
}

Notice excuse(Notice notice, const std::string& reason) {
  require_due(notice);
  notice.reason = checked_required_text("reason", reason);
  notice.state = NoticeState::excused;
  notice.next_at.reset();
  return notice;
}

bool needs_reason(const Notice& notice, core::Instant now) {
  if (!notice.exception_reason.empty()) return false;
  return notice.state == NoticeState::late ||
         (notice.state == NoticeState::due && is_late(notice.due_at, now));
}

Notice except(Notice notice, const std::string& reason, const core::Id& by, core::Instant now) {
  notice.exception_reason = checked_required_text("short_notice_reason", reason);
  notice.excepted_by = by;
  notice.excepted_at = now;
  return notice;
}

void refuse_short_notice(const Notice& notice) {
  const auto day = core::day_of(notice.due_at);
  throw core::Error(
      core::Code::conflict, "short-notice",
      {"La cita afecta la red y su aviso a todo el personal debía salir a más tardar el " +
           core::say_day(day, core::Language::es) +
           ". Para confirmarla con menos tiempo, escriba el motivo en «short_notice_reason» "
           "(POST /api/v1/appointments/" +
           notice.appointment + "/confirm), o acuerde una fecha posterior.",
       "The appointment affects the network and all staff were to be told by " +
           core::say_day(day, core::Language::en) +
           ". To confirm it with less time ahead, write the reason in \"short_notice_reason\" "
           "(POST /api/v1/appointments/" +
           notice.appointment + "/confirm), or agree on a later date."},
      "short_notice_reason");
}

}  // namespace citacal::domain
