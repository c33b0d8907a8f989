// What the service does of itself once an appointment is over, and of commitments: held, awaited,
// overdue, recalled to the coordinator. The states and news that were written are the memory:
// nothing is done twice, whatever dies in between.
#pragma once

#include "domain/verification.h"
#include "service/office.h"

namespace citacal::service {

// Called with every change of an appointment: when it next has something to do is kept with it, so
// that a tick finds what is due by a range of an index.
void plan_follow_up(Work& work, const domain::Appointment& appointment);
// The same for all commitments of a verification, each time it was saved.
void plan_recalls(Work& work, const domain::Verification& verification);
// All that have something to come, where the rules, the working hours or the holidays are not those
// by which they were planned last; terms that run are reckoned anew.
void plan_all_follow_ups(Office& office);

// Does what is due (domain::due_follow_up, due_recall), each appointment and each commitment in a
// transaction of its own; returns how many something was done about. Where one fails the others go
// on, and then its error is thrown.
int follow_up(Office& office);

}  // namespace citacal::service
