// Letters that did not reach their recipient, whether refused or returned.
#pragma once

#include "domain/letter.h"
#include "service/office.h"

namespace citacal::service {

// The letter is `returned` where it was sent, the attendee is marked, the coordinator is told.
// `why`: the servers' words; may be empty.
void mark_unreached(Work& work, domain::Letter letter, const std::string& why);
// Those of many who were refused since `before`: the coordinator is told.
void tell_refused(Work& work, const domain::Letter& before, const domain::Letter& letter);
// A letter to many came back from one of them; false where `address` is none of them.
bool mark_returned(Work& work, domain::Letter letter, const std::string& address,
                   const std::string& why);

}  // namespace citacal::service
