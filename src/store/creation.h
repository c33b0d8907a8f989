// Idempotency keys and loaded files: what was made by which key, so that a repetition makes
// nothing.
#pragma once

#include "core/id.h"
#include "store/database.h"

namespace citacal::store {

struct Creation {
  std::string digest;  // SHA-256 of what was asked: the same key with another digest is a misuse
  core::Id made;       // the id of what was made
};

// Keys are scoped by whoever gives them: "api:<person>:<key>", "load:<noun>:<key>".
std::optional<Creation> find_creation(Transaction& tx, std::string_view key);
void save_creation(Transaction& tx, std::string_view key, const Creation& creation,
                   core::Instant now);  // upsert
int remove_creations_before(Transaction& tx, std::string_view prefix, core::Instant before);

}  // namespace citacal::store
