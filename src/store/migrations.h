// The schema as numbered steps, one SQL text for both engines. A step that was released is never
// changed: what is new is a new step at the end.
#pragma once

#include <string_view>
#include <vector>

#include "store/database.h"

namespace citacal::store {

struct Migration {
  int number;            // 1, 2, 3 …
  std::string_view sql;  // statements, each ended by ";" at the end of a line
};

const std::vector<Migration>& migrations();
// Those of what the procedure keeps, which are among them.
std::vector<Migration> procedure_migrations();

// Brings the schema to the newest migration, each in a transaction of its own. Throws conflict
// "store-newer" when the database was written by a newer program.
void migrate(Database& database, const std::vector<Migration>& steps = migrations());

}  // namespace citacal::store
