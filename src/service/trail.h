// The audit trail as people read it. Right: audit.
#pragma once

#include "domain/audit.h"
#include "service/office.h"

namespace citacal::service {

std::vector<domain::AuditEntry> list_trail(Office& office, const Caller& caller, std::int64_t after,
                                           int limit, const core::Id& subject = {});

}  // namespace citacal::service
