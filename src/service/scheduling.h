// Scheduling among accounts (RFC 6638): what a put or deleted object of one's own tells others with
// an account here, within the same transaction. Dates of the institute go by service/agenda.
#pragma once

#include "ical/free_busy.h"
#include "service/object.h"

namespace citacal::service {

// Before an object with an ORGANIZER is stored in an own calendar or agenda: who may write it, and
// the text as it is to be stored (SCHEDULE-STATUS set), after the others have been told: their copy
// in the agenda (or where they have it), a message in the inbox. `before`: what is stored, or null.
// Throws forbidden "allowed-organizer-scheduling-object-change" and the like.
struct Scheduled {
  std::string text;
  bool is_scheduling = false;  // then the object has a schedule-tag
  bool keeps_tag = false;      // only answers changed: the tag stays (RFC 6638 §3.2.10)
};
Scheduled schedule_put(Work& work, const domain::Collection& collection, std::string_view name,
                       const std::string& text, const domain::CalendarObject* before,
                       bool schedule_reply);
// Before a scheduling object goes: attendees are told of the cancellation, or the organizer of the
// refusal (unless schedule_reply is false).
void schedule_delete(Work& work, const domain::CalendarObject& object, bool schedule_reply);

// The busy time of a collection's objects in a window: for a free-busy-query (RFC 4791 §7.10).
ical::BusyTime busy_of(Reading& reading, const domain::Collection& collection, core::Slot window,
                       const ical::ZoneText& zone);

// The busy time of those asked for, for the outbox (RFC 6638 §5): the text/calendar answer, and its
// request-status: "2.0;Success" or "3.7;Invalid calendar user" for who has no account here.
struct FreeBusyAnswer {
  std::string attendee;  // as it was asked
  std::string status;
  std::string text;  // empty where there is none
};
inline constexpr std::chrono::days kFreeBusyLongest{400};
// Only periods, never what is in them: agendas and own calendars, but those that their owners made
// transparent, what they declined, and the UID that is asked to be left out
// (X-CALENDARSERVER-MASK-UID) where the caller holds it, too. Right: keep, or the answer is about
// the caller alone. Throws forbidden "organizer-allowed" unless the organizer is the caller,
// "valid-scheduling-message" where it is no request of busy time or the window is too long.
std::vector<FreeBusyAnswer> find_free_busy(Office& office, const Caller& caller,
                                           std::string_view request);

}  // namespace citacal::service
