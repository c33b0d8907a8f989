// Where calendars on the web begin an event of an appointment: addresses that fill in their form.
#pragma once

#include "domain/appointment.h"

namespace citacal::web {

// Google Calendar, and Outlook on the web of an organization. Neither is documented by its maker.
// Times are UTC. They tell subject, place, number and the remote session.
std::string google_link(const domain::Appointment& appointment,
                        const domain::ServiceRequest& request);
std::string outlook_link(const domain::Appointment& appointment,
                         const domain::ServiceRequest& request);

}  // namespace citacal::web
