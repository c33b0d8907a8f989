// Publication as the verbs and the check call it.
#pragma once

#include "service/calendar.h"
#include "service/dossier.h"

namespace citacal::service {

// The calendars of appointments that a contractor's appointments may show in.
std::vector<domain::Calendar> calendars_of(const Office& office,
                                           const domain::Contractor& contractor);
// All that are published: every definition, or one of it for each contractor.
std::vector<domain::Calendar> all_calendars(const Office& office, store::Transaction& tx);
// An appointment as an object, wherever it is to stand. A cancelled one stays, marked, for so many
// days after its own, counted from midnight.
domain::CalendarObject object_of(const Dossier& dossier, ical::Detail detail, int cancelled_days);
// What this calendar holds of this appointment when all is true; nullopt when it does not show it.
std::optional<domain::CalendarObject> expected_object(const domain::Calendar& calendar,
                                                      const Dossier& dossier);
// What of a standing object stays in the one that takes its place: its name, when it was first
// there, and the lines that clients added.
void keep_client_part(domain::CalendarObject& object, const domain::CalendarObject& standing);
// What a calendar of holidays holds around `now`.
std::vector<domain::CalendarObject> expected_holidays(const Office& office,
                                                      const domain::Calendar& calendar,
                                                      core::Instant now);
// The calendars that come of `each_contractor` for this one, made empty if they are new.
void open_calendars(Work& work, const domain::Contractor& contractor);
// Writes every appointment of a contractor anew: its name shows in each.
void publish_contractor(Work& work, const domain::Contractor& contractor);

}  // namespace citacal::service
