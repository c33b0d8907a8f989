// The outbox in the store.
#pragma once

#include "domain/letter.h"
#include "domain/party.h"
#include "store/database.h"
#include "store/page.h"

namespace citacal::store {

// Inserts; false (and nothing stored) when this recipient has a letter of this kind and sequence
// about the same already: nobody is mailed twice for one change. What the recipient had
// queued of an older sequence becomes superseded, so that it never comes after this one.
bool add_letter(Transaction& tx, const domain::Letter& letter);
// State, attempts, next_at, error, sent_at, and what came to each recipient. A letter saved as
// queued is stored as superseded when the recipient has one of a newer sequence.
void save(Transaction& tx, const domain::Letter& letter);
std::optional<domain::Letter> find_letter(Transaction& tx, const core::Id& id);
domain::Letter get_letter(Transaction& tx, const core::Id& id);
// queued and next_at <= now, oldest first.
std::vector<domain::Letter> list_due_letters(Transaction& tx, core::Instant now, int limit);
// sending → queued, or superseded where a newer one is there; how many there were.
int requeue_letters(Transaction& tx);
std::optional<domain::Letter> find_letter_by_message(Transaction& tx, std::string_view message_id);
std::vector<domain::Letter> list_letters_of_case(Transaction& tx, const core::Id& request);
// Who was ever written to about an appointment.
std::vector<std::string> list_recipients_of(Transaction& tx, const core::Id& appointment);
std::vector<domain::Letter> list_letters_of(Transaction& tx, const core::Id& appointment);
struct LastLetter {
  domain::LetterKind kind;
  std::string to;
  core::Instant created_at{};
};
// When each was last written to about an appointment, from a sequence of it on, by kind.
std::vector<LastLetter> list_last_letters(Transaction& tx, const core::Id& appointment,
                                          int sequence);
// Newest first; those of cases up to this level.
Listed<domain::Letter> list_letters(Transaction& tx, std::optional<domain::LetterState> state,
                                    const Page& page,
                                    domain::Level up_to = domain::Level::reserved);

}  // namespace citacal::store
