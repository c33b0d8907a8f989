// Who may do what: the one table of rights by role. Who sees what of a case: one function, for
// every door.
#pragma once

#include "domain/classification.h"

namespace citacal::domain {

enum class Right {
  read,       // contractors, programmes, cases, calendars that are theirs to see
  plan,       // programmes and contractors
  request,    // register a service request
  agree,      // agree, confirm, re-schedule, cancel, hold; answers on behalf; notices
  answer,     // one's own participation
  keep,       // calendars of one's own
  verify,     // verification and its records
  audit,      // the trail and the letters, within the clearance
  administer  // accounts, other people's tokens
};

bool may(Role role, Right right);

// Whether a person may see what belongs to `contractor`: a contractor's people only their own firm.
bool sees_contractor(const Person& person, const core::Id& contractor);

// What somebody sees of a case or a record, the least first.
enum class Sight {
  nothing,  // another firm's, or wholly excepted from publicity
  slot,     // excepted in part: that something is, when, and what it does to the network
  whole
};
// By the person's clearance, and for a contractor's people by their firm. Who is invited to an
// appointment knows of it all the same: by what is addressed to them, not by this.
Sight sight(const Person& person, const core::Id& contractor, const Classification& classification);

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::Right, "read", "plan", "request", "agree", "answer", "keep",
              "verify", "audit", "administer");
