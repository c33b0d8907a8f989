#include "domain/notice.h"

#include <array>

#include "domain/fields.h"
#include "domain/transition.h"

namespace citacal::domain {

namespace {

void require_due(const Notice& notice) {
  require_one_of("notice-state", {"El aviso", "The notice"}, notice.state, {NoticeState::due});
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

Notice sent(Notice notice, int sequence, core::Instant now) {
  require_due(notice);
  notice.state = now > notice.due_at ? NoticeState::late : NoticeState::sent;
  notice.sent_at = now;
  notice.sequence = sequence;
  return notice;
}

Notice excuse(Notice notice, const std::string& reason) {
  require_due(notice);
  notice.reason = checked_required_text("reason", reason);
  notice.state = NoticeState::excused;
  return notice;
}

}  // namespace citacal::domain
