// The store's own key for what is signed and not stored: links and addresses of attendees.
#pragma once

#include "store/database.h"

namespace citacal::store {

// Made of random bytes the first time, and the same from then on.
std::string get_signing_key(Database& database, core::Instant now);

}  // namespace citacal::store
