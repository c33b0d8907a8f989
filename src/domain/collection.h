// A calendar as it stands in one person's home: published by the institute, or their own. The same
// published calendar stands in the home of everybody who may see it.
#pragma once

#include "domain/access.h"
#include "domain/calendar.h"

namespace citacal::domain {

enum class CollectionKind {
  published,  // the institute's: a projection of what was agreed; the whole one takes changes
  own,        // made by its owner, kept byte for byte
  agenda,     // everybody's first own calendar; the appointments they are invited to come here
  tasks,      // the commitments that are theirs to do, as VTODOs
  inbox,      // scheduling messages that came (RFC 6638 §2.2)
  outbox      // where free-busy is asked (RFC 6638 §2.1); holds nothing
};

struct Collection {
  CollectionKind kind = CollectionKind::own;
  std::string key;       // its segment in the home: "institute", "agenda", "tareas", "inbox"
  std::string calendar;  // what its objects are stored under; the same in every home
  core::Id owner;        // Person; empty: the institute
  core::Phrase title, description;
  std::string colour;                 // "#1f6feb"; empty: none
  std::vector<Component> components;  // what it takes and holds
  bool whole = false;                 // published, and the one where coordinators work
  core::Instant created_at{};
};

// What a person may do in a collection of their home (RFC 3744 §3, RFC 4791 §6.1, RFC 6638 §6).
struct Grant {
  bool change = false;      // DAV:write-content: what is there
  bool add = false;         // DAV:bind
  bool remove = false;      // DAV:unbind: what is in it
  bool remove_all = false;  // the collection itself
  bool answer = false;      // only one's own PARTSTAT in what is there
};
Grant grant(const Collection& collection, const Person& person);

// Whether a published calendar shows every appointment: the one where coordinators work.
bool is_whole(const Calendar& calendar);

inline constexpr std::string_view kAgendaKey = "agenda", kTasksKey = "tareas", kInboxKey = "inbox",
                                  kOutboxKey = "outbox";
// What a person's collections that are always there are stored under.
std::string agenda_of(const core::Id& person);  // "agenda-<id>"
std::string tasks_of(const core::Id& person);
std::string inbox_of(const core::Id& person);

// The name of an object that we make: "<uid>.ics", or a digest of a UID that is not fit for a URL.
std::string name_for(std::string_view uid);

// The addresses that are this person: their own, their aliases, and the institute's for those who
// agree dates in its name. Lower case.
std::vector<std::string> addresses_of(const Person& person, std::string_view organizer);

struct OwnCalendar {  // made by MKCALENDAR; what it is called are properties of it
  core::Id id;        // also what its objects are stored under
  core::Id owner;
  std::string key;  // unique among the owner's; as the client named it, 1 to 100 bytes
  std::vector<Component> components;
  core::Instant created_at{};
  bool operator==(const OwnCalendar&) const = default;
};

inline constexpr int kOwnCalendarsMost = 50;  // a person
inline constexpr int kObjectsMost = 200'000;  // a calendar

// A property that a person gave to a collection or to an object in it, as it stands for them
// (RFC 4918 §4: dead, and those live ones that are theirs to choose, such as the colour).
struct Property {
  std::string space, name;    // "http://apple.com/ns/ical/", "calendar-color"
  std::string value;          // the content of its element: XML that stands alone, escaped
  std::string language = {};  // its xml:lang, also where it was inherited (RFC 4918 §4.3)
  bool operator==(const Property&) const = default;
};

inline constexpr std::size_t kPropertyMax = 64 * 1024;  // bytes of one value
inline constexpr int kPropertiesMost = 100;             // of one resource and person

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::CollectionKind, "published", "own", "agenda", "tasks", "inbox",
              "outbox");
