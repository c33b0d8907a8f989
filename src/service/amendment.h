// What changes of an appointment that stands, beside its date and place. Right: agree.
#pragma once

#include "domain/appointment.h"
#include "service/office.h"

namespace citacal::service {

// With the request's subject (empty: as it was). Who is newly invited gets an invitation, who no
// longer is a cancellation; the others are told where more than the people changed.
domain::Appointment amend(Work& work, const core::Id& id, const domain::Particulars& change,
                          const std::string& subject = {});

}  // namespace citacal::service
