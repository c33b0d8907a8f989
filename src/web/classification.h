// A classification at this door: the same object of requests and of records.
#pragma once

#include "domain/classification.h"
#include "web/json.h"
#include "web/json_fields.h"

namespace citacal::web {

// The object "classification"; open where it is absent.
domain::Classification read_classification(Fields& body);
// The same object as the whole of a body.
domain::Classification read_whole_classification(const core::Request& request);
Json show_classification(const domain::Classification& classification);

}  // namespace citacal::web
