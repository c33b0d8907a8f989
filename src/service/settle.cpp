#include "service/settle.h"

#include "domain/changes.h"
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

Appointment settle(Work& work, Appointment appointment, const std::string& action,
                   std::optional<LetterKind> tell, bool moved, const std::string& note) {
  const auto before = store::find_appointment(work.tx(), appointment.id);
  const auto& office = work.office();
  appointment = domain::await_verification(std::move(appointment), office.institute().verification,
                                           office.work_calendar());
  store::save(work.tx(), appointment);
  auto request = store::get_request(work.tx(), appointment.request);
  const auto state = domain::request_state_for(appointment.status);
  auto said = domain::say_changes(before ? &*before : nullptr, appointment);
  if (request.state != state) {
    said += (said.empty() ? "" : "; ") +
            domain::Changes().word("request state", request.state, state).print();
    request.state = state;
    ++request.version;
    store::save(work.tx(), request);
  }
  auto detail = request.number;
  publish(work, appointment);
  plan_notice(work, appointment, moved);
  if (tell) invite(work, appointment, *tell);
  plan_reminders(work, appointment);
  plan_follow_up(work, appointment);
  tell_ticket(work, appointment, action);
  for (const auto& part : {said, note})
    if (!part.empty()) detail += "; " + part;
  work.audit(action, "appointment", appointment.id, std::move(detail));
  return appointment;
}

Appointment get_for_change(Work& work, const core::Id& id) {
  auto appointment = store::get_appointment(work.tx(), id);
  get_visible_request(work.tx(), work.caller(), appointment.request);
  permit_version(work.caller(), appointment.version);
  return appointment;
}

}  // namespace citacal::service
