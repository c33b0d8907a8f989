// The trail: who did what, when, by which door; each entry bound to the one before by its hash.
#pragma once

#include "core/id.h"
#include "core/time.h"

namespace citacal::domain {

struct AuditEntry {
  std::int64_t number = 0;  // 1, 2, 3 … without gaps
  core::Instant at{};
  std::string actor;   // login, "system", or the address of who answered by a link
  std::string door;    // "web", "dav", "mail", "link", "cli", "tick"
  std::string action;  // "appointment agreed"
  std::string noun;    // "appointment"
  core::Id subject;
  std::string detail;    // what changed, for people; no secrets
  std::string previous;  // hash of the entry before; 64 zeros for the first
  std::string hash;
  bool operator==(const AuditEntry&) const = default;
};

// SHA-256 over every other field, each with its length before it, so that no two entries that
// differ read the same.
std::string audit_hash(const AuditEntry& entry);

}  // namespace citacal::domain
