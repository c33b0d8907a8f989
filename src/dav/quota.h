// How much of a person's own room is used (RFC 4331). It is counted when somebody asks, once for
// each revision of a calendar: some clients ask with every listing of the home.
#pragma once

#include "dav/live_properties.h"

namespace citacal::dav {

struct Quota {  // bytes
  std::int64_t used = 0;
  std::optional<std::int64_t> available = {};  // nullopt: nothing is put there by its owner
};

// Of a collection of one's own, or of the home: of all of them. nullopt: it is the institute's.
std::optional<Quota> quota_of(const Source& source);

}  // namespace citacal::dav
