// iTIP as values (RFC 5546): messages made of stored objects and applied to them. No transport, no
// store: text in, text out.
#pragma once

#include "core/time.h"
#include "ical/object.h"

namespace citacal::ical {

// The message that tells `attendee` of the organizer's object: METHOD:REQUEST with the components
// they are in.
std::string request_for(std::string_view object, const std::string& attendee, core::Instant now);
// METHOD:CANCEL for somebody who is no longer in it (or the whole is deleted).
std::string cancel_for(std::string_view object, const std::string& attendee, core::Instant now);
// METHOD:REPLY of one attendee, with the PARTSTATs that the object has of them.
std::string reply_of(std::string_view object, const std::string& attendee, core::Instant now);

// The attendee's copy after a REQUEST: the organizer's text; what is their own (alarms, TRANSP,
// X- lines) kept from `before`, where there is one; PARTSTAT back to NEEDS-ACTION only where time
// changed (SEQUENCE). SCHEDULE-* parameters are not passed on.
std::string apply_request(std::string_view message, std::string_view before,
                          const std::string& attendee);
// The attendee's copy after a CANCEL: STATUS:CANCELLED.
std::string apply_cancel(std::string_view before, core::Instant now);
// The organizer's object with the answer in it, and SCHEDULE-STATUS="2.0" beside it. Unchanged text
// where the answer is stale (older SEQUENCE) or already there.
std::string apply_reply(std::string_view object, std::string_view reply,
                        const std::string& attendee);

// What a server sets in the organizer's stored object: SCHEDULE-STATUS of one attendee.
std::string with_schedule_status(std::string_view object, const std::string& attendee,
                                 std::string_view status);

enum class ChangeBy { nobody, attendee_answer, more };
// What an attendee changed between two texts of the organizer's object: nothing that counts, their
// own PARTSTAT (and alarms, TRANSP, X- lines), or what only the organizer may.
ChangeBy change_by_attendee(std::string_view before, std::string_view after,
                            const std::string& attendee);
// Whether the organizer's change is one that attendees are told of (time, place, rules, people …).
bool is_significant(std::string_view before, std::string_view after);

}  // namespace citacal::ical
