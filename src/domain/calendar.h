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

enum class Component { vevent, vtodo, vjournal, vfreebusy, vavailability };

inline constexpr core::Instant kForever{std::chrono::sys_days{std::chrono::year{9999} / 12 / 31}};

// One object in one calendar: what every reader reads. Ours is one VEVENT (an appointment, a
// holiday) or one VTODO (a commitment), around which readers put what a VCALENDAR needs; a
// client's is kept as it was put.
struct CalendarObject {
  std::string calendar;
  std::string name;  // the last segment of its URL: "<uid>.ics" unless a client chose another
  std::string uid;   // no other object of the calendar that is there has it
  Component component = Component::vevent;
  std::string etag;          // with quotes; never the same for another text
  std::string schedule_tag;  // with quotes (RFC 6638 §3.2.10); empty: not a scheduling object
  core::Slot slot{};  // from its first start to its last end (kForever: none); widened where its
                      // times are floating
  bool exact = true;  // slot and busy say all of its time: one occurrence, in absolute time
  Busy busy = Busy::busy;
  std::int64_t revision = 0;  // of the calendar, when it was last written; unique in it
  core::Instant created_at{}, changed_at{};
  std::optional<core::Instant> hide_after;  // a cancelled event: in feeds until this
  bool gone = false;                        // left the calendar (kept for sync)
  bool whole = false;        // text is BEGIN:VCALENDAR … as put; else one bare component
  std::string text;          // CRLF where it is ours
  std::string client_lines;  // of a text that is ours: what clients added for themselves
                             // (ical/client_event)
  bool operator==(const CalendarObject&) const = default;
};

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::Component, "VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY",
              "VAVAILABILITY");
CITACAL_WORDS(citacal::domain::Audience, "everyone", "accounts", "contractor");
CITACAL_WORDS(citacal::domain::Source, "appointments", "holidays");
