#include "service/notice.h"

#include "core/text.h"
#include "domain/changes.h"
#include "service/announcement.h"
#include "service/page.h"
#include "service/sight.h"
#include "store/appointment.h"
#include "store/letter.h"
#include "store/notice.h"
#include "store/party.h"
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

Notice get_notice_for_change(Work& work, const core::Id& id) {
  auto notice = store::get_notice(work.tx(), id);
  permit_sight_of(work.tx(), work.caller(), notice);
  permit_version(work.caller(), notice.version);
  return notice;
}

core::Instant due_of(Work& work, const domain::Appointment& appointment) {
  const auto& office = work.office();
  return domain::notice_due(appointment.slot.start, office.institute().notice,
                            office.work_calendar());
}

bool was_told(const Notice& notice) {
  return (notice.state == NoticeState::sent || notice.state == NoticeState::late) &&
         !notice.withdrawn_at;
}

// Nobody may know of what is withheld whole, so nobody is told of it, nor that it is off.
bool is_withheld(Work& work, const domain::Appointment& appointment) {
  return domain::is_withheld_whole(
      store::get_request(work.tx(), appointment.request).classification);
}

bool is_for_staff(Work& work, const domain::Appointment& appointment) {
  return appointment.affects_network && !is_withheld(work, appointment);
}

// Nothing is to be told, or what was told is no longer true.
void drop_notice(Work& work, const domain::Appointment& appointment, const Notice& notice) {
  if (notice.state == NoticeState::due) {
    store::remove_notice(work.tx(), notice.id);
    work.audit("notice dropped", "notice", notice.id);
  } else if (was_told(notice)) {
    if (is_withheld(work, appointment))
      call_back(work, appointment.id);
    else if (work.tells())
      announce_end(work, appointment);
    save_next(work, domain::withdraw(notice, work.now()), "notice withdrawn",
              domain::print_slot(notice.told.value_or(appointment.slot)));
  }
}

void correct_notice(Work& work, const domain::Appointment& appointment, const Notice& notice,
                    core::Instant due) {
  announce_change(work, appointment);
  save_next(work, domain::corrected(notice, appointment, due, work.now()), "notice corrected",
            domain::print_slot(appointment.slot) + ", due " + core::print_local(due));
}

Notice send(Work& work, const Notice& before, const domain::Appointment& appointment) {
  auto notice = domain::sent(before, appointment, work.now());
  if (work.tells()) announce(work, appointment);
  const bool is_late = notice.state == NoticeState::late;
  return save_next(work, std::move(notice), is_late ? "notice sent late" : "notice sent",
                   core::print_local(appointment.slot.start));
}

bool is_to_be_told(Work& work, const domain::Appointment& appointment) {
  return appointment.status == domain::AppointmentStatus::confirmed &&
         is_for_staff(work, appointment);
}

// Why an appointment may be confirmed with less time ahead: what somebody wrote, or the failure.
std::pair<std::string, core::Id> reason_for(Work& work, const domain::Appointment& appointment,
                                            const std::string& given) {
  if (!core::trim(given).empty()) return {given, work.caller().person.id};
  const auto request = store::get_request(work.tx(), appointment.request);
  if (request.kind == domain::Kind::failure) return {request.subject, ""};
  return {};
}

}  // namespace

void plan_notice(Work& work, const domain::Appointment& appointment, bool moved) {
  using Status = domain::AppointmentStatus;
  const auto notice = store::find_notice_of(work.tx(), appointment.id);
  if (!is_for_staff(work, appointment) || appointment.status == Status::cancelled) {
    if (notice) drop_notice(work, appointment, *notice);
    return;
  }
  if (appointment.status == Status::held) return;  // what was not told stays to be seen
  if (!notice && work.tells()) require_recipients(work.office());
  const auto due = due_of(work, appointment);
  if (!notice) {
    const auto planned = domain::plan(core::new_id(work.now()), appointment.id, due);
    store::save(work.tx(), planned);
    work.audit("notice planned", "notice", planned.id, core::print_local(due));
    return;
  }
  // What is loaded says itself what was told of each date.
  if (moved && was_told(*notice) && work.tells())
    return correct_notice(work, appointment, *notice, due);
  const bool is_open = notice->state == NoticeState::due;
  if (!moved && !notice->withdrawn_at && (!is_open || notice->due_at == due)) return;
  save_next(work, domain::replan(*notice, due, moved || notice->withdrawn_at),
            "notice planned anew", core::print_local(due));
}

