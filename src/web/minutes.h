// The acta of a verification and the citación of an appointment as HTML made for print, in Spanish,
// in the order that is usual in public bodies (GTC 185): no script, nothing from elsewhere.
#pragma once

#include <string>

#include "domain/institute.h"
#include "service/paper.h"

namespace citacal::web {

std::string print_minutes(const service::Minutes& minutes, const domain::Institute& institute);
std::string print_citation(const service::Citation& citation, const domain::Institute& institute);

}  // namespace citacal::web
