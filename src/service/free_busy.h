// Who is free: the busy time of a collection, and of others' accounts for who asks at an outbox.
#pragma once

#include "ical/free_busy.h"
#include "service/collection.h"

namespace citacal::service {

// The busy time of a collection's objects in a window: for a free-busy-query (RFC 4791 §7.10).
// Throws "number-of-matches-within-limits" once the budget is spent.
ical::BusyTime busy_of(Reading& reading, const domain::Collection& collection, core::Slot window,
                       const ical::ZoneText& zone, ical::Budget& budget);

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
// "valid-scheduling-message" where it is no request of busy time or the window is too long,
// too_large "number-of-matches-within-limits" where it takes more than one ical::Budget for all.
std::vector<FreeBusyAnswer> find_free_busy(Office& office, const Caller& caller,
                                           std::string_view request);

}  // namespace citacal::service
