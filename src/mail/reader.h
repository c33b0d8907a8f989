// A mail as octets read into a value (RFC 5322, RFC 2045–2049, RFC 6047), in bounded time and
// memory whatever it holds. Nothing is decided or believed here.
#pragma once

#include <string>

#include "domain/received_mail.h"

namespace citacal::mail {

// Never throws for what is wrong with a mail: that is its `fault`, and what could be read is there
// all the same. `kind`, `is_bulk` and `bounce` hold whatever the fault. Of several faults:
// not_a_mail, too_large, no_sender, too_deep, and then those of its body. Of a mail over 10 MB only
// the header is read, of a header block over 32 KB nothing.
domain::ReceivedMail read_mail(std::string raw);

}  // namespace citacal::mail
