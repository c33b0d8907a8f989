// What went wrong, as DAV:error (RFC 4918 §16) with the precondition's element first and the words
// for people in DAV:responsedescription's place (CalendarServer's error-description).
#pragma once

#include "core/error.h"
#include "dav/exchange.h"

namespace citacal::dav {

// A precondition that failed: 403 unless said otherwise. `element` is "C:valid-calendar-data".
[[noreturn]] void refuse(std::string_view condition, core::Phrase message);

// Conditions that are names of preconditions become their elements; any other error has its own
// status and no element but a text. Status: never 5xx for what will not be accepted later; 401 with
// WWW-Authenticate. What an error's `field` names, where the element has an href:
//   no-uid-conflict, unique-scheduling-object-resource: an object, "name" beside the request's own
//     or "collection-key/name" elsewhere in the home;
//   need-privileges: a privilege of the request's own resource, "bind", or of another collection of
//     the home, "collection-key/bind".
core::Response fault(const std::exception& error, const Exchange& exchange);
// The same inside a multistatus: status line and the DAV:error element, or empty.
int status_of(const core::Error& error);
std::string error_element(const core::Error& error, const Target& target);

}  // namespace citacal::dav
