// What a client's write means, wherever it is put: in an own calendar the bytes are kept; in the
// institute's, an appointment changes by the verbs of every door; in the agenda it is an answer.
#pragma once

#include "ical/object.h"
#include "service/collection.h"

namespace citacal::service {

// Asked inside the writing transaction with what is there now (nullptr: nothing): throws stale.
using Precondition = std::function<void(const domain::CalendarObject*)>;

struct PutAsked {
  std::string collection;  // key in the caller's home
  std::string name;        // decoded last segment, 1 to 255 bytes
  std::string text;        // text/calendar, as it came
  Precondition precondition;
  bool schedule_reply = true;  // false: no answer is to be told (Schedule-Reply: F)
};

struct Put {
  bool created = false;
  std::string etag;  // empty where what is stored is not what was put: the client must read it
  std::string schedule_tag;
};

// Errors by the names of their preconditions (RFC 4791 §5.3.2.1, RFC 6638 §3.2.4.1), as conditions:
// valid-calendar-data, valid-calendar-object-resource, supported-calendar-component,
// no-uid-conflict (field: the name of the object in the way, after "its collection's key/" where
// that is another than the request's), max-resource-size, max-instances,
// max-attendees-per-instance, min-date-time, max-date-time, need-privileges,
// allowed-organizer-scheduling-object-change, allowed-attendee-scheduling-object-change,
// same-organizer-in-all-components, unique-scheduling-object-resource; quota-not-exceeded beyond
// kObjectsMost; invalid "bad-name"; and the verbs' own.
Put put_object(Office& office, const Caller& caller, const PutAsked& asked);

struct DeleteAsked {
  std::string collection, name;
  Precondition precondition;
  bool schedule_reply = true;
};
// not_found where there is none.
void delete_object(Office& office, const Caller& caller, const DeleteAsked& asked);

struct TransferAsked {  // COPY or MOVE
  std::string collection, name, to_collection, to_name;
  bool move = false, overwrite = true;
  Precondition precondition;  // of the source
};
struct Transferred {
  bool created = false;  // else it replaced what was there
};
// stale where something is there and overwrite is false. What is ours is not copied, moved or
// replaced (need-privileges), nor a meeting copied or replaced (unique-scheduling-object-resource),
// nor anything replaced that has another UID (no-uid-conflict).
Transferred transfer_object(Office& office, const Caller& caller, const TransferAsked& asked);

// What the store keeps of a client's object beside its text: all but where it stands and its
// schedule-tag.
void fill(domain::CalendarObject& object, const ical::ObjectFacts& facts, const std::string& text);

}  // namespace citacal::service
