// Mails: whatever came in, the value keeps the promises of domain/received_mail.h.
#include <algorithm>

#include "core/check.h"
#include "core/text.h"
#include "holds.h"
#include "mail/reader.h"

using namespace citacal;
using domain::MailFault;
using fuzz::holds;

namespace {

bool is_plain_address(const std::string& address) {
  return core::checked_address("address", address) == address && core::to_lower(address) == address;
}

void check_header(const domain::ReceivedMail& mail) {
  holds(!mail.from.empty() || mail.fault == MailFault::no_sender ||
            mail.fault == MailFault::not_a_mail || mail.fault == MailFault::too_large,
        "without a sender there is a fault");
  holds(mail.from.empty() || is_plain_address(mail.from), "the sender is an address");
  holds(core::checked_optional_line("subject", mail.subject) == mail.subject,
        "a subject is a line");
  holds(core::checked_optional_line("name", mail.from_name) == mail.from_name, "a name is a line");
  holds(mail.recipients.size() <= 100, "at most 100 recipients");
  holds(std::all_of(mail.recipients.begin(), mail.recipients.end(), is_plain_address),
        "recipients are addresses");
  holds(mail.references.size() <= 50, "at most 50 references");
  holds(mail.message_id.find_first_of("<> \r\n") == std::string::npos, "an id is bare");
  holds(mail.authentication.size() <= 10, "at most 10 results of authentication");
}

void check_body(const domain::ReceivedMail& mail) {
  holds(core::checked_text("text", mail.text) == mail.text, "a text is a text");
  holds((mail.kind == domain::MailKind::bounce) == mail.bounce.has_value(),
        "a bounce says what bounced");
  holds(mail.kind == domain::MailKind::message || mail.is_bulk, "robots are not answered");
  holds(mail.calendars.size() <= 10, "at most 10 calendars");
  for (const auto& calendar : mail.calendars)
    holds(core::is_utf8(calendar.text), "a calendar is UTF-8");
  if (!mail.bounce) return;
  holds(mail.bounce->recipient.empty() || is_plain_address(mail.bounce->recipient),
        "who was not reached is an address");
  holds(core::checked_optional_line("detail", mail.bounce->detail, 500) == mail.bounce->detail,
        "a detail is a line");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  const auto mail = mail::read_mail(std::string(text));
  holds(mail.raw == text, "a mail is kept as it came");
  check_header(mail);
  check_body(mail);
  return 0;
}
