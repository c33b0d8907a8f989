// What is to be told to ticket systems, in the store.
#pragma once

#include "domain/errand.h"
#include "store/database.h"
#include "store/page.h"

namespace citacal::store {

// Inserts; false (and nothing stored) when the same has been written down before, by its key.
bool add_errand(Transaction& tx, const domain::Errand& errand);
// State, attempts, next_at, error, sent_at, ticket and URL.
void save(Transaction& tx, const domain::Errand& errand);
std::optional<domain::Errand> find_errand(Transaction& tx, const core::Id& id);
domain::Errand get_errand(Transaction& tx, const core::Id& id);
// Of one system: queued and next_at <= now, oldest first.
std::vector<domain::Errand> list_due_errands(Transaction& tx, std::string_view system,
                                             core::Instant now, int limit);
// sending → queued, with one attempt more, since nobody knows what it came to; how many.
int requeue_errands(Transaction& tx);
std::vector<domain::Errand> list_errands_of(Transaction& tx, const core::Id& request);
// Newest first; those of cases up to this level.
Listed<domain::Errand> list_errands(Transaction& tx, std::optional<domain::ErrandState> state,
                                    const Page& page,
                                    domain::Level up_to = domain::Level::reserved);

}  // namespace citacal::store
