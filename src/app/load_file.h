// A file to load, from its path to what the service loads: TOML (contractors, programmes, requests
// with their history) or CSV as Spanish Excel writes it (a schedule, or contractors).
#pragma once

#include <string>
#include <vector>

#include "app/moments.h"
#include "app/problems.h"
#include "service/load.h"

namespace citacal::app {

inline constexpr std::size_t kLoadBytesMax = 10 * 1024 * 1024;
inline constexpr std::size_t kLoadRowsMax = 20'000;

struct LoadContext {
  std::string path;                             // of the file; evidence that it names is beside it
  Today today;                                  // what relative dates are relative to
  core::Instant now;                            // nothing in a history is later
  std::vector<domain::Contractor> contractors;  // already in the store, for CSV to name
};

// By the file's extension, .toml or .csv. Faults go to `problems`, and what they are in is marked
// (CSV: then nothing is returned). Throws invalid where the file cannot be read or is of another
// kind.
service::LoadFile read_load_file(const LoadContext& context, Problems& problems);

}  // namespace citacal::app
