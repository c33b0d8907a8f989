// What the sections of the configuration share: the file's name, its report and the list of keys
// that were left out.
#pragma once

#include <string>
#include <vector>

#include "app/fields.h"

namespace citacal::app {

struct ConfigReader {
  const std::string& path;
  Problems problems;
  std::vector<std::string>* defaults;  // may be null

  void close(Fields& fields, const Value& table);

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

// Relative paths are relative to the folder of `file`; an empty one stays empty.
std::string beside(const std::string& file, const std::string& path);
// A secret alone in its file, without the blanks around it.
std::string read_secret(const std::string& path);

}  // namespace citacal::app
