// [[contractor]], [[programme]] and [[request]] of a TOML file as what the service loads. The
// digest of each is of its text, so that relative dates change nothing when it is loaded on another
// day.
#pragma once

#include "app/load_file.h"

namespace citacal::app {

service::LoadFile read_load_toml(std::string_view text, const LoadContext& context,
                                 Problems& problems);

}  // namespace citacal::app
