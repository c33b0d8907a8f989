// What every answer of this door carries, however it came about.
#pragma once

#include "core/exchange.h"

namespace citacal::web {

// Sets nosniff, Referrer-Policy, HSTS where the request came by TLS, and what the access log shows
// of a path with a token.
void finish(const core::Request& request, core::Response& response);

}  // namespace citacal::web
