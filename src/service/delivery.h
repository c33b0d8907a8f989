// What scheduling writes into other people's calendars and inboxes (RFC 6638 §4): straight into the
// store, so that no delivery is ever taken for a write of its owner.
#pragma once

#include "domain/calendar.h"
#include "service/office.h"

namespace citacal::service {

// One object of a UID in a calendar of some person.
struct Copy {
  domain::CalendarObject object;
  domain::Person owner;
};
std::vector<Copy> list_copies(Work& work, std::string_view uid);
// "agenda/a.ics": where it is in its owner's home.
std::string place_of(Work& work, const Copy& copy);

// A copy with a new text, or with `otherwise` where that is no object that may be stored: what its
// owner has there of their own can make it too large. Its schedule-tag stays where only answers
// changed (RFC 6638 §3.2.10). Throws as ical::read_object where none may be stored.
void rewrite_copy(Work& work, const domain::CalendarObject& object, const std::string& text,
                  bool keeps_tag, const std::string& otherwise = {});
bool has_room(Work& work, const domain::Person& person);  // their agenda
// The first copy of a person, in their agenda.
domain::CalendarObject add_copy(Work& work, const domain::Person& person, const std::string& text);

inline constexpr int kMessagesMost = 1'000;  // in an inbox; then the oldest go
// An iTIP message into a person's inbox; `about` is the object it speaks of. Messages of one UID
// stand side by side: each has its own name, which is also its UID in the store.
void put_message(Work& work, const domain::Person& person, const domain::CalendarObject& about,
                 const std::string& text);

}  // namespace citacal::service
