// The plots of the measures: inline SVG whose shapes and texts say everything without colours, each
// with a title and a description for who does not see it. Their look is the page's style.
#pragma once

#include "service/measures.h"
#include "web/html.h"

namespace citacal::web {

// A percentage by contractor, as bars, with the total under them.
void plot_shares(Html& html, const service::ServiceReport& report, domain::MeasureKey key,
                 core::Language language);
// Services held and notices, by month or year, as columns.
void plot_periods(Html& html, const service::ServiceReport& report, core::Language language);

// "67 % (2 de 3)", "2 h 30 min"; "—" where nothing was counted.
std::string say_value(const domain::Measure& measure, core::Language language);
std::string say_share(const domain::Measure& measure, core::Language language);  // "2 de 3"

}  // namespace citacal::web
