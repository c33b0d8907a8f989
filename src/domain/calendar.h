// Published calendars: definitions (data under calendars/) and the objects that show appointments.
#pragma once

#include "domain/appointment.h"

namespace citacal::domain {

enum class Audience {
  everyone,   // public: what, when, where, impact and links; no attendees, no conditions
  accounts,   // anybody with an account, except other contractors
  contractor  // the institute's accounts, and the people of that one contractor
};
enum class Source { appointments, holidays };

struct Calendar {
  std::string id;  // "institute", "network", "contractor-redes"
  core::Phrase title;
  core::Phrase description;
  std::string colour;  // "#1f6feb"
  Audience audience = Audience::accounts;
  Source source = Source::appointments;
  bool each_contractor = false;         // a definition that stands for one calendar a contractor
  core::Id contractor;                  // filter; set in the calendars that come of each_contractor
  std::optional<Kind> kind;             // filter
  std::optional<bool> affects_network;  // filter
  int past_days = 30;                   // window of the feed
  int future_days = 400;
  int cancelled_days = 30;  // how long a cancelled event stays after its cancellation
  int refresh_minutes = 60;
};

// The calendars of a definition: itself, or one for each contractor ("{key}" in its id, "{name}" in
// its titles).
std::vector<Calendar> expand(const Calendar& definition,
                             const std::vector<Contractor>& contractors);

bool is_public(const Calendar& calendar);
// Whether the calendar shows this appointment at all, windows aside.
bool shows(const Calendar& calendar, const Appointment& appointment, const ServiceRequest& request);
bool may_see(const Calendar& calendar, const Person& person);
Calendar checked(Calendar calendar);  // id is a slug (with {key}), colour #rrggbb, windows bounded
// A digest of all that decides what its objects look like: another digest, all written anew.
std::string definition_digest(const Calendar& calendar);

struct CalendarObject {  // one event in one calendar: what every reader reads
  std::string calendar;
  std::string uid;
  std::string etag;           // with quotes; never the same for another text
  core::Slot slot{};          // of the event, for windows
  std::int64_t revision = 0;  // of the calendar, when it was last written
  core::Instant changed_at{};
  std::optional<core::Instant> hide_after;  // a cancelled event: in feeds until this
  bool gone = false;                        // left the calendar (kept for sync)
  std::string text;                         // BEGIN:VEVENT … END:VEVENT, CRLF
  bool operator==(const CalendarObject&) const = default;
};

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::Audience, "everyone", "accounts", "contractor");
CITACAL_WORDS(citacal::domain::Source, "appointments", "holidays");
