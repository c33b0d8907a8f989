// The trail in the store: append-only; triggers of the schema refuse UPDATE and DELETE.
#pragma once

#include <functional>
#include <optional>

#include "domain/audit.h"
#include "domain/party.h"
#include "store/database.h"

namespace citacal::store {

// Gives the entry its number, previous and hash, and appends it. Returns the entry as stored.
domain::AuditEntry append(Transaction& tx, domain::AuditEntry entry);
// In order of number, after `after`, at most `limit`; `subject` empty: of all. Without what is of a
// case or a record that a reader cleared up to `up_to` may not see.
std::vector<domain::AuditEntry> list_audit(Transaction& tx, std::int64_t after, int limit,
                                           const core::Id& subject = {},
                                           domain::Level up_to = domain::Level::reserved);
// Every entry that there is, in order of number, whatever its number; until `take` returns false.
void for_each_audit(Transaction& tx, const std::function<bool(const domain::AuditEntry&)>& take);
// The last entry; nullopt where there is none.
std::optional<domain::AuditEntry> find_last_audit(Transaction& tx);
std::optional<domain::AuditEntry> find_audit(Transaction& tx, std::int64_t number);

}  // namespace citacal::store
