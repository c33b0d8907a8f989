// The WebDAV and CalDAV door (RFC 4918, 3744, 4791, 5689, 5842, 6578, 6638, 7809's ids).
#pragma once

#include "core/exchange.h"
#include "service/office.h"

namespace citacal::dav {

// Whether a request is this door's: everything under /dav and /.well-known/caldav; of "/" the
// methods of WebDAV.
bool is_for_dav(const core::Request& request);

// Never throws: what goes wrong becomes its DAV:error.
core::Response answer(service::Office& office, core::Request& request);

}  // namespace citacal::dav
