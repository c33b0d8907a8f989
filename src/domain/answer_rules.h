// What the institute makes of answers, from the configuration: whom it believes, what an acceptance
// means, and when it reminds.
#pragma once

#include <string>
#include <vector>

#include "core/words.h"

namespace citacal::domain {

// When a tentative appointment becomes confirmed.
enum class ConfirmWhen {
  contractor_accepts,  // one of those invited who are of the contractor
  all_accept,          // everybody invited who is required
  coordinator          // only by hand
};
// What becomes of an answer whose sender is not proven.
enum class Unproven { hold, apply };

struct AnswerRules {
  ConfirmWhen confirm = ConfirmWhen::contractor_accepts;
  std::vector<std::string> servers;  // authserv-ids whose Authentication-Results are believed
  Unproven unproven = Unproven::hold;
  // Whether "citas+…@" reaches the organizer's mailbox: each attendee is then given an address of
  // their own to answer to.
  bool plus_addressing = false;
  int link_days = 30;         // a link for answers ends so many days after the appointment
  int remind_after_h = 48;    // without an answer: a reminder; 0: none
  int escalate_after_h = 48;  // after that reminder: the coordinator is told; 0: never
  bool remind_day_before = true;
  int digest_minutes = 15;  // for how long news to a coordinator are gathered into one mail
  int mails_per_hour = 30;  // of one correspondent; what is more is held
};

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::ConfirmWhen, "contractor_accepts", "all_accept", "coordinator");
CITACAL_WORDS(citacal::domain::Unproven, "hold", "apply");
