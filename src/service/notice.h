// Verbs of the notice (activity 4): one for each appointment that affects the network. By agree.
#pragma once

#include "domain/notice.h"
#include "service/listing.h"
#include "service/office.h"

namespace citacal::service {

// Sends it to all staff (Institute::notice_to): letters with the event as METHOD:PUBLISH.
domain::Notice send_notice(Office& office, const Caller& caller, const core::Id& id);
domain::Notice send_notice(Work& work, const core::Id& id);
domain::Notice excuse_notice(Office& office, const Caller& caller, const core::Id& id,
                             const std::string& reason);
domain::Notice excuse_notice(Work& work, const core::Id& id, const std::string& reason);
domain::Notice get_notice(Office& office, const Caller& caller, const core::Id& id);
// By due time. Right: read; of the appointments that the caller may see.
Listing<domain::Notice> list_notices(Office& office, const Caller& caller,
                                     std::optional<domain::NoticeState> state,
                                     const Paging& paging);

// Called by the verbs of the appointment: makes the notice, re-plans one that is not yet out, drops
// one that is no longer needed. `moved`: when or where has changed, so that what was told is to be
// told again.
void plan_notice(Work& work, const domain::Appointment& appointment, bool moved);
std::optional<domain::Notice> find_notice_of(Work& work, const core::Id& appointment);

}  // namespace citacal::service
