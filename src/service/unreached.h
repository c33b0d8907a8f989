// Letters that did not reach their recipient, whether refused or returned.
#pragma once

#include "domain/letter.h"
#include "service/office.h"

namespace citacal::service {

// The letter is `returned` where it was sent, the attendee is marked, the coordinator is told.
// `why`: the servers' words; may be empty.
void mark_unreached(Work& work, domain::Letter letter, const std::string& why);

}  // namespace citacal::service
