// Answers to an appointment and other dates proposed for it: by whichever door they come, they have
// this one effect. PARTSTAT, the state by the rule of the configuration, the calendars, news to the
// coordinator, the trail.
#pragma once

#include "service/appointment.h"

namespace citacal::service {

// An attendee's answer; by Right::agree for anybody, by Right::answer for one's own address. An
// acceptance may confirm the appointment (AnswerRules::confirm). A delegate is invited.
domain::Appointment answer(Office& office, const Caller& caller, const core::Id& id,
                           const domain::Answer& answer);
domain::Appointment answer(Work& work, const core::Id& id, const domain::Answer& answer);
// By somebody invited, for themselves: they know of it whatever their clearance.
domain::Appointment answer_as_attendee(Work& work, const core::Id& id,
                                       const domain::Answer& answer);
domain::Appointment propose(Office& office, const Caller& caller, const core::Id& id,
                            const domain::Proposal& proposal);
domain::Appointment propose(Work& work, const core::Id& id, const domain::Proposal& proposal);
domain::Appointment propose_as_attendee(Work& work, const core::Id& id,
                                        const domain::Proposal& proposal);

// The coordinator's word on an open proposal. Accepted: the appointment is re-scheduled to its date
// (a REQUEST with SEQUENCE + 1). Declined: who proposed gets a DECLINECOUNTER with the reason.
// Right: agree.
Agreed accept_proposal(Office& office, const Caller& caller, const core::Id& id,
                       const core::Id& proposal);
domain::Appointment decline_proposal(Office& office, const Caller& caller, const core::Id& id,
                                     const core::Id& proposal, const std::string& reason);

}  // namespace citacal::service
