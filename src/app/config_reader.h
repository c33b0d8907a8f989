// What the sections of the configuration share while they are read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/fields.h"

namespace citacal::app {

// `path`, where it is relative, as one beside `file`.
std::string beside(const std::string& file, const std::string& path);

// The file's name, its report and the list of keys that were left out.
struct Reader {
  const std::string& path;
  Problems problems;
  std::vector<std::string>* defaults;

  void close(Fields& fields, const Value& table) {
    fields.refuse_unknown();
    if (!defaults) return;
    for (const auto& key : fields.asked())
      if (!find_member(table, key)) defaults->push_back(fields.section() + key);
  }

  // Runs a check of a value of `fields`; a refusal joins the report at the key's place.
  template <class Check>
  void check(Fields& fields, const char* key, const Check& check_value) {
    try {
      check_value();
    } catch (const core::Error& error) {
      problems.add(fields.origin_of(key), error);
    }
  }
};

}  // namespace citacal::app
