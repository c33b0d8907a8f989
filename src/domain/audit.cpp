#include "domain/audit.h"

#include "core/secret.h"
#include "domain/fields.h"

namespace citacal::domain {

std::string audit_hash(const AuditEntry& entry) {
  std::string bytes;
  append_field(bytes, std::to_string(entry.number));
  append_field(bytes, core::print_utc(entry.at));
  for (const auto* field : {&entry.actor, &entry.door, &entry.action, &entry.noun, &entry.subject,
                            &entry.detail, &entry.previous})
    append_field(bytes, *field);
  return core::sha256_hex(bytes);
}

}  // namespace citacal::domain
