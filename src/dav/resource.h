// A target as a resource whose properties can be written, with what the caller gave it.
#pragma once

#include <functional>

#include "dav/properties.h"

namespace citacal::dav {

// Calls `take` with the resource, which stands until it returns. Throws not_found where nothing is
// there. `data`: whether an object's text is read.
void with_resource(Exchange& exchange, const Target& target, service::Data data,
                   const std::function<void(const Resource&)>& take);

// The conditions of a request (require_conditions) on a calendar, an object or a box; other places
// have no validators, and nothing is asked of them. Throws stale.
void require_conditions_at(Exchange& exchange, const Resource& resource);
// The same of the request's own target, read for it where there are such headers at all.
void require_conditions_at_target(Exchange& exchange);

// The same of what a write finds (nullptr: nothing), asked inside its transaction.
void require_conditions_on(const Exchange& exchange, const domain::CalendarObject* there);

// The address to answer with: "/" where that was asked for, else with a last slash where the
// resource is no object.
std::string href_of_request(const Exchange& exchange);

}  // namespace citacal::dav
