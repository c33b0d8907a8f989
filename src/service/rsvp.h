// What somebody invited does by the link in their letter, without an account: they see the
// appointment as it is now, and answer it for themselves. By the door "link"; the trail names their
// address as who did it.
#pragma once

#include "domain/appointment.h"
#include "service/dossier.h"

namespace citacal::service {

struct Rsvp {
  Dossier dossier;
  domain::Attendee attendee;  // who the link is of, as they are now
  bool moved = false;         // the date or the place is another than when the link was made
  bool open = false;          // it stands and is not over: it may be answered
};

// Reads only. Throws not_found: "no-link" for what is none, "link-ended" for one whose time is
// over, "not-invited" for somebody who no longer is.
Rsvp open_link(Office& office, std::string_view token);

// An answer or another date to what the person has seen: the appointment's sequence on their page.
// conflict "appointment-moved" where date or place have changed since, "appointment-over" where
// nothing is to be answered any more; else as open_link and the verbs of the appointment. The same
// once more changes nothing.
struct LinkAnswer {
  domain::Participation answer = domain::Participation::accepted;
  std::string comment;
};
void answer_by_link(Office& office, std::string_view token, int seen, const LinkAnswer& given);
struct LinkProposal {
  core::Slot slot{};  // to come: invalid "past" otherwise
  std::string comment;
};
void propose_by_link(Office& office, std::string_view token, int seen, const LinkProposal& made);

// The invitation that the link's letter carried, as it is now (METHOD:REQUEST, or CANCEL).
std::string print_linked(Office& office, std::string_view token);

}  // namespace citacal::service
