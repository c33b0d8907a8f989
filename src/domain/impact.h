// What a service does to the services it touches: the words of MAINTNOTE.
#pragma once

#include "core/words.h"

namespace citacal::domain {

enum class Impact { no_impact, reduced_redundancy, degraded, outage };

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::Impact, "no_impact", "reduced_redundancy", "degraded", "outage");
