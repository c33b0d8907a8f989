// What comes in by mail: each is kept raw, judged once, and settled in one transaction with what it
// did and with the position of its mailbox.
#pragma once

#include <optional>

#include "domain/mail.h"
#include "domain/received_mail.h"
#include "service/office.h"

namespace citacal::service {

// How far `mailbox` was read; nullopt: never.
std::optional<domain::MailPosition> find_position(Office& office, const std::string& mailbox);
// Of a mailbox that was never read, or whose UIDVALIDITY is another now: where to begin.
void set_position(Office& office, const domain::MailPosition& position);

// Settles one mail: its verdict and all of its effects, the mail itself and the position, in one
// commit. The same mail again (Message-ID and SHA-256, or without Message-ID the SHA-256) changes
// nothing but the position, and returns the mail as it was settled first. Throws unavailable when
// the store cannot: then nothing has happened, and it is to be brought again. What is wrong with a
// mail never throws: it is held.
domain::Mail receive(Office& office, const domain::ReceivedMail& mail, const std::string& mailbox,
                     const std::optional<domain::MailPosition>& position = std::nullopt);

}  // namespace citacal::service
