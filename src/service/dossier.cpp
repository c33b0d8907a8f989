#include "service/dossier.h"

#include "store/party.h"
#include "store/programme.h"
#include "store/request.h"
#include "store/verification.h"

namespace citacal::service {

Dossier open_dossier(store::Transaction& tx, const domain::Institute& institute,
                     const domain::Appointment& appointment) {
  auto request = store::get_request(tx, appointment.request);
  auto contractor = store::get_contractor(tx, appointment.contractor);
  std::string contract;
  if (!request.programme.empty())
    if (const auto programme = store::find_programme(tx, request.programme))
      contract = programme->contract;
  std::optional<domain::Outcome> outcome;
  if (appointment.status == domain::AppointmentStatus::held)
    for (const auto& one : store::list_verifications_of(tx, appointment.request))
      if (one.appointment == appointment.id) outcome = one.outcome;
  return {appointment, std::move(request), std::move(contractor), std::move(contract),
          outcome,     institute};
}

}  // namespace citacal::service
