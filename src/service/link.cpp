#include "service/link.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "core/secret.h"
#include "core/text.h"
#include "store/appointment.h"
#include "store/letter.h"

namespace citacal::service {

namespace {

constexpr std::string_view kLinkPath = "/rsvp/";
constexpr std::size_t kIdBytes = 16;
constexpr std::size_t kLinkHead = kIdBytes + 4 + 8;  // the id, the sequence, the end
constexpr std::size_t kLinkSignature = 16;
constexpr std::size_t kAddressSignature = 10;  // a local part has 64 characters at most

std::string bytes_of(const core::Id& id) {
  std::string bytes;
  int high = -1;
  for (const char c : id) {
    if (c == '-') continue;
    const int digit = c <= '9' ? c - '0' : c - 'a' + 10;
    if (high < 0) {
      high = digit;
    } else {
      bytes += static_cast<char>(high * 16 + digit);
      high = -1;
    }
  }
  return bytes;
}

core::Id id_of(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string id;
  for (const char c : bytes) {
    if (id.size() == 8 || id.size() == 13 || id.size() == 18 || id.size() == 23) id += '-';
    id += kDigits[static_cast<unsigned char>(c) >> 4];
    id += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return id;
}

std::string print_number(std::uint64_t number, std::size_t bytes) {
  std::string out;
  for (std::size_t i = bytes; i-- > 0;) out += static_cast<char>(number >> (8 * i) & 0xFF);
  return out;
}

std::uint64_t read_number(std::string_view bytes) {
  std::uint64_t number = 0;
  for (const char c : bytes) number = number << 8 | static_cast<unsigned char>(c);
  return number;
}

std::string sign(const Office& office, std::string_view purpose, std::string_view head,
                 std::string_view email, std::size_t length) {
  const auto signed_text = std::string(purpose) + ":" + std::string(head) + core::to_lower(email);
  return core::keyed_digest(office.signing_key(), signed_text).substr(0, length);
}

// Who was ever written to about it: the signature says which of them it is.
std::set<std::string> addresses_of(store::Transaction& tx, const domain::Appointment& appointment) {
  std::set<std::string> addresses;
  for (const auto& attendee : appointment.attendees) addresses.insert(attendee.email);
  for (auto& address : store::list_recipients_of(tx, appointment.id))
    addresses.insert(std::move(address));
  return addresses;
}

std::optional<std::string> find_signer(const Office& office, store::Transaction& tx,
                                       std::string_view purpose, std::string_view head,
                                       std::string_view signature) {
  const auto appointment = store::find_appointment(tx, id_of(head.substr(0, kIdBytes)));
  if (!appointment) return std::nullopt;
  for (const auto& email : addresses_of(tx, *appointment))
    if (core::equal_in_constant_time(sign(office, purpose, head, email, signature.size()),
                                     signature))
      return email;
  return std::nullopt;
}

std::string plus_address(const Office& office, std::string_view token) {
  const auto& organizer = office.institute().organizer;
  const auto at = organizer.find('@');
  return organizer.substr(0, at) + "+" + core::base32(token) + organizer.substr(at);
}

// The bytes behind the "+" of an address of ours: an id and a signature, not looked at yet.
std::optional<std::string> find_plus_token(const Office& office, std::string_view recipient) {
  const auto& organizer = office.institute().organizer;
  const auto at = organizer.find('@'), plus = recipient.find('+'), host = recipient.find('@');
  if (plus == std::string_view::npos || host == std::string_view::npos || host < plus)
    return std::nullopt;
  if (!core::equals_ignoring_case(recipient.substr(0, plus), organizer.substr(0, at)) ||
      !core::equals_ignoring_case(recipient.substr(host), organizer.substr(at)))
    return std::nullopt;
  const auto token = recipient.substr(plus + 1, host - plus - 1);
  const auto bytes = core::base32_decoded(token);
  if (bytes.size() != kIdBytes + kAddressSignature) return std::nullopt;
  // The last digit has bits to spare: only one way of writing it is ours.
  if (!core::equals_ignoring_case(core::base32(bytes), token)) return std::nullopt;
  return bytes;
}

}  // namespace

std::string link_of(const Office& office, const domain::Appointment& appointment,
                    std::string_view email) {
  const auto& institute = office.institute();
  const auto until = appointment.slot.end + std::chrono::days(institute.answers.link_days);
  const auto head = bytes_of(appointment.id) +
                    print_number(static_cast<std::uint64_t>(appointment.sequence), 4) +
                    print_number(static_cast<std::uint64_t>(until.time_since_epoch().count()), 8);
  return institute.base_url + std::string(kLinkPath) +
         core::base64url(head + sign(office, "link", head, email, kLinkSignature));
}

std::optional<Linked> find_linked(const Office& office, store::Transaction& tx,
                                  std::string_view token) {
  const auto bytes = core::base64url_decoded(token);
  if (bytes.size() != kLinkHead + kLinkSignature) return std::nullopt;
  const auto head = std::string_view(bytes).substr(0, kLinkHead);
  const auto email =
      find_signer(office, tx, "link", head, std::string_view(bytes).substr(kLinkHead));
  if (!email) return std::nullopt;
  return Linked{id_of(head.substr(0, kIdBytes)), *email,
                static_cast<int>(read_number(head.substr(kIdBytes, 4))),
                core::Instant(core::Seconds(
                    static_cast<std::int64_t>(read_number(head.substr(kIdBytes + 4)))))};
}

std::string without_tokens(std::string_view text) {
  std::string out;
  for (auto at = text.find(kLinkPath); at != std::string_view::npos; at = text.find(kLinkPath)) {
    out += text.substr(0, at + kLinkPath.size());
    out += "{token}";
    text.remove_prefix(at + kLinkPath.size());
    const auto end = std::find_if(text.begin(), text.end(), [](char c) {
      return !std::isalnum(static_cast<unsigned char>(c)) && c != '-' && c != '_';
    });
    text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
  }
  return out += text;
}

std::string answer_address(const Office& office, const domain::Appointment& appointment,
                           std::string_view email) {
  const auto head = bytes_of(appointment.id);
  return plus_address(office, head + sign(office, "address", head, email, kAddressSignature));
}

std::optional<Addressed> find_addressed(const Office& office, store::Transaction& tx,
                                        std::string_view recipient) {
  const auto bytes = find_plus_token(office, recipient);
  if (!bytes) return std::nullopt;
  const auto head = std::string_view(*bytes).substr(0, kIdBytes);
  auto email = find_signer(office, tx, "address", head, std::string_view(*bytes).substr(kIdBytes));
  if (!email) return std::nullopt;
  return Addressed{id_of(head), *std::move(email)};
}

std::string case_address(const Office& office, const core::Id& request) {
  const auto head = bytes_of(request);
  return plus_address(office, head + sign(office, "case", head, {}, kAddressSignature));
}

std::optional<core::Id> find_case_of_address(const Office& office, std::string_view recipient) {
  const auto bytes = find_plus_token(office, recipient);
  if (!bytes) return std::nullopt;
  const auto head = std::string_view(*bytes).substr(0, kIdBytes);
  if (!core::equal_in_constant_time(sign(office, "case", head, {}, kAddressSignature),
                                    std::string_view(*bytes).substr(kIdBytes)))
    return std::nullopt;
  return id_of(head);
}

}  // namespace citacal::service
