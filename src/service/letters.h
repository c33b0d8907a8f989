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
// The letter that invites to an appointment as it is now, for `invite --eml`: the one in the
// outbox, or else one composed and not queued, to its first attendee. Right: agree.
domain::Letter compose_invitation(Office& office, const Caller& caller, const core::Id& id);

// Called by verbs: one letter to each attendee, for this kind and sequence, never twice.
void invite(Work& work, const domain::Appointment& appointment, domain::LetterKind kind);
// The same to some of them only.
void invite(Work& work, const domain::Appointment& appointment, domain::LetterKind kind,
            const std::vector<domain::Attendee>& whom);
// An update to some of them, whose first words say what changed.
void tell_change(Work& work, const domain::Appointment& before, const domain::Appointment& after,
                 const std::vector<domain::Attendee>& whom);
// One letter to each address of all staff; conflict where the institute has none configured.
void announce(Work& work, const domain::Appointment& appointment);

}  // namespace citacal::service
