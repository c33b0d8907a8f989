// Checks that several nouns share, on top of core/check: ids, lists of services, slots, texts that
// may not be empty; and the unambiguous form of several fields that digests are taken of.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/check.h"
#include "core/id.h"
#include "core/time.h"

namespace citacal::domain {

inline constexpr std::size_t kAffectedMax = 30;  // services that one service touches
inline constexpr int kSlotDaysMax = 31;

// "contacts[2].email": how a field of an element of a list is named to who sent it.
std::string element(std::string_view list, std::size_t index, std::string_view member = {});

// Throws too-many (invalid) naming the field and the limit.
void check_count(std::string_view field, std::size_t count, std::size_t max);

core::Id checked_id(std::string_view field, const core::Id& value);           // a UUID
core::Id checked_optional_id(std::string_view field, const core::Id& value);  // a UUID or empty
// checked_text that is not empty.
std::string checked_required_text(std::string_view field, std::string_view value);
// An http or https URI, or empty.
std::string checked_optional_link(std::string_view field, std::string_view value);
// At most kAffectedMax names; one that is repeated (by slug) is kept once.
std::vector<std::string> checked_affected(const std::vector<std::string>& affected);
// Whole minutes, the end after the start, at most kSlotDaysMax days, in the years 2000 to 2100.
void check_slot(std::string_view field, const core::Slot& slot);

// Whether two names mean the same: equal slugs; false where either has none.
bool same_name(std::string_view a, std::string_view b);

// Adds a field with its length before it: "5:abcde". No two lists of fields read the same.
void append_field(std::string& out, std::string_view field);

}  // namespace citacal::domain
