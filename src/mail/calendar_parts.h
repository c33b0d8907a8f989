// The iCalendar texts of a mail, wherever programs put them (RFC 6047 §2.4), and why there is none
// where one would be.
#pragma once

#include <string_view>
#include <vector>

#include "mail/structure.h"

namespace citacal::mail {

struct Calendars {
  std::vector<domain::CalendarPart> parts;
  bool is_bad_text = false;  // one was neither its charset nor UTF-8, and nothing stands for it
};

// Every text/calendar part; where none can be read, application/ics and files named *.ics. Equal
// texts once, the method of whichever says it; at most 10. A part that no boundary ended is not
// read: half an event is another event.
Calendars read_calendars(const Structure& structure);

// What kept a calendar from being read, if there may have been one.
domain::MailFault calendar_fault(const Structure& structure, const Calendars& calendars,
                                 std::string_view text);

// Whether one is an answer (REPLY or COUNTER): what some calendar servers mark as automatic, and a
// person has said all the same.
bool has_answer(const std::vector<domain::CalendarPart>& calendars);

}  // namespace citacal::mail
