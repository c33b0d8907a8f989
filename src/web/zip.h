// A ZIP archive in memory: the wall of libzip.
#pragma once

#include <string>
#include <vector>

#include "core/time.h"

namespace citacal::web {

struct ZipEntry {
  std::string path;  // ASCII, with "/" between folders
  std::string bytes;
};

// The entries in their order, each with this time (legal time, as ZIP has no zone). The same
// entries and time give the same octets.
std::string zip(const std::vector<ZipEntry>& entries, core::Instant at);

}  // namespace citacal::web
