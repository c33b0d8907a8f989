#include "service/notice.h"

#include "service/letters.h"
#include "service/page.h"
#include "service/sight.h"
#include "store/appointment.h"
#include "store/letter.h"
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
  permit_sight_of(tx, caller, appointment.request);
}

Notice get_for_change(Work& work, const core::Id& id) {
  auto notice = store::get_notice(work.tx(), id);
  permit_sight_of(work.tx(), work.caller(), notice);
  permit_version(work.caller(), notice.version);
  return notice;
}

// What is announced and not yet on its way is no longer true.
void withdraw_announcement(Work& work, const core::Id& appointment) {
  for (auto& letter : store::list_letters_of(work.tx(), appointment)) {
    if (letter.kind != domain::LetterKind::notice || letter.state != domain::LetterState::queued)
      continue;
    letter.state = domain::LetterState::superseded;
    store::save(work.tx(), letter);
  }
}

}  // namespace

void plan_notice(Work& work, const domain::Appointment& appointment, bool moved) {
  using Status = domain::AppointmentStatus;
  // Nobody may know of what is withheld whole, so nobody is told of it.
  const bool is_withheld =
      domain::is_withheld_whole(store::get_request(work.tx(), appointment.request).classification);
  if (moved || is_withheld || appointment.status == Status::cancelled)
    withdraw_announcement(work, appointment.id);
  auto notice = store::find_notice_of(work.tx(), appointment.id);
  const bool is_needed =
      appointment.affects_network && appointment.status != Status::cancelled && !is_withheld;
  if (!is_needed) {
    if (notice && notice->state == NoticeState::due) {
      store::remove_notice(work.tx(), notice->id);
      work.audit("notice dropped", "notice", notice->id);
    }
    return;
  }
  if (appointment.status == Status::held) return;  // what was not told stays to be seen
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
  if (!moved && (notice->state != NoticeState::due || notice->due_at == due)) return;
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
  return in_work(office, caller, domain::Right::agree,
                 [&](Work& work) { return send_notice(work, id); });
}

Notice excuse_notice(Work& work, const core::Id& id, const std::string& reason) {
  return save_next(work, domain::excuse(get_for_change(work, id), reason), "notice excused",
                   reason);
}

Notice excuse_notice(Office& office, const Caller& caller, const core::Id& id,
                     const std::string& reason) {
  return in_work(office, caller, domain::Right::agree,
                 [&](Work& work) { return excuse_notice(work, id, reason); });
}

Notice get_notice(Office& office, const Caller& caller, const core::Id& id) {
  permit(caller, domain::Right::read);
  Reading reading(office, caller);
  auto notice = store::get_notice(reading.tx(), id);
  permit_sight_of(reading.tx(), caller, notice);
  return notice;
}

Listing<Notice> list_notices(Office& office, const Caller& caller, std::optional<NoticeState> state,
                             const Paging& paging) {
  permit(caller, domain::Right::read);
  Reading reading(office, caller);
  const store::NoticeFilter filter{state, narrowed(caller, {}), caller.person.clearance};
  return to_listing(store::list_notices(reading.tx(), filter, to_page(paging)));
}

}  // namespace citacal::service
