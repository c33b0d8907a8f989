// A Letter as the bytes of one whole mail (RFC 5322, RFC 2045, RFC 6047): the layout that Outlook,
// Gmail and Thunderbird all show as an invitation. The wall of GMime.
#pragma once

#include <string>

#include "core/time.h"
#include "domain/institute.h"
#include "domain/letter.h"

namespace citacal::mail {

// The message with CRLF line ends, ready for SMTP:
//   multipart/mixed { multipart/alternative { text/plain, text/html, text/calendar; method=… },
//                     application/ics; name=invite.ics }
// or, for a letter without a calendar, multipart/alternative { text/plain, text/html } alone.
// The same letter, institute and date give the same bytes, so that a repeated attempt is the same
// mail. Whatever the texts hold, they stay inside their header or part.
// Throws Code::invalid for an address that SMTP could not carry, a message_id that is none, or a
// method that is not the one of the calendar (Outlook refuses to read an invitation whose
// Content-Type and METHOD differ).
std::string print_mail(const domain::Letter& letter, const domain::Institute& institute,
                       core::Instant date);

}  // namespace citacal::mail
