#include "service/settle.h"

#include "service/calendar.h"
#include "service/errands.h"
#include "service/follow_up.h"
#include "service/letters.h"
#include "service/notice.h"
#include "service/reminders.h"
#include "store/appointment.h"
#include "store/database.h"
#include "store/request.h"

namespace citacal::service {

using domain::Appointment;
using domain::LetterKind;

domain::ServiceRequest get_visible_request(store::Transaction& tx, const Caller& caller,
                                           const core::Id& id) {
  auto request = store::get_request(tx, id);
  permit_sight(caller, request.contractor, request.classification.level);
  return request;
}

Appointment settle(Work& work, Appointment appointment, const std::string& action,
                   const std::string& detail, std::optional<LetterKind> tell, bool moved) {
  const auto& office = work.office();
  appointment = domain::await_verification(std::move(appointment), office.institute().verification,
                                           office.work_calendar());
  store::save(work.tx(), appointment);
  auto request = store::get_request(work.tx(), appointment.request);
  const auto state = domain::request_state_for(appointment.status);
  if (request.state != state) {
    request.state = state;
    ++request.version;
    store::save(work.tx(), request);
  }
  publish(work, appointment);
  plan_notice(work, appointment, moved);
  if (tell) invite(work, appointment, *tell);
  plan_reminders(work, appointment);
  plan_follow_up(work, appointment);
  tell_ticket(work, appointment, action);
  work.audit(action, "appointment", appointment.id, request.number + " " + detail);
  return appointment;
}

std::string print_slot(const core::Slot& slot) {
  return core::print_local(slot.start) + " – " + core::print_local(slot.end);
}

Appointment get_for_change(Work& work, const core::Id& id) {
  auto appointment = store::get_appointment(work.tx(), id);
  get_visible_request(work.tx(), work.caller(), appointment.request);
  permit_version(work.caller(), appointment.version);
  return appointment;
}

}  // namespace citacal::service
