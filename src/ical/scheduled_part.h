// The components of an object that people are invited to (RFC 6638 §3.1): which of two texts belong
// together, when they are, who is in them, and what they say.
#pragma once

#include <map>
#include <optional>
#include <set>

#include "core/time.h"
#include "ical/draft.h"

namespace citacal::ical {

bool is_scheduled(const Node& node);          // a VEVENT or VTODO
std::string address_of(const Line& line);     // as Person has it
std::string answer_of(const Line& attendee);  // PARTSTAT, upper case; NEEDS-ACTION when absent
std::string answer_in(const Node& node, std::string_view address);  // empty: not in it
Line* find_attendee(Node& node, std::string_view address);
const Line* find_attendee(const Node& node, std::string_view address);
int sequence_of(const Node& node);

// Which instance a component stands for: empty for the master, else its RECURRENCE-ID as
// Instance::recurrence_id has it.
std::string key_of(const Node& root, const Node& node);
using Parts = std::map<std::string, const Node*, std::less<>>;  // by key
Parts parts_of(const Node& root);
// The component that says what `key` is: its override, else the master; null where there is
// neither.
const Node* find_part(const Parts& parts, std::string_view key);

// One time of a property's value in the form of a key; and as an instant to reckon with (dates and
// floating times as if they were UTC).
std::string time_key(const Node& root, std::string_view value, const Line& line);
std::optional<core::Instant> instant_of_key(std::string_view key);
std::set<std::string> exceptions_of(const Node& root, const Node& node);  // keys of its EXDATEs

// Whether both are at the same time by the same rules (exceptions aside); an override is compared
// with a master by the instance that it replaces.
bool is_same_time(const Node& a_root, const Node& a, const Node& b_root, const Node& b);

// What a component says, one entry for each property that `counts`, so that two ways of writing the
// same compare equal: times in UTC, the end whether by DTEND or DURATION ("END"), people by
// address.
using Sayings = std::multiset<std::string>;
Sayings sayings(const Node& root, const Node& node, bool (*counts)(std::string_view name));

// Which of these keys are instances of the object; those beyond the first kInstancesAtOnce are not
// looked for. Throws as Occurrences.
inline constexpr std::size_t kInstancesAtOnce = 100;
std::set<std::string> instances_among(const Node& root, const std::set<std::string>& keys);
// An override for one instance, saying what the master says.
Node instance_of(Draft& draft, const Node& root, const Node& master, std::string_view key);

}  // namespace citacal::ical
