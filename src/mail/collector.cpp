#include "mail/collector.h"

#include <utility>

#include "mail/reader.h"
#include "service/incoming.h"

namespace citacal::mail {
namespace {

constexpr int kBatch = 200;
constexpr int kFetchesMost = 5;
constexpr std::chrono::days kLookBack{14};

// A header alone is what there is of a mail that is too large.
domain::ReceivedMail read_fetched(ImapMailbox::Fetched fetched) {
  auto mail = read_mail(std::move(fetched.raw));
  if (!fetched.is_whole && mail.fault != domain::MailFault::not_a_mail)
    mail.fault = domain::MailFault::too_large;
  return mail;
}

}  // namespace

Collector::Collector(service::Office& office, ImapSettings settings)
    : office_(office), name_(settings.name), mailbox_(std::move(settings)) {}

std::uint32_t Collector::last_uid(const MailboxState& state) {
  const auto position = service::find_position(office_, name_);
  if (position && position->uid_validity == state.uid_validity) return position->last_uid;
  const auto last = mailbox_.last_uid_before(office_.clock().now() - kLookBack);
  service::set_position(office_, {name_, state.uid_validity, last});
  return last;
}

// nullopt: it has gone meanwhile.
std::optional<domain::ReceivedMail> Collector::read(const ListedMail& listed,
                                                    std::uint32_t uid_validity) {
  try {
    auto fetched = mailbox_.fetch(listed);
    stuck_ = 0;
    if (!fetched) return std::nullopt;
    return read_fetched(std::move(*fetched));
  } catch (const core::Error&) {
    stuck_ = listed.uid == stuck_uid_ ? stuck_ + 1 : 1;
    stuck_uid_ = listed.uid;
    if (stuck_ < kFetchesMost) throw;
    domain::ReceivedMail missing;
    missing.fault = domain::MailFault::not_fetched;
    missing.subject = "(sin entregar)";
    missing.raw = "X-Not-Fetched: " + name_ + " " + std::to_string(uid_validity) + " " +
                  std::to_string(listed.uid) + "\r\n";
    return missing;
  }
}

int Collector::run_once() {
  if (stopping_) return 0;
  const auto state = mailbox_.open();
  int count = 0;
  for (const auto& listed : mailbox_.list_after(last_uid(state), kBatch)) {
    if (stopping_) break;
    const auto mail = read(listed, state.uid_validity);
    if (!mail) continue;
    const domain::MailPosition position{name_, state.uid_validity, listed.uid};
    service::receive(office_, *mail, name_, position);
    ++count;
    if (mail->fault == domain::MailFault::not_fetched) break;  // the connection was given up
  }
  return count;
}

}  // namespace citacal::mail
