// An Error as an HTTP answer: RFC 9457 problem details.
#pragma once

#include "core/error.h"
#include "core/exchange.h"

namespace citacal::core {

int http_status(Code code);

// application/problem+json: type, title, status, detail (in the person's language), code (the
// condition), field where there is one. 401 carries WWW-Authenticate with our one realm.
Response problem(const Error& error, Language language);

}  // namespace citacal::core
