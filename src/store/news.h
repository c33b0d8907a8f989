// News to coordinators in the store, until they are told and after.
#pragma once

#include "domain/news.h"
#include "store/database.h"

namespace citacal::store {

// False (and nothing stored) where this key was said before.
bool add_news(Transaction& tx, const domain::News& news);
bool is_said(Transaction& tx, std::string_view key);
// Not told yet, oldest first.
std::vector<domain::News> list_untold_news(Transaction& tx, int limit);
void mark_told(Transaction& tx, const core::Id& news, core::Instant at);

}  // namespace citacal::store
