// The measures as a page for print: A4, plots that are read without colours, tables by contractor,
// and how each measure is reckoned.
#pragma once

#include "service/measures.h"
#include "web/page.h"

namespace citacal::web {

core::Response show_measures(const service::ServiceReport& report,
                             const domain::Institute& institute, core::Language language);

}  // namespace citacal::web
