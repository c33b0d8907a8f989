// Reminders of appointments, and the coordinator's news that somebody does not answer. The letters
// and news that were written are the memory: nothing is written twice, whatever dies in between.
#pragma once

#include "domain/appointment.h"
#include "service/office.h"

namespace citacal::service {

// Called with every change of an appointment: when it next has somebody to remind is kept with it,
// so that a tick finds what is due by a range of an index.
void plan_reminders(Work& work, const domain::Appointment& appointment);
// All that are to come, where the rules, the working hours or the holidays are not those by which
// they were planned last, or they never were (a store of an older program).
void plan_all_reminders(Office& office);

// Writes what is due (domain::due_prompts), each appointment in a transaction of its own; returns
// how many appointments somebody was reminded of. Nothing outside the working hours. Where one
// fails the others go on, and then its error is thrown.
int send_reminders(Office& office);

}  // namespace citacal::service
