// Identities: made by the application, never by the database.
#pragma once

#include <string>
#include <string_view>

#include "core/time.h"

namespace citacal::core {

using Id = std::string;

// A UUID version 7 (RFC 9562 §5.7): 36 characters, ordered by time to the millisecond and within
// this process strictly, so that a list by id is a list by age.
Id new_id(Instant now);
bool is_id(std::string_view text);

}  // namespace citacal::core
