// A client's write of an appointment's event, as its several meanings share it: a change by who
// agrees dates, an answer by who is invited, a new event.
#pragma once

#include "domain/appointment.h"
#include "ical/client_event.h"
#include "service/object.h"

namespace citacal::service {

struct EventWrite {
  Work& work;
  const domain::Collection& collection;
  const PutAsked& asked;
  const domain::CalendarObject* before;  // null: nothing was there
  ical::ClientEvent event;
};

// The three meanings. Each leaves the event of the collection as it is to be. What no verb does is
// put back in silence: a confirmed appointment that a client makes tentative stays confirmed. What
// is held or cancelled does not come back by its STATUS: refused.
void agree_by_event(const EventWrite& write);
void change_by_event(const EventWrite& write, const domain::Appointment& appointment);
void answer_by_event(const EventWrite& write, const domain::Appointment& appointment);

[[noreturn]] void refuse_write(std::string condition, core::Phrase message);  // forbidden
// That it is held or cancelled: forbidden "appointment-state".
[[noreturn]] void refuse_settled(const domain::Appointment& appointment);

// An event of ours with a client's lines, as it is given out.
std::string given_text(std::string_view event, std::string_view client_lines);
// A program that kept an older event would take back what others changed since: the sequence that
// it was given tells, or else its SEQUENCE. Throws stale.
void require_current(const ical::ClientEvent& event, const domain::Appointment& appointment);
// One date, with hours: what an appointment can be. Throws forbidden "single-date-needed".
void require_single_date(const ical::ClientEvent& event);

// nullopt for NEEDS-ACTION and what is no answer: it takes none back.
std::optional<domain::Participation> participation_of(std::string_view partstat);
// As the client has them; nullopt: not said, or a word of nobody's.
std::optional<domain::AttendeeRole> role_of(std::string_view role);
std::optional<domain::AttendeeKind> kind_of(std::string_view cutype);
// Invited, without an answer. Throws forbidden "attendee-without-address", by name.
domain::Attendee attendee_of(const ical::Person& person);
const ical::Person* find_attendee(const ical::ClientEvent& event, std::string_view address);
bool is_invited(Work& work, const domain::Appointment& appointment);  // the caller
// Whether a person's own object that they organize themselves.
bool is_organized_by(const domain::Person& person, const domain::CalendarObject& object);
// Whether one of the caller's addresses.
bool is_callers(Work& work, std::string_view address);

// Makes the name that the client chose the one under which publication finds the event.
void reserve_name(const EventWrite& write, const std::string& uid);
// The client's own lines, beside the event that it was given.
void keep_client_lines(const EventWrite& write, const domain::CalendarObject& object);
// "Cambio hecho en el calendario por Marta Ruiz", or what the client wrote in COMMENT.
std::string reason_of(const EventWrite& write);

}  // namespace citacal::service
