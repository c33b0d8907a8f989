#include "service/notice.h"

#include "service/letters.h"
#include "store/appointment.h"
#include "store/notice.h"
#include "store/request.h"

namespace citacal::service {

namespace {

using domain::Notice;
using domain::NoticeState;

Notice save_next(Work& work, Notice notice, std::string action, std::string detail) {
  ++notice.version;
  store::save(work.tx(), notice);
  work.audit(std::move(action), "notice", notice.id, std::move(detail));
  return notice;
}

void permit_sight_of(store::Transaction& tx, const Caller& caller, const Notice& notice) {
  const auto appointment = store::get_appointment(tx, notice.appointment);
  const auto request = store::get_request(tx, appointment.request);
  permit_sight(caller, request.contractor, request.level);
}

Notice get_for_change(Work& work, const core::Id& id) {
  auto notice = store::get_notice(work.tx(), id);
  permit_sight_of(work.tx(), work.caller(), notice);
  permit_version(work.caller(), notice.version);
  return notice;
}

}  // namespace

void plan_notice(Work& work, const domain::Appointment& appointment) {
  const bool stands = appointment.status == domain::AppointmentStatus::tentative ||
                      appointment.status == domain::AppointmentStatus::confirmed;
  auto notice = store::find_notice_of(work.tx(), appointment.id);
  if (!stands || !appointment.affects_network) {
    if (notice && notice->state == NoticeState::due) {
      store::remove_notice(work.tx(), notice->id);
      work.audit("notice dropped", "notice", notice->id);
    }
    return;
  }
  const auto& office = work.office();
  const auto due =
      domain::notice_due(appointment.slot.start, office.institute().notice, office.work_calendar());
  if (!notice) {
    notice = Notice{};
    notice->id = core::new_id(work.now());
    notice->appointment = appointment.id;
    notice->due_at = due;
    store::save(work.tx(), *notice);
    work.audit("notice planned", "notice", notice->id, core::print_local(due));
    return;
  }
  if (notice->due_at == due) return;
  // Moved: what was told is no longer true, so it is to be told again, a week before the new date.
  notice->due_at = due;
  notice->state = NoticeState::due;
  notice->reason.clear();
  notice->sent_at.reset();
  save_next(work, *notice, "notice planned anew", core::print_local(due));
}

std::optional<Notice> find_notice_of(Work& work, const core::Id& appointment) {
  return store::find_notice_of(work.tx(), appointment);
}

Notice send_notice(Work& work, const core::Id& id) {
  const auto before = get_for_change(work, id);
  const auto appointment = store::get_appointment(work.tx(), before.appointment);
  auto notice = domain::sent(before, appointment.sequence, work.now());
  if (work.tells()) announce(work, appointment);
  return save_next(work, std::move(notice), "notice sent",
                   core::print_local(appointment.slot.start));
}

Notice send_notice(Office& office, const Caller& caller, const core::Id& id) {
  permit(caller, domain::Right::agree);
  Work work(office, caller);
  auto notice = send_notice(work, id);
  work.commit();
  return notice;
}

Notice excuse_notice(Work& work, const core::Id& id, const std::string& reason) {
  return save_next(work, domain::excuse(get_for_change(work, id), reason), "notice excused",
                   reason);
}

Notice excuse_notice(Office& office, const Caller& caller, const core::Id& id,
                     const std::string& reason) {
  permit(caller, domain::Right::agree);
  Work work(office, caller);
  auto notice = excuse_notice(work, id, reason);
  work.commit();
  return notice;
}

Notice get_notice(Office& office, const Caller& caller, const core::Id& id) {
  permit(caller, domain::Right::read);
  Reading reading(office, caller);
  auto notice = store::get_notice(reading.tx(), id);
  permit_sight_of(reading.tx(), caller, notice);
  return notice;
}

std::vector<Notice> list_notices(Office& office, const Caller& caller,
                                 std::optional<NoticeState> state, int limit) {
  permit(caller, domain::Right::agree);
  Reading reading(office, caller);
  return store::list_notices(reading.tx(), state, limit);
}

}  // namespace citacal::service
