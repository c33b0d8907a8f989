// What a caller sees of a case, and the refusal where it is not enough. Every verb of every door
// asks here; lists ask the store for the same (store/rows: add_level).
#pragma once

#include "domain/request.h"
#include "service/office.h"

namespace citacal::service {

domain::Sight sight_of(const Caller& caller, const domain::ServiceRequest& request);
bool sees(const Caller& caller, const domain::ServiceRequest& request);  // the whole of it

// These throw not_found where the caller may not see the whole: no one learns whether it exists.
void permit_sight(const Caller& caller, const domain::ServiceRequest& request);
void permit_sight_of(store::Transaction& tx, const Caller& caller, const core::Id& request);
// Of what a firm has beside its cases: its address book, its programmes.
void permit_firm(const Caller& caller, const core::Id& contractor);
[[noreturn]] void refuse_sight();

// The case, where the caller sees it whole.
domain::ServiceRequest get_visible_request(store::Transaction& tx, const Caller& caller,
                                           const core::Id& id);

// The request without what it follows, and what follows it, that the caller may not see.
domain::ServiceRequest as_seen(store::Transaction& tx, const Caller& caller,
                               domain::ServiceRequest request);

// Throws invalid "above-clearance": nobody classifies beyond what they may read themselves.
void permit_level(const Caller& caller, const domain::Classification& classification);

}  // namespace citacal::service
