// A TOML file as plain values with the place where each stands. Dates and times come as their text
// ("2026-03-05 09:00"), so that absolute and relative dates are read in one way.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/problems.h"

namespace citacal::app {

struct Value {
  enum class Type { text, integer, real, boolean, list, table };
  Type type = Type::table;
  service::Origin origin;
  std::string key;  // of a member of a table
  service::Origin key_origin;
  std::string text;  // of text; also the printed form of the other plain values
  std::int64_t integer = 0;
  bool boolean = false;
  std::vector<Value> items;  // of a list; the members of a table in the file's order
};

const Value* find_member(const Value& table, std::string_view key);

// The document's root table. A fault of syntax is added to `problems`, and the table is then empty.
Value parse_toml(std::string_view text, Problems& problems);

// SHA-256 over keys and values, without places, comments and layout.
std::string digest(const Value& value);

}  // namespace citacal::app
