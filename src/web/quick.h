// Polls that cost one look-up: answered on the spot, without a worker and without the store.
#pragma once

#include <optional>

#include "core/exchange.h"
#include "service/office.h"

namespace citacal::web {

// GET and HEAD of a feed that is composed already and, by a token, remembered as open. Never waits,
// never throws; nullopt: ask answer().
std::optional<core::Response> answer_at_once(service::Office& office, const core::Request& request);

}  // namespace citacal::web
