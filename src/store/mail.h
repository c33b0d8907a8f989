// Incoming mail, raw, in the store.
#pragma once

#include "domain/mail.h"
#include "store/database.h"

namespace citacal::store {

// False (and nothing stored) when a mail of this Message-ID and SHA-256 is there already.
bool add_mail(Transaction& tx, const domain::Mail& mail);
std::optional<domain::Mail> find_mail(Transaction& tx, const core::Id& id);
std::vector<domain::Mail> list_mail_of(Transaction& tx, const core::Id& appointment);

}  // namespace citacal::store
