// The outbox: what the postman takes and settles, and what people see of it.
#pragma once

#include "domain/letter.h"
#include "service/listing.h"
#include "service/office.h"

namespace citacal::service {

std::vector<domain::Letter> claim_letters(Office& office, int most);  // queued and due → sending
void settle_letter(Office& office, const core::Id& letter, const domain::Attempt& attempt,
                   double jitter);
// Gives back a letter that was claimed and not tried.
void return_letter(Office& office, const core::Id& letter);
int recover_letters(Office& office);  // sending → queued, after a death; how many

// Right: audit.
Listing<domain::Letter> list_letters(Office& office, const Caller& caller,
                                     std::optional<domain::LetterState> state,
                                     const Paging& paging);
domain::Letter get_letter(Office& office, const Caller& caller, const core::Id& id);
// A failed letter is queued again, by somebody who mended the cause. Right: agree.
domain::Letter retry_letter(Office& office, const Caller& caller, const core::Id& id);

}  // namespace citacal::service
