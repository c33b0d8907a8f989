// Exceptions to publicity end after their years: the coordinator is told in time and when it is so.
// Nothing is opened by itself: a person classifies anew.
#pragma once

#include "service/office.h"

namespace citacal::service {

// News of every case and record whose exception ends soon or is over, each said once for each end.
// Returns how many were said. Once a day.
int tell_lapses(Office& office);

}  // namespace citacal::service
