// An appointment, or a holiday, as one VEVENT: the text that calendars, feeds and mails carry.
// The same values give the same bytes, whenever and wherever they are printed.
#pragma once

#include <string>
#include <string_view>

#include "domain/institute.h"

namespace citacal::ical {

// The appointment's SEQUENCE in the events that programs write back: what they keep there says
// which one they changed, even where they raise SEQUENCE themselves.
inline constexpr std::string_view kGivenSequence = "X-CITACAL-SEQUENCE";

enum class Detail {
  full,       // calendars of people with an account: everything; cancelled is marked "[CANCELADO]"
  open,       // public calendars: what, when, where, impact and links; nothing of persons, tickets,
              // conditions or remote sessions. A case that is not open is only "Ocupado", with its
              // slot and its impact on the network (partial disclosure, Ley 1712 de 2014).
  notice,     // iTIP to all staff: as open, with the organizer, to whom questions go
  invitation  // iTIP: as full, but the summary is never marked
};

// Whether everybody reads it, whoever that is.
inline bool is_for_all(Detail detail) {
  return detail == Detail::open || detail == Detail::notice;
}

// All that one event tells of. `contract` is the contract's number; empty outside a programme.
struct CaseView {
  const domain::Appointment& appointment;
  const domain::ServiceRequest& request;
  const domain::Contractor& contractor;
  const domain::Institute& institute;
  std::optional<domain::Outcome> outcome = {};  // of its verification; nullopt: none yet
  std::string contract = {};
  std::string answer_to = {};  // ORGANIZER's address; empty: the institute's
};

// BEGIN:VEVENT … END:VEVENT, CRLF (RFC 5545 §3.6.1; LINK and REFID: RFC 9253; CONFERENCE: RFC 7986;
// X-MAINTNOTE-*: draft-gunter-calext-maintenance-notifications). DTSTAMP is the appointment's last
// change. Throws Code::invalid where an address or URI of the values cannot stand in iCalendar.
std::string print_event(const CaseView& view, Detail detail);

// Whether this detail tells only when and what it does to the network: a case that is not open, to
// everybody.
bool is_withheld(const CaseView& view, Detail detail);

// What people read: "Mantenimiento preventivo de UPS — Energía Segura S.A.S."; where the case is
// withheld, "Ocupado", and in a notice "Mantenimiento que afecta la red".
std::string summary_of(const CaseView& view, Detail detail = Detail::full);

// All-day (VALUE=DATE), free; UID "<key>-<yyyy-mm-dd>@<uid_host>".
std::string print_holiday(const domain::Observed& observed, const domain::Institute& institute);

// A strong entity tag with its quotes (RFC 9110 §8.8.3), of the text's SHA-256.
std::string etag_of(std::string_view event_text);

}  // namespace citacal::ical
