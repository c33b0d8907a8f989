// The outbox in the store.
#pragma once

#include "domain/letter.h"
#include "store/database.h"
#include "store/page.h"

namespace citacal::store {

// Inserts; false (and nothing stored) when this recipient has a letter of this kind and sequence
// for this appointment already: nobody is mailed twice for one change.
bool add_letter(Transaction& tx, const domain::Letter& letter);
void save(Transaction& tx,
          const domain::Letter& letter);  // state, attempts, next_at, error, sent_at
std::optional<domain::Letter> find_letter(Transaction& tx, const core::Id& id);
domain::Letter get_letter(Transaction& tx, const core::Id& id);
// queued and next_at <= now, oldest first.
std::vector<domain::Letter> list_due_letters(Transaction& tx, core::Instant now, int limit);
// sending → queued; how many.
int requeue_letters(Transaction& tx);
std::vector<domain::Letter> list_letters_of(Transaction& tx, const core::Id& appointment);
Listed<domain::Letter> list_letters(Transaction& tx, std::optional<domain::LetterState> state,
                                    const Page& page);  // newest first

}  // namespace citacal::store
