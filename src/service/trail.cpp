#include "service/trail.h"

#include "service/page.h"
#include "store/audit.h"

namespace citacal::service {

std::vector<domain::AuditEntry> list_trail(Office& office, const Caller& caller, std::int64_t after,
                                           int limit, const core::Id& subject) {
  permit(caller, domain::Right::audit);
  Reading reading(office, caller);
  const auto page = to_page({limit, ""});
  return store::list_audit(reading.tx(), after, page.limit, subject, caller.person.clearance);
}

}  // namespace citacal::service
