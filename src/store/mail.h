// Incoming mail in the store, its raw octets beside it; and how far each mailbox has been read.
#pragma once

#include "domain/mail.h"
#include "domain/party.h"
#include "store/database.h"
#include "store/page.h"

namespace citacal::store {

struct MailFilter {
  std::optional<domain::Verdict> verdict;
  core::Id contractor;                            // of its case; empty: any
  domain::Level up_to = domain::Level::reserved;  // of its case; those without one are for all
};

// False (and nothing stored) when a mail of this Message-ID and SHA-256 is there already.
bool add_mail(Transaction& tx, const domain::Mail& mail);
// Verdict and all that was made of it later; never what came in.
void save(Transaction& tx, const domain::Mail& mail);
// Without raw, calendar and text, as in lists.
std::optional<domain::Mail> find_mail(Transaction& tx, const core::Id& id);
std::optional<domain::Mail> find_mail(Transaction& tx, std::string_view message_id,
                                      std::string_view sha256);
domain::Mail get_mail(Transaction& tx, const core::Id& id);
domain::Mail get_whole_mail(Transaction& tx, const core::Id& id);  // with raw, calendar and text
std::vector<domain::Mail> list_mail_of_case(Transaction& tx, const core::Id& request);
// Newest first.
Listed<domain::Mail> list_mail(Transaction& tx, const MailFilter& filter, const Page& page);
// How many came from this address since then.
std::int64_t count_mail_from(Transaction& tx, std::string_view address, core::Instant since);

std::optional<domain::MailPosition> find_position(Transaction& tx, std::string_view mailbox);
void save(Transaction& tx, const domain::MailPosition& position);  // upsert

}  // namespace citacal::store
