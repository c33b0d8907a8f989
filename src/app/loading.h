// `load` as people use it: a file by its path into the service, with one report and a progress bar.
#pragma once

#include <string>

#include "service/load.h"

namespace citacal::app {

// Loads the whole file or nothing. Throws FileRefused with every fault of the file, or what the
// service throws.
service::LoadReport load_path(service::Office& office, const std::string& path);

}  // namespace citacal::app