void keep_notice_rule(Work& work, const domain::Appointment& before,
                      const domain::Appointment& after, const std::string& reason) {
  if (!is_to_be_told(work, after)) return;
  if (is_to_be_told(work, before) && before.slot == after.slot) return;  // it was so already
  auto notice = store::find_notice_of(work.tx(), after.id);
  core::expects(notice.has_value(), "what affects the network has a notice");
  if (domain::needs_reason(*notice, work.now())) {
    const auto [why, by] = reason_for(work, after, reason);
    if (why.empty()) domain::refuse_short_notice(*notice);
    notice =
        save_next(work, domain::except(*notice, why, by, work.now()), "short notice excepted", why);
  }
  if (notice->state != NoticeState::due) return;
  // What is loaded tells nobody: what stands and is to come is sent by the next tick.
  if (work.tells() && notice->due_at <= work.now()) {
    send(work, *notice, after);
  } else if (!notice->next_at) {  // it was due, and the date not certain
    notice->next_at = notice->due_at;
    save_next(work, *notice, "notice planned anew", core::print_local(notice->due_at));
  }
}

bool is_short_of_notice(Work& work, const domain::Appointment& appointment) {
  if (!is_for_staff(work, appointment)) return false;
  const auto notice = store::find_notice_of(work.tx(), appointment.id);
  return notice && domain::needs_reason(*notice, work.now()) &&
         reason_for(work, appointment, "").first.empty();
}

std::optional<Notice> find_notice_of(Work& work, const core::Id& appointment) {
  return store::find_notice_of(work.tx(), appointment);
}

Notice send_notice(Work& work, const core::Id& id) {
  const auto before = get_notice_for_change(work, id);
  return send(work, before, store::get_appointment(work.tx(), before.appointment));
}

Notice send_notice(Office& office, const Caller& caller, const core::Id& id) {
  return in_work(office, caller, domain::Right::agree,
                 [&](Work& work) { return send_notice(work, id); });
}

Notice excuse_notice(Work& work, const core::Id& id, const std::string& reason) {
  return save_next(work, domain::excuse(get_notice_for_change(work, id), reason), "notice excused",
                   reason);
}

Notice excuse_notice(Office& office, const Caller& caller, const core::Id& id,
                     const std::string& reason) {
  return in_work(office, caller, domain::Right::agree,
                 [&](Work& work) { return excuse_notice(work, id, reason); });
}

NoticeSent get_notice(Office& office, const Caller& caller, const core::Id& id) {
  permit(caller, domain::Right::read);
  Reading reading(office, caller);
  NoticeSent whole;
  whole.notice = store::get_notice(reading.tx(), id);
  permit_sight_of(reading.tx(), caller, whole.notice);
  for (auto& letter : store::list_letters_of(reading.tx(), whole.notice.appointment))
    if (letter.kind == domain::LetterKind::notice) whole.letters.push_back(std::move(letter));
  if (!whole.notice.excepted_by.empty())
    whole.excepted_by = store::get_person(reading.tx(), whole.notice.excepted_by).name;
  return whole;
}

Listing<Notice> list_notices(Office& office, const Caller& caller, std::optional<NoticeState> state,
                             const Paging& paging) {
  permit(caller, domain::Right::read);
  Reading reading(office, caller);
  const store::NoticeFilter filter{state, narrowed(caller, {}), caller.person.clearance};
  return to_listing(store::list_notices(reading.tx(), filter, to_page(paging)));
}

}  // namespace citacal::service
