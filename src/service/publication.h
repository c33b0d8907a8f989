// Publication as the verbs and the check call it.
#pragma once

#include "service/calendar.h"
#include "service/dossier.h"

namespace citacal::service {

// The calendars of appointments that a contractor's appointments may show in.
std::vector<domain::Calendar> calendars_of(const Office& office,
                                           const domain::Contractor& contractor);
// What this calendar holds of this appointment when all is true; nullopt when it does not show it.
std::optional<domain::CalendarObject> expected_object(const domain::Calendar& calendar,
                                                      const Dossier& dossier);
// What a calendar of holidays holds around `now`.
std::vector<domain::CalendarObject> expected_holidays(const Office& office,
                                                      const domain::Calendar& calendar,
                                                      core::Instant now);
// The calendars that come of `each_contractor` for this one, made empty if they are new.
void open_calendars(Work& work, const domain::Contractor& contractor);
// Writes every appointment of a contractor anew: its name shows in each.
void publish_contractor(Work& work, const domain::Contractor& contractor);

}  // namespace citacal::service
