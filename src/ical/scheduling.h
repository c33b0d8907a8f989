// iTIP as values (RFC 5546): messages made of stored objects and applied to them. No transport, no
// store: text in, text out. Addresses are as Person has them; texts are those that scan() passed.
#pragma once

#include <map>
#include <set>

#include "core/time.h"
#include "ical/object.h"

namespace citacal::ical {

// Who is in an object, read from its lines alone.
struct Parties {
  std::string uid, organizer;  // organizer empty: not a scheduling object
  std::string organizer_agent = "SERVER";
  std::vector<Person> attendees;  // of all its components, each address once
  std::set<std::string> forced;   // with SCHEDULE-FORCE-SEND, the organizer maybe among them
  bool is_cancelled = false;      // all that is in it is
  const Person* find(std::string_view address) const;  // an attendee, or null
};
Parties read_parties(std::string_view object);

// Messages. Empty where the attendee is in no component.
// What tells `attendee` of the organizer's object: METHOD:REQUEST with the components they are in;
// EXDATEs stand for the overrides that they are not in. No alarms, no SCHEDULE- parameters.
std::string request_for(std::string_view object, const std::string& attendee, core::Instant now);
// METHOD:CANCEL for somebody who is no longer in it (or the whole is deleted).
std::string cancel_for(std::string_view object, const std::string& attendee, core::Instant now);
// METHOD:REPLY of one attendee, with the PARTSTATs that the object has of them; only of what has
// changed since `before`, where there is one: instances taken out by EXDATE are declined.
std::string reply_of(std::string_view object, const std::string& attendee, core::Instant now,
                     std::string_view before = {});
// The attendee's object with the one answer in all of its components.
std::string with_answer(std::string_view object, const std::string& attendee,
                        std::string_view answer);

// The attendee's copy after a REQUEST: the organizer's text; what is their own (alarms, TRANSP,
// X- lines, answers) kept from `before`, where there is one; PARTSTAT back to NEEDS-ACTION only
// where the time changed.
std::string apply_request(std::string_view message, std::string_view before,
                          const std::string& attendee);
// The attendee's copy after a CANCEL: STATUS:CANCELLED.
std::string apply_cancel(std::string_view before, core::Instant now);
// The organizer's object with the answer in it, and SCHEDULE-STATUS="2.0" beside it; an answer to
// one instance of a series becomes an override. Unchanged text where the answer is stale (older
// SEQUENCE), already there, of somebody not invited, or to an instance that there is not.
std::string apply_reply(std::string_view object, std::string_view reply,
                        const std::string& attendee);

// What a server sets in stored objects: SCHEDULE-STATUS of attendees, by address; and of the
// organizer. SCHEDULE-FORCE-SEND has had its effect and goes (RFC 6638 §7.2).
std::string with_schedule_status(std::string_view object,
                                 const std::map<std::string, std::string>& by_address);
std::string with_organizer_status(std::string_view object, std::string_view status);

// The organizer's new text with the answers it need not know of: those in `before` stay where the
// time is the same and the new text has none; new people in `asked`, and all of them where the time
// changed, have yet to answer.
std::string with_standing_answers(std::string_view object, std::string_view before,
                                  const std::set<std::string>& asked);
// The attendee's new text with everybody else's answers as `current` has them.
std::string with_answers_of_others(std::string_view object, std::string_view current,
                                   const std::string& attendee);

// The object with what one of these addresses declined made transparent: it takes none of their
// time.
std::string without_declined(std::string_view object, const std::set<std::string>& addresses);

enum class ChangeBy { nobody, attendee_answer, more };
// What an attendee changed between two texts of the organizer's object (RFC 6638 §3.2.2.1): nothing
// that others are told, their own PARTSTAT, or what only the organizer may.
ChangeBy change_by_attendee(std::string_view before, std::string_view after,
                            const std::string& attendee);
// Whether the organizer's change is one that attendees are told of (time, place, rules, people …).
// Either may be empty.
bool is_significant(std::string_view before, std::string_view after);

}  // namespace citacal::ical
