// The web door: JSON API, feeds, pages. Everything that is asked below its addresses goes through
// answer(); feeds that are at hand also by the quick way.
#pragma once

#include <optional>

#include "core/exchange.h"
#include "service/office.h"

namespace citacal::web {

// The whole answer: exceptions are already problems (RFC 9457), or on pages a page, in the caller's
// language, with what only the log may know in logged_error.
core::Response answer(service::Office& office, core::Request& request);

}  // namespace citacal::web
