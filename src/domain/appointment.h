// Activity 3: a date agreed with the contractor. One VEVENT, one UID for ever; SEQUENCE rises with
// every change of time, place or status (RFC 5546 §2.1.4).
#pragma once

#include "domain/impact.h"
#include "domain/request.h"
#include "domain/work_calendar.h"

namespace citacal::domain {

enum class AppointmentStatus { tentative, confirmed, held, cancelled };
enum class VerificationState {  // of an appointment that was held; none: it was not
  none,
  pending,
  overdue,  // its term is over
  done
};
enum class Busy { free, tentative, busy };  // what something in a calendar makes of its time
enum class Participation { needs_action, accepted, declined, tentative, delegated };
enum class AttendeeRole { chair, required, optional, informed };
enum class AttendeeKind { individual, group, resource, room };

struct Attendee {
  std::string name;
  std::string email;  // unique in an appointment, compared without case
  AttendeeRole role = AttendeeRole::required;
  AttendeeKind kind = AttendeeKind::individual;
  Participation answer = Participation::needs_action;
  std::string comment;
  std::optional<core::Instant> answered_at;
  std::optional<core::Instant> said_at;       // DTSTAMP of that answer, where it came by iTIP
  std::string delegated_to;                   // address of who goes in their place; else empty
  std::optional<core::Instant> unreached_at;  // when a letter to them came back; none since
  bool operator==(const Attendee&) const = default;
};

enum class ProposalState { open, accepted, declined };

struct Proposal {  // somebody's other date (iTIP COUNTER)
  core::Id id;
  std::string email;
  core::Slot slot;
  std::string comment;
  core::Instant made_at{};
  ProposalState state = ProposalState::open;
  core::Slot was{};    // the date of the appointment when it was made
  std::string reason;  // why it was declined; may be empty
  core::Id mail;       // that brought it; empty: another door
  bool operator==(const Proposal&) const = default;
};

enum class Asker { institute, contractor };  // who wants another date

struct Move {  // one re-scheduling
  core::Slot was{}, slot{};
  Asker asked_by = Asker::institute;
  std::string reason;
  core::Instant at{};
  bool operator==(const Move&) const = default;
};

struct Appointment {
  core::Id id;
  std::int64_t version = 1;
  std::string uid;  // of the VEVENT: "<uuid>@<host of the institute>"
  core::Id request;
  core::Id contractor;  // the request's
  AppointmentStatus status = AppointmentStatus::tentative;
  int sequence = 0;
  int asked = 0;             // the sequence from which answers count: of the last date or place
  core::Instant asked_at{};  // when everybody was asked for that date and place
  core::Slot slot{};
  std::string place;
  std::string link;  // https URL of a remote session; may be empty
  std::string conditions;
  std::string responsible;  // who in the institute attends: name
  std::vector<std::string> affected;
  Impact impact = Impact::no_impact;
  bool affects_network = false;
  std::vector<Attendee> attendees;
  std::vector<Proposal> proposals;
  std::vector<Move> moves;  // oldest first; the first date agreed is the first one's `was`
  std::string replaces;     // UID of the cancelled appointment that this one takes the place of
  std::string reason;       // of the last re-scheduling or of the cancellation
  core::Instant created_at{};
  core::Instant changed_at{};  // of the last change that calendars show
  VerificationState verification = VerificationState::none;
  std::optional<core::Instant> verify_by;  // the end of the term; unless `none`
  bool operator==(const Appointment&) const = default;
};

struct Agreement {  // what is agreed when an appointment is made
  core::Id request;
  core::Slot slot{};
  std::string place;  // empty: the request's
  std::string link, conditions, responsible;
  std::vector<std::string> affected;  // empty: the request's
  Impact impact = Impact::no_impact;
  bool affects_network = false;
  std::vector<Attendee> attendees;  // empty: the contractor's invited contacts
  std::string replaces;
};

struct Rescheduling {
  core::Slot slot{};
  std::optional<std::string> place;  // nullopt: as it was
  std::string reason;                // required
  Asker asked_by = Asker::institute;
};

struct Particulars {  // what else may change while it stands; nullopt: as it was
  std::optional<std::string> link, conditions;
  std::optional<std::vector<std::string>> affected;
  std::optional<Impact> impact;
  std::optional<bool> affects_network;
  std::optional<std::vector<Attendee>> attendees;  // who stays keeps answer and kind
  bool operator==(const Particulars&) const = default;
};

struct Answer {
  std::string email;
  Participation answer = Participation::accepted;
  std::string comment;
  std::optional<core::Instant> said_at;  // DTSTAMP, by iTIP
  std::string delegated_to;              // with Participation::delegated by iTIP: an address
};

bool stands(const Appointment& appointment);                   // tentative or confirmed
const core::Slot& first_slot(const Appointment& appointment);  // as first agreed
core::Phrase say(AppointmentStatus status);                    // "confirmada", "confirmed"
Busy busy_of(AppointmentStatus status);                        // free where it is cancelled

// Decisions. Each throws invalid (a field) or conflict ("appointment-state", naming the state it is
// in and those allowed) and returns the changed value; `now` becomes changed_at where it shows.
Agreement checked(Agreement agreement);  // end after start, at most 31 days, 1 to 50 attendees
Appointment agree(const ServiceRequest& request, const Agreement& agreement, core::Id id,
                  std::string uid, core::Instant now);            // request open → tentative
Appointment confirm(Appointment appointment, core::Instant now);  // tentative → confirmed; seq + 1
// tentative | confirmed → tentative; seq + 1; every answer back to needs_action; open proposals
// that ask for exactly the new slot become accepted, the others declined.
Appointment reschedule(Appointment appointment, const Rescheduling& change, core::Instant now);
Appointment cancel(Appointment appointment, const std::string& reason, core::Instant now);  // +1
// tentative | confirmed stays what it is; seq + 1 whatever changes, so that everybody can be told.
Appointment amend(Appointment appointment, const Particulars& change, core::Instant now);
// confirmed | tentative → held; refuses before the slot's start ("not-yet"). No new sequence:
// nobody is invited.
Appointment hold(Appointment appointment, core::Instant now);
// One attendee's participation; not_found when never invited; conflict once held or cancelled. Who
// delegates brings in who goes in their place (RFC 5546 §2.1.2), as an attendee yet to answer.
Appointment answer(Appointment appointment, const Answer& given, core::Instant now);
Appointment propose(Appointment appointment, Proposal proposal);
// An open proposal → declined, with a reason that may be empty; not_found, conflict
// "proposal-state".
Appointment decline(Appointment appointment, const core::Id& proposal, const std::string& reason);
const Proposal& get_proposal(const Appointment& appointment, const core::Id& id);       // not_found
const Attendee* find_attendee(const Appointment& appointment, std::string_view email);  // or null

// What the request becomes when its appointment becomes this (cancelled → open again).
RequestState request_state_for(AppointmentStatus status);

enum class ConflictKind {
  contractor_busy,
  place_busy,
  service_touched,
  holiday,
  outside_hours,
  past
};

struct ConflictWarning {  // a warning, never a refusal
  ConflictKind kind;
  core::Phrase message;
  core::Id other;  // the other appointment, empty for holiday, outside_hours and past
};

// `others`: appointments that overlap in time (this one and cancelled ones are passed over).
std::vector<ConflictWarning> find_conflicts(const Appointment& appointment,
                                            const std::vector<Appointment>& others,
                                            const WorkCalendar& calendar, core::Instant now);

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::AppointmentStatus, "tentative", "confirmed", "held", "cancelled");
CITACAL_WORDS(citacal::domain::VerificationState, "none", "pending", "overdue", "done");
CITACAL_WORDS(citacal::domain::Busy, "free", "tentative", "busy");
CITACAL_WORDS(citacal::domain::Participation, "needs_action", "accepted", "declined", "tentative",
              "delegated");
CITACAL_WORDS(citacal::domain::AttendeeRole, "chair", "required", "optional", "informed");
CITACAL_WORDS(citacal::domain::AttendeeKind, "individual", "group", "resource", "room");
CITACAL_WORDS(citacal::domain::Asker, "institute", "contractor");
CITACAL_WORDS(citacal::domain::ProposalState, "open", "accepted", "declined");
CITACAL_WORDS(citacal::domain::ConflictKind, "contractor_busy", "place_busy", "service_touched",
              "holiday", "outside_hours", "past");
