// What every change of an appointment has in common: read with the right to see it; saved, its
// request moved along, shown, told.
#pragma once

#include "domain/appointment.h"
#include "domain/letter.h"
#include "service/sight.h"

namespace citacal::service {

domain::Appointment get_for_change(Work& work, const core::Id& id);  // stale by If-Match
// `moved`: it has another date or place than what was told of it. Without `tell` no letters. The
// trail says what changed against what is stored, and `note` where that does not tell why.
domain::Appointment settle(Work& work, domain::Appointment appointment, const std::string& action,
                           std::optional<domain::LetterKind> tell, bool moved = false,
                           const std::string& note = {});

}  // namespace citacal::service
