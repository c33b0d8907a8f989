// The iCalendar text in a request's body, and the answer that shows an object.
#pragma once

#include "dav/exchange.h"

namespace citacal::dav {

// Throws unsupported "supported-calendar-data" where Content-Type is said and is not text/calendar
// in UTF-8, or the body is encoded.
void require_calendar_text(const core::Request& request);

// Schedule-Reply: F (RFC 6638 §8.1) says false.
bool wants_reply_sent(const core::Request& request);

// The object as a body, with ETag, Schedule-Tag, Last-Modified and its type: iCalendar, or jCal
// (RFC 7265) where `as_jcal`; throws invalid for what cannot be said so.
core::Response object_response(const service::ObjectView& object, bool as_jcal);

}  // namespace citacal::dav
