// Verbs of the notice (activity 4): one for each appointment that affects the network. By agree.
#pragma once

#include "domain/notice.h"
#include "service/office.h"

namespace citacal::service {

// Sends it to all staff (Institute::notice_to): letters with the event as METHOD:PUBLISH.
domain::Notice send_notice(Office& office, const Caller& caller, const core::Id& id);
domain::Notice send_notice(Work& work, const core::Id& id);
domain::Notice excuse_notice(Office& office, const Caller& caller, const core::Id& id,
                             const std::string& reason);
domain::Notice excuse_notice(Work& work, const core::Id& id, const std::string& reason);
domain::Notice get_notice(Office& office, const Caller& caller, const core::Id& id);
std::vector<domain::Notice> list_notices(Office& office, const Caller& caller,
                                         std::optional<domain::NoticeState> state, int limit);

// Called by the verbs of the appointment: makes, re-plans or removes the notice that is not yet
// out.
void plan_notice(Work& work, const domain::Appointment& appointment);
std::optional<domain::Notice> find_notice_of(Work& work, const core::Id& appointment);

}  // namespace citacal::service
