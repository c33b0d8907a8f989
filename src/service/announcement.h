// Letters to all staff (activity 4), in batches: one mail to up to a hundred, who do not see each
// other. By the verbs of the notice, in their transaction.
#pragma once

#include "domain/letter.h"
#include "service/office.h"

namespace citacal::service {

// Throws conflict "notice-without-recipients" where the institute has none configured.
void require_recipients(const Office& office);

// What an appointment does to the network, with the event as METHOD:PUBLISH. Of a case that is not
// open to all, only that it does.
void announce(Work& work, const domain::Appointment& appointment);
// That it has another date or place than what was told, to whoever heard it and whoever would now.
// What had not left for anybody is announced as it is now.
void announce_change(Work& work, const domain::Appointment& appointment);
// What has not left for anybody yet is not sent.
void call_back(Work& work, const core::Id& appointment);
// That what was told is off, to whoever heard it (STATUS:CANCELLED). Nobody: nothing.
void announce_end(Work& work, const domain::Appointment& appointment);

}  // namespace citacal::service
