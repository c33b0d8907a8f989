// The fields of a citación as lines of Spanish text: what a person reads in DESCRIPTION, because
// today's clients show neither LINK nor REFID nor X- properties.
#pragma once

#include <string>
#include <string_view>

#include "ical/event.h"

namespace citacal::ical {

// Lines divided by LF, none at the end. For everybody (is_for_all) persons, tickets, conditions,
// reasons and the remote session are left out; of a case that is withheld, all but when it is and
// what it does to the network.
std::string describe(const CaseView& view, Detail detail);

// Activity 2's e-mail: what is asked of the contractor, and how to answer.
std::string describe_request(const domain::ServiceRequest& request);

std::string_view kind_in_spanish(domain::Kind kind);               // "Mantenimiento programado"
std::string_view priority_in_spanish(domain::Priority priority);   // "Alta"
std::string_view impact_in_spanish(domain::Impact impact);         // "interrupción del servicio"
std::string_view answer_in_spanish(domain::Participation answer);  // "aceptó"

// Where the case and its verification are seen, for people.
std::string case_url(const CaseView& view);
std::string case_url(const domain::Institute& institute, const domain::ServiceRequest& request);
std::string verification_url(const CaseView& view);

}  // namespace citacal::ical
