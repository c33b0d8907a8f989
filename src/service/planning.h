// Moments that were reckoned by rules: kept with what they are of, and reckoned anew when the rules
// change.
#pragma once

#include "service/office.h"

namespace citacal::service {

// A digest of the working hours, the holidays, and the numbers of a rule.
std::string rules_digest(const Office& office, const std::vector<int>& rule);
// Whether everything of this key was planned by these rules, as save_planned said.
bool is_planned_by(Office& office, std::string_view key, const std::string& digest);
void save_planned(Work& work, std::string_view key, const std::string& digest);

}  // namespace citacal::service
