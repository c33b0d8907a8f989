// Every noun's part of the door: its routes, and how it is shown. One file a noun defines both.
#pragma once

#include <vector>

#include "domain/calendar.h"
#include "domain/errand.h"
#include "domain/letter.h"
#include "domain/mail.h"
#include "domain/notice.h"
#include "domain/programme.h"
#include "domain/record.h"
#include "domain/token.h"
#include "domain/verification.h"
#include "web/reply.h"

namespace citacal::web {

inline constexpr std::string_view kApi = "/api/v1";

std::vector<Route> contractor_routes();
std::vector<Route> programme_routes();
std::vector<Route> request_routes();
std::vector<Route> appointment_routes();
std::vector<Route> upcoming_routes();
std::vector<Route> notice_routes();
std::vector<Route> verification_routes();
std::vector<Route> record_routes();
std::vector<Route> paper_routes();
std::vector<Route> letter_routes();
std::vector<Route> mail_routes();
std::vector<Route> errand_routes();
std::vector<Route> account_routes();
std::vector<Route> token_routes();
std::vector<Route> calendar_routes();
std::vector<Route> audit_routes();
std::vector<Route> case_routes();
std::vector<Route> measure_routes();
std::vector<Route> feed_routes();
std::vector<Route> rsvp_routes();
std::vector<Route> report_routes();
std::vector<Route> page_routes();  // health, the API's description, link relations

// A firm's address book, with telephones, and letters are for those who work with them (Ley 1581
// de 2012): who agrees dates, who audits, and the contractor's own people.
bool shows_persons(const Exchange& exchange, const core::Id& contractor);

Shown show(const Exchange& exchange, const domain::Contractor& contractor);
Shown show(const Exchange& exchange, const domain::Programme& programme);
Shown show(const Exchange& exchange, const domain::ServiceRequest& request);
Shown show(const Exchange& exchange, const domain::Appointment& appointment);
Shown show(const Exchange& exchange, const domain::Notice& notice);
Shown show(const Exchange& exchange, const domain::Verification& verification);
Shown show(const Exchange& exchange, const domain::Record& record);
// `contractor`: of its appointment, where it is known.
Shown show(const Exchange& exchange, const domain::Letter& letter, const core::Id& contractor = {});
Shown show(const Exchange& exchange, const domain::Mail& mail, const core::Id& contractor = {});
Shown show(const Exchange& exchange, const domain::Errand& errand);

// UTC and local, and the length: {"start", "end", "start_local", "end_local", "minutes"}.
Json show_slot(const core::Slot& slot);
// {"state", "due_at"}: whether its service was verified, and by when it is to be.
Json show_verification(const domain::Appointment& appointment);
// {"attendees": n, "accepted": n, …}: every word of Participation with its count.
Json count_answers(const domain::Appointment& appointment);
Json show_attendees(const domain::Appointment& appointment);

// The contractor that a "contractor" parameter or field names by id or key; empty for an empty
// text. Throws invalid, suggesting the nearest key.
core::Id find_contractor(const Exchange& exchange, const std::string& name);

template <class Noun>
Json show_json(const Exchange& exchange, const Noun& noun) {
  return show(exchange, noun).json;
}

}  // namespace citacal::web
