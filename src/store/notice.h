// Notices in the store: one for an appointment.
#pragma once

#include "domain/notice.h"
#include "domain/party.h"
#include "store/database.h"
#include "store/page.h"

namespace citacal::store {

void save(Transaction& tx, const domain::Notice& notice);
void remove_notice(Transaction& tx, const core::Id& id);
std::optional<domain::Notice> find_notice(Transaction& tx, const core::Id& id);
std::optional<domain::Notice> find_notice_of(Transaction& tx, const core::Id& appointment);
domain::Notice get_notice(Transaction& tx, const core::Id& id);

// Those to look at now (Notice::next_at), by due time.
std::vector<core::Id> list_notices_due(Transaction& tx, core::Instant now, int most);

struct NoticeFilter {
  std::optional<domain::NoticeState> state;
  core::Id contractor;                            // of its appointment; empty: any
  domain::Level up_to = domain::Level::reserved;  // of its request
};
// By due time, then id.
Listed<domain::Notice> list_notices(Transaction& tx, const NoticeFilter& filter, const Page& page);

}  // namespace citacal::store
