// What is to be made of a mail that came in: whom to believe, what it is about, whether it still
// counts. Pure: from what was read and what is known to a verdict and what it does.
#pragma once

#include <set>

#include "domain/answer_rules.h"
#include "domain/itip.h"
#include "domain/mail.h"
#include "domain/received_mail.h"

namespace citacal::domain {

// Whether its sender is proven: by the address of its own that it came to, or by our mail server's
// word that DMARC passed for the From domain (RFC 7489, RFC 8601). Only the topmost
// Authentication-Results counts, and only when it is the configured server's: what is below may
// have been there before our server took the mail.
bool is_authentic(const ReceivedMail& mail, const AnswerRules& rules);

struct Heard {  // what is known of the mail when it is judged
  const ReceivedMail& mail;
  const Itip* message = nullptr;             // null: no iTIP in it
  const Appointment* appointment = nullptr;  // by the message's UID, or whose address it came to
  std::string addressee;                     // whom that address was given to; empty: none
  std::set<std::string> senders;             // lower-case addresses of the sender's account, if any
  bool is_of_case = false;                   // a case is named in it, or known by its contractor
  bool is_ours = false;                      // its UID has the form of ours
  bool is_by_person = false;                 // a coordinator applies it: proof is not asked
  std::string named = {};  // whose answer it is, by that coordinator; empty: as it says
  bool too_many = false;   // from this correspondent, in this hour
  bool is_own = false;     // one of our own letters came back to us
  // It names its case itself: it came to the case's address, or has the number in its subject.
  bool names_case = false;
  // Its sender is an account that sees that case, or a contact of its contractor.
  bool is_by_known = false;
};

enum class Deed {
  none,
  answer,   // the attendee's participation changes
  propose,  // another date, with the participation that it says
  repeat,   // the invitation again, to the attendee
  file,     // the mail becomes a record of its case
  bounce    // a letter came back
};

struct Judgement {
  Verdict verdict = Verdict::held;
  std::string reason;  // a stable word; empty where it is plainly applied
  Deed deed = Deed::none;
  Trust trust = Trust::none;
  std::string attendee;  // whose; as the appointment has it
};

Judgement judge(const Heard& heard, const AnswerRules& rules);

// What a reason means, for people; of an unknown word, the word.
core::Phrase say_reason(std::string_view reason);

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::Deed, "none", "answer", "propose", "repeat", "file", "bounce");
