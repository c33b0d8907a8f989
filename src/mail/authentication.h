// Authentication-Results (RFC 8601 §2.2) as the mail server of the institute wrote them, and as
// anybody may have written them: read by their grammar, believed by nobody here. Comments, quoted
// strings and folds cannot move a word out of its place.
#pragma once

#include <string_view>

#include "domain/received_mail.h"
#include "mail/field.h"

namespace citacal::mail {

// One field's value. What breaks the grammar (a quote or comment that does not end, a control, a
// value without a name) or says two things of dmarc has an empty `dmarc`; without an authserv-id,
// as Exchange Online writes it, `server` is empty.
domain::AuthenticationResult read_authentication(std::string_view value);

// Of all Authentication-Results fields, the topmost first, at most 10; one that is broken keeps its
// place. ARC's copies are of other servers' making and are not among them.
std::vector<domain::AuthenticationResult> list_authentication(const Fields& fields);

}  // namespace citacal::mail
