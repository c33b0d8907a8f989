// The trail: who did what, when, by which door; each entry bound to the one before by its hash.
#pragma once

#include <string_view>
#include <vector>

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
  std::string detail;    // what changed, from what to what (domain/changes.h); no secrets
  std::string previous;  // hash of the entry before; 64 zeros for the first
  std::string hash;
  bool operator==(const AuditEntry&) const = default;
};

// How the trail is watched over from outside, from the configuration.
struct AuditRules {
  std::vector<std::string> mail_to;  // who is told the chain's head every day
  int file_mb = 64;                  // how much of evidence one case file may hold
};

// What the hash is of: every other field, each with its length in octets before it ("5:abcde"), so
// that no two entries that differ read the same.
std::string audit_bytes(const AuditEntry& entry);
std::string audit_hash(const AuditEntry& entry);  // SHA-256 of them, 64 hex digits

// An entry as others remember it: the last one is the head of the chain.
struct ChainHead {
  std::int64_t number = 0;  // 0: before the first
  std::string hash = std::string(64, '0');
  bool operator==(const ChainHead&) const = default;
};

ChainHead head_of(const AuditEntry& entry);
std::string print_head(const ChainHead& head);  // "123:" and the hash
// Throws invalid naming the field.
ChainHead parse_head(std::string_view field, std::string_view text);

enum class Breach {
  order,     // a number that is not above the one before
  gap,       // one or more entries are missing before it
  previous,  // it is not bound to the entry before it
  content    // its hash is not that of its content
};
// What is wrong with an entry that stands after `before`; none: it follows. After a gap it cannot
// be compared with what is missing.
std::vector<Breach> find_breaches(const ChainHead& before, const AuditEntry& entry);

}  // namespace citacal::domain
