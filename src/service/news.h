// News to coordinators: said by verbs in their transaction, told by mail in digests.
#pragma once

#include "domain/news.h"
#include "service/office.h"

namespace citacal::service {

// Said once for each key; nothing where this work tells nobody (Work::tells).
void tell_coordinator(Work& work, domain::News news);

}  // namespace citacal::service
