// What the measurements of the inside share: a folder of this run, and an office on a real file in
// it.
#pragma once

#include <filesystem>

#include "core/secret.h"
#include "support/office.h"

namespace citacal::bench {

// Removed by main().
inline std::filesystem::path folder() {
  static const auto made = [] {
    auto path = std::filesystem::temp_directory_path() /
                ("citacal-bench-" + core::base64url(core::random_bytes(6)));
    std::filesystem::create_directories(path);
    return path;
  }();
  return made;
}

inline test::TestOffice& office_on_disk() {
  static test::TestOffice office(test::settings("sqlite://" + (folder() / "office.db").string()));
  return office;
}

}  // namespace citacal::bench
