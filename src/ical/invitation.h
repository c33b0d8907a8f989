// One appointment as a whole iCalendar object: what a mail carries (iTIP, RFC 5546) and what
// `citacal invite` prints.
#pragma once

#include <string>
#include <string_view>

#include "core/words.h"
#include "ical/event.h"

namespace citacal::ical {

inline constexpr std::string_view kProductId = "-//citacal//citacal//ES";

enum class Method {
  request,         // RFC 5546 §3.2.2: an invitation or its update
  cancel,          // §3.2.5: STATUS:CANCELLED; with dates and VTIMEZONE, which Outlook needs
  publish,         // §3.2.1: to be read by all staff, not answered: Detail::notice
  decline_counter  // §3.2.8: another date that was proposed is not agreed to
};

// The METHOD of iTIP, upper case; the same word stands in the mail's Content-Type.
std::string method_word(Method method);

// A VCALENDAR with the constant VTIMEZONE and one VEVENT. A cancel says STATUS:CANCELLED whatever
// the appointment's status is: an attendee may be dropped from one that stands.
// `comment`: a COMMENT in it; empty: none.
std::string print_invitation(const CaseView& view, Method method, const std::string& comment = {});

// The same object with one mail address in the place of another, wherever it stands.
std::string with_address(std::string_view object, const std::string& from, const std::string& to);

}  // namespace citacal::ical

CITACAL_WORDS(citacal::ical::Method, "request", "cancel", "publish", "decline_counter");
