// Who may do what: the one table of rights by role, and who may see what.
#pragma once

#include "domain/party.h"

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
bool sees_level(const Person& person, Level level);

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::Right, "read", "plan", "request", "agree", "answer", "keep",
              "verify", "audit", "administer");
