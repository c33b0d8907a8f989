// Commitments out of verifications as tasks (VTODO) of who is to do them.
#pragma once

#include "domain/verification.h"
#include "service/office.h"

namespace citacal::service {

// The commitments that name this person, into their tasks.
void publish_tasks_of(Work& work, const domain::Person& person);

}  // namespace citacal::service
