// What a mail is about, found in the store: the step between what was read and what is judged.
#pragma once

#include <set>

#include "domain/judgement.h"
#include "domain/letter.h"
#include "service/office.h"

namespace citacal::service {

struct Hearing {
  std::optional<domain::Itip> message;
  std::string calendar;        // the text that it was read from
  std::string calendar_fault;  // why a calendar in it cannot be read, for people; empty: it can
  std::optional<domain::Appointment> appointment;
  core::Id request;                      // the case; empty: none is known
  std::optional<domain::Letter> letter;  // that came back
  std::string addressee;                 // see domain::Heard
  std::set<std::string> senders;
  bool is_ours = false;
  bool too_many = false;
  bool is_own = false;
  bool names_case = false;  // see domain::Heard
  bool is_by_known = false;
};

// By, in this order: the UID of the event, the address of an attendee that it came to, the address
// of a case that it came to, the letters that it answers or returns, the case's number in its
// subject or in the event, the numbers of a MAINTNOTE, which may be the contractor's own ticket's.
Hearing hear(Work& work, const domain::ReceivedMail& mail);

// As domain::judge takes it; the hearing and the mail outlive it.
domain::Heard heard_of(const Hearing& hearing, const domain::ReceivedMail& mail);

}  // namespace citacal::service
