// Received mail as people see and decide it. What is of a case is for those who may see the case;
// what is of none, for coordinators and auditors.
#pragma once

#include "domain/mail.h"
#include "service/listing.h"
#include "service/office.h"

namespace citacal::service {

// Whether somebody could still answer in this case: mails of it, which quote links to answer by,
// are then only for who may agree.
bool is_answerable(store::Transaction& tx, const core::Id& request);

// Right: audit.
Listing<domain::Mail> list_mail(Office& office, const Caller& caller,
                                std::optional<domain::Verdict> verdict, const Paging& paging);
// The whole; without raw, calendar and text for who may not agree, while its case has an
// appointment that stands.
domain::Mail get_mail(Office& office, const Caller& caller, const core::Id& id);

// Whether its octets are not for the caller yet: with them one could answer in its sender's place.
bool is_sealed_for(store::Transaction& tx, const Caller& caller, const domain::Mail& mail);

struct MailDecision {
  std::string request;   // the number or id of the case it belongs to; empty: the one that is known
  std::string attendee;  // whose answer it is; empty: as the mail says
};

// A held mail is applied, as if its sender were proven: an answer, another date, a contractor's own
// date or cancellation for its case; what holds no calendar is filed with the case. Throws conflict
// "mail-state" where it is not held, and what the verbs throw. Right: agree.
domain::Mail apply_mail(Office& office, const Caller& caller, const core::Id& id,
                        const MailDecision& decision);
// A held mail is not to be applied. Right: agree.
domain::Mail refuse_mail(Office& office, const Caller& caller, const core::Id& id,
                         const std::string& reason);

}  // namespace citacal::service
