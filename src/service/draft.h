// A contractor's own message about a date (REQUEST, PUBLISH, CANCEL; MAINTNOTE): a draft until a
// coordinator applies it to its case.
#pragma once

#include "domain/appointment.h"
#include "domain/itip.h"
#include "service/office.h"

namespace citacal::service {

// The case's standing appointment is re-scheduled to the date, with the impact that is said; or
// cancelled (CANCEL, STATUS or MAINTNOTE-STATUS CANCELLED); where none stands, the date is agreed.
// Throws invalid "draft-without-date", and what the verbs throw.
domain::Appointment apply_draft(Work& work, const core::Id& request, const domain::Itip& message);

}  // namespace citacal::service
