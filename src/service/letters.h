// Letters as verbs write them, each with the change that it tells of.
#pragma once

#include "domain/letter.h"
#include "service/office.h"

namespace citacal::service {

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
// That an answer is missing: the invitation once more, for its buttons, with the same sequence.
void remind_to_answer(Work& work, const domain::Appointment& appointment,
                      const std::vector<domain::Attendee>& whom);
// That the day is near: a text only, since who answered has it in their calendar.
void remind_to_come(Work& work, const domain::Appointment& appointment,
                    const std::vector<domain::Attendee>& whom);
// The appointment as it is now to who asked for it again (iTIP REFRESH), once for each such mail.
void repeat_invitation(Work& work, const domain::Appointment& appointment,
                       const domain::Attendee& attendee, const core::Id& mail);
// That another date is not agreed to, to who proposed it (iTIP DECLINECOUNTER).
void tell_proposal_declined(Work& work, const domain::Appointment& appointment,
                            const domain::Proposal& proposal);
// Activity 2's e-mail: the service is asked of the contractor's contacts that are invited.
void ask_contractor(Work& work, const domain::ServiceRequest& request);

}  // namespace citacal::service
