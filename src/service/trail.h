// The audit trail as people read it, its chain as it is checked, and its head as others keep it.
#pragma once

#include <functional>

#include "domain/audit.h"
#include "service/office.h"

namespace citacal::service {

// Right: audit.
std::vector<domain::AuditEntry> list_trail(Office& office, const Caller& caller, std::int64_t after,
                                           int limit, const core::Id& subject = {});
// The last entry; number 0 and 64 zeros where there is none. Right: audit.
domain::ChainHead get_head(Office& office, const Caller& caller);

// Goes through the whole chain, and past what is wrong to the end; `fault` is told where and what,
// for each of `known`, heads that were kept elsewhere, and the last one that was told, too whether
// it is still in the chain: a
// history that was rewritten with all its hashes shows by that alone. Returns the head.
domain::ChainHead check_chain(Reading& reading, const std::vector<domain::ChainHead>& known,
                              const std::function<void(std::string)>& fault);

// The chain's head as it is told once a day.
struct DailyHead {
  core::Day day;                    // of the legal time
  std::optional<core::Day> before;  // the day it was told last; none: never
  domain::ChainHead head;
};
// After midnight, and at the first call after days without service: `log` gets the head, then who
// is configured gets a letter. Once a day: with a commit that fails `log` alone may be called
// again. Returns whether it was time.
bool tell_head(Office& office, const std::function<void(const DailyHead&)>& log);

}  // namespace citacal::service
