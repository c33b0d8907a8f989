// Verbs of the notice (activity 4): one for each appointment that affects the network. By agree.
#pragma once

#include "domain/letter.h"
#include "domain/notice.h"
#include "service/listing.h"
#include "service/office.h"

namespace citacal::service {

// Sends it to all staff (Institute::notice_to), before it is due or after.
domain::Notice send_notice(Office& office, const Caller& caller, const core::Id& id);
domain::Notice send_notice(Work& work, const core::Id& id);
domain::Notice excuse_notice(Office& office, const Caller& caller, const core::Id& id,
                             const std::string& reason);
domain::Notice excuse_notice(Work& work, const core::Id& id, const std::string& reason);

struct NoticeSent {  // a notice, and what came of telling it
  domain::Notice notice;
  std::vector<domain::Letter> letters;  // oldest first
  std::string excepted_by;              // name; empty: nobody signed
};
NoticeSent get_notice(Office& office, const Caller& caller, const core::Id& id);
// By due time. Right: read; of the appointments that the caller may see.
Listing<domain::Notice> list_notices(Office& office, const Caller& caller,
                                     std::optional<domain::NoticeState> state,
                                     const Paging& paging);

// Called by the verbs of the appointment: makes the notice, re-plans one that is not yet out, drops
// one that is no longer needed. `moved`: when or where has changed; what was told is corrected at
// once, and taken back where it is no longer true. Conflict "notice-without-recipients" where there
// would be nobody to tell.
void plan_notice(Work& work, const domain::Appointment& appointment, bool moved);
// Called by every verb that confirms, when all else is done. With less time ahead than the rule
// asks for it needs `reason`, or a failure, which is its own; else conflict "short-notice". What is
// due goes out at once. What was confirmed before and affected the network before is as it was.
void keep_notice_rule(Work& work, const domain::Appointment& before,
                      const domain::Appointment& after, const std::string& reason);
// Whether confirming this would be refused for want of a reason.
bool is_short_of_notice(Work& work, const domain::Appointment& appointment);
std::optional<domain::Notice> find_notice_of(Work& work, const core::Id& appointment);

// Sends what is due, by due time and each in a transaction of its own; how many were sent. Nothing
// outside the working hours. A date that is not confirmed is not told: the coordinator is, once, as
// of one that has begun untold. Where one fails the others go on, and then its error is thrown.
int send_due_notices(Office& office);
// Where the rule, the working hours or the holidays are not those of the last time: what is not
// sent is due anew, and dates that are now on a holiday, or cannot be told in time any more, are
// told to the coordinator. Returns that news, for the log.
std::vector<std::string> plan_all_notices(Office& office);

}  // namespace citacal::service
