// Commitments out of verifications as tasks (VTODO) of who is to do them.
#pragma once

#include "domain/calendar.h"
#include "domain/verification.h"
#include "service/office.h"

namespace citacal::service {

// What every owner's tasks hold of a commitment, but for the calendar and what its owner added.
domain::CalendarObject expected_task(store::Transaction& tx, const domain::Institute& institute,
                                     const domain::Verification& verification,
                                     const domain::Commitment& commitment);
// Every verification's tasks, where they are not there as they should be: those from before there
// were tasks, and anew when the words of the institute that they carry change. By publish_all,
// batch by batch.
void publish_all_tasks(Office& office);
// The commitments that name this person, into their tasks.
void publish_tasks_of(Work& work, const domain::Person& person);

}  // namespace citacal::service
