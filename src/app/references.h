// What a file to load names without holding it: contractors, programmes, planned services. They
// are looked for in the file and among what is loaded already, before anything is loaded, so that
// one report has these faults too, each at the value that names nothing.
#pragma once

#include <vector>

#include "app/problems.h"
#include "service/load.h"

namespace citacal::app {

struct Loaded {  // already in the store
  std::vector<domain::Contractor> contractors;
  std::vector<domain::Programme> programmes;
};

// A reference without a place (not given, or faulty itself) is passed over. Marks what is faulty.
void check_references(service::LoadFile& file, const Loaded& loaded, Problems& problems);

}  // namespace citacal::app
