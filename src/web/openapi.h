// The OpenAPI 3.1 description of this door: src/web/openapi.json, built into the program. A test
// holds it against the table of routes.
#pragma once

#include <string_view>

namespace citacal::web {

std::string_view openapi_document();

}  // namespace citacal::web
