// Publication: the calendars as projections, kept true by the verbs that change what they show.
#pragma once

#include <memory>

#include "core/exchange.h"
#include "domain/calendar.h"
#include "domain/verification.h"
#include "service/office.h"

namespace citacal::service {

// Writes the objects of an appointment into every calendar that shows it, out of those that do not.
void publish(Work& work, const domain::Appointment& appointment);
// Brings all calendars to their definitions: new ones filled, changed ones written anew, those
// without a definition removed; holidays of the years around now; cancelled events whose days are
// over hidden; what has been gone for half a year forgotten. For the one process that serves,
// at its start and daily: what runs beside it may have read other definitions.
void publish_all(Office& office);

std::vector<domain::Calendar> list_calendars(Office& office, const Caller& caller);  // may see
// not_found unless it exists and `caller` may see it; without caller: unless it is public.
domain::Calendar get_calendar(Office& office, std::string_view id, const Caller* caller);

struct Window {  // of civil days, half open
  core::Day from;
  core::Day until;
  bool operator==(const Window&) const = default;
};

struct Feed {
  std::shared_ptr<const core::Body> body;
  std::string etag;
  core::Instant last_modified{};
  int refresh_minutes = 60;
};

struct FeedAsked {
  std::string calendar;
  std::optional<core::Day> from, until;  // absent: the calendar's window around today
  bool public_url = false;               // by its public address, which it then names as its source
};

// Composed of stored text and kept by revision. Access is the caller's business: open_feed,
// get_calendar. invalid when the window is wrong or longer than 5 years.
Feed get_feed(Office& office, const FeedAsked& asked);
// The same when it is at hand: one look-up, no wait. nullopt: ask get_feed.
std::optional<Feed> find_feed_at_hand(Office& office, const FeedAsked& asked);
// Reads the revisions that other processes may have raised; called by the tick.
void refresh_revisions(Office& office);

}  // namespace citacal::service
