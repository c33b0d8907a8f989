#include "service/draft.h"

#include <algorithm>

#include "core/check.h"
#include "service/amendment.h"
#include "service/appointment.h"
#include "store/appointment.h"

namespace citacal::service {

namespace {

bool is_cancellation(const domain::Itip& message) {
  return message.method == "CANCEL" || message.status == "CANCELLED" ||
         message.maintenance.status == "CANCELLED";
}

std::string reason_of(const domain::Itip& message) {
  const auto& said = message.comment.empty() ? message.summary : message.comment;
  return "Aviso del contratista" + (said.empty() ? "" : ": " + said);
}

std::optional<domain::Appointment> find_standing(Work& work, const core::Id& request) {
  for (auto& one : store::list_appointments_of(work.tx(), request))
    if (domain::stands(one)) return std::move(one);
  return std::nullopt;
}

domain::Appointment agree_to(Work& work, const core::Id& request, const domain::Itip& message) {
  domain::Agreement agreement;
  agreement.request = request;
  agreement.slot = *message.slot;
  agreement.place = message.place;
  agreement.conditions = reason_of(message);
  agreement.affected = message.maintenance.objects;
  agreement.impact = message.maintenance.impact.value_or(domain::Impact::no_impact);
  agreement.affects_network = agreement.impact != domain::Impact::no_impact;
  return agree(work, std::move(agreement)).appointment;
}

}  // namespace

domain::Appointment apply_draft(Work& work, const core::Id& request, const domain::Itip& message) {
  const auto standing = find_standing(work, request);
  if (is_cancellation(message)) {
    if (!standing)
      throw core::Error(core::Code::conflict, "nothing-to-cancel",
                        {"La solicitud no tiene ninguna cita que cancelar.",
                         "The request has no appointment to cancel."});
    return cancel(work, standing->id, reason_of(message));
  }
  if (!message.slot || message.slot->end <= message.slot->start)
    core::refuse("DTSTART", "draft-without-date",
                 {"el mensaje no trae una fecha con principio y fin",
                  "the message has no date with a start and an end"});
  if (!standing) return agree_to(work, request, message);
  Change asked;
  if (standing->slot != *message.slot)
    asked.move = domain::Rescheduling{*message.slot, std::nullopt, reason_of(message),
                                      domain::Asker::contractor};
  if (const auto impact = message.maintenance.impact; impact && *impact != standing->impact)
    asked.particulars.impact = impact;
  if (!asked.move && !asked.amends()) return *standing;
  return change(work, standing->id, asked);
}

}  // namespace citacal::service
