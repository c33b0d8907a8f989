// Notices in the store: one for an appointment.
#pragma once

#include "domain/notice.h"
#include "store/database.h"

namespace citacal::store {

void save(Transaction& tx, const domain::Notice& notice);
void remove_notice(Transaction& tx, const core::Id& id);
std::optional<domain::Notice> find_notice(Transaction& tx, const core::Id& id);
std::optional<domain::Notice> find_notice_of(Transaction& tx, const core::Id& appointment);
domain::Notice get_notice(Transaction& tx, const core::Id& id);
// By due time; all states, or one.
std::vector<domain::Notice> list_notices(Transaction& tx, std::optional<domain::NoticeState> state,
                                         int limit);

}  // namespace citacal::store
