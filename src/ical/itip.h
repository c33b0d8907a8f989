// Scheduling messages as others write them (RFC 5546, RFC 6047), read into values: replies of
// Outlook, Gmail, Apple and Thunderbird, counter-proposals, carriers' maintenance notices.
#pragma once

#include <string_view>

#include "domain/itip.h"

namespace citacal::ical {

// Of several components with one UID (a series and its exceptions) the master is read, or the first
// exception. `method`: of the mail's Content-Type, which wins over METHOD where it is given, as
// clients have it. Runs scan() first. Times are in the zones of the message, or known ones
// (Windows names too); floating ones and dates are the legal time of Colombia. Accepted, since real
// programs leave them out: no METHOD (PUBLISH), no ORGANIZER, no DTSTAMP, no SEQUENCE (0), no
// VERSION. Throws core::Error (invalid) with the line: no iCalendar, no component, no UID, an end
// before its start.
domain::Itip read_itip(std::string_view text, std::string_view method = {});

}  // namespace citacal::ical
