// Who asks by this door, and what was said of repetition and of the version that was read.
#pragma once

#include "core/exchange.h"
#include "service/office.h"

namespace citacal::web {

// By Basic (RFC 7617, UTF-8) or Bearer (RFC 6750). unauthorised without or with wrong credentials;
// throttled after failures; forbidden for a change that another site's page asks for. If-Match
// becomes the version that the caller read.
service::Caller identify(service::Office& office, const core::Request& request);

// The Idempotency-Key of a creation with the digest of what is asked; nullopt without the header.
std::optional<service::IdempotencyKey> idempotency_key(const core::Request& request);

// The entity tag of a version: "v3", and back. parse: nullopt for "*" and without the header;
// throws stale for a tag that is none of ours, which can match nothing.
std::string version_tag(std::int64_t version);
std::optional<std::int64_t> version_read(const core::Request& request);

}  // namespace citacal::web
