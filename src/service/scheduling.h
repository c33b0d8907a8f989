// Scheduling among accounts (RFC 6638): what a put or deleted object of one's own tells others with
// an account here, within the same transaction. Dates of the institute go by service/agenda.
#pragma once

#include "service/object.h"

namespace citacal::service {

// Before an object with an ORGANIZER is stored in an own calendar or agenda: who may write it, and
// the text as it is to be stored (SCHEDULE-STATUS set), after the others have been told: their copy
// in the agenda (or where they have it), a message in the inbox. `before`: what is stored, or null.
// Throws forbidden "allowed-organizer-scheduling-object-change" and the like.
struct Scheduled {
  std::string text;
  bool is_scheduling = false;  // then the object has a schedule-tag
};
Scheduled schedule_put(Work& work, const domain::Collection& collection, std::string_view name,
                       const std::string& text, const domain::CalendarObject* before,
                       bool schedule_reply);
// Before a scheduling object goes: attendees are told of the cancellation, or the organizer of the
// refusal (unless schedule_reply is false).
void schedule_delete(Work& work, const domain::CalendarObject& object, bool schedule_reply);

}  // namespace citacal::service
