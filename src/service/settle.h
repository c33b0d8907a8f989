// What every change of an appointment has in common: read with the right to see it; saved, its
// request moved along, shown, told.
#pragma once

#include "domain/appointment.h"
#include "domain/letter.h"
#include "service/sight.h"

namespace citacal::service {

// "2026-03-20T09:00:00-05:00 – 2026-03-20T11:00:00-05:00", for the trail.
std::string print_slot(const core::Slot& slot);
domain::Appointment get_for_change(Work& work, const core::Id& id);  // stale by If-Match
// `moved`: it has another date or place than what was told of it. Without `tell` no letters.
domain::Appointment settle(Work& work, domain::Appointment appointment, const std::string& action,
                           const std::string& detail, std::optional<domain::LetterKind> tell,
                           bool moved = false);

}  // namespace citacal::service
