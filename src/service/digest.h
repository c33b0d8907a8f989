// News to coordinators as mails: many within some minutes are one mail, grouped by case.
#pragma once

#include "service/office.h"

namespace citacal::service {

// Once the oldest untold news are AnswerRules::digest_minutes old, writes all that are untold (at
// most 200 in one go) as one letter to each person concerned: who requested the service, where that
// is an open account of a coordinator or administrator that may see the case; else all coordinators
// that may. News of no case are for all of them. What nobody may be told is marked as told, with an
// entry in the trail. Letters and marks are one transaction. By day and by night. Returns how many
// letters were written.
int tell_news(Office& office);

}  // namespace citacal::service
