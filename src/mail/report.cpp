#include "mail/report.h"

#include <algorithm>
#include <array>

#include "core/text.h"
#include "mail/address.h"
#include "mail/plain.h"

namespace citacal::mail {
namespace {

using domain::Bounce;
using domain::MailKind;

constexpr std::size_t kDetailMax = 500;              // characters
constexpr std::size_t kStatusFieldsMax = 64 * 1024;  // bytes of a delivery-status that are read
constexpr std::size_t kRecipientsMost = 100;         // blocks of it

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// "5.1.1" at the front of `text` (RFC 3463 §2), or empty.
std::string status_at(std::string_view text) {
  const auto number = [&](std::size_t at) {
    std::size_t digits = 0;
    while (at + digits < text.size() && digits < 3 && is_digit(text[at + digits])) ++digits;
    return digits;
  };
  if (text.size() < 5 || text[1] != '.') return {};
  if (text[0] != '2' && text[0] != '4' && text[0] != '5') return {};
  const auto subject = number(2);
  if (subject == 0 || 2 + subject >= text.size() || text[2 + subject] != '.') return {};
  const auto detail = number(3 + subject);
  return detail == 0 ? std::string() : std::string(text.substr(0, 3 + subject + detail));
}

std::string status_in(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (at > 0 && (is_digit(text[at - 1]) || text[at - 1] == '.')) continue;
    auto status = status_at(text.substr(at));
    const auto end = at + status.size();
    if (!status.empty() && (end >= text.size() || (text[end] != '.' && !is_digit(text[end]))))
      return status;
  }
  return {};
}

// The value behind its type: "rfc822; a@b", "smtp; 550 …".
std::string_view typed_value(std::string_view value) {
  const auto semicolon = value.find(';');
  return core::trim(semicolon == std::string_view::npos ? value : value.substr(semicolon + 1));
}

std::string address_in(std::string_view value) {
  std::vector<std::string> found;
  collect_addresses(typed_value(value), found, 1);
  return found.empty() ? std::string() : found.front();
}

// What one recipient's block says. Whom we wrote to is the original recipient, if it was forwarded.
struct Delivery {
  std::string action;
  Bounce bounce;
};

Delivery read_delivery(const Fields& fields) {
  Delivery read;
  read.bounce.recipient = address_in(fields.value("original-recipient"));
  if (read.bounce.recipient.empty())
    read.bounce.recipient = address_in(fields.value("final-recipient"));
  read.bounce.status = status_at(fields.value("status"));
  read.bounce.detail = one_line(typed_value(fields.value("diagnostic-code")), kDetailMax);
  const auto action = fields.value("action");
  read.action = core::to_lower(core::trim(action.substr(0, action.find_first_of(" \t(;"))));
  if (read.action.empty())
    read.action = read.bounce.status.starts_with('2')   ? "delivered"
                  : read.bounce.status.starts_with('4') ? "delayed"
                                                        : "failed";
  read.bounce.is_final = read.action != "delayed";
  return read;
}

Report read_delivery_status(std::string_view status) {
  status = status.substr(0, kStatusFieldsMax);
  std::optional<Bounce> failed, delayed;
  for (std::size_t at = 0, blocks = 0; at < status.size() && blocks < kRecipientsMost; ++blocks) {
    const auto block = status.substr(at, header_size(status.substr(at)));
    at += block.size();
    const auto fields = read_fields(block);
    if (!fields.find("final-recipient") && !fields.find("original-recipient")) continue;
    const auto delivery = read_delivery(fields);
    if (delivery.action == "failed" && !failed) failed = delivery.bounce;
    if (delivery.action == "delayed" && !delayed) delayed = delivery.bounce;
  }
  if (!failed) failed = delayed;
  return {failed ? MailKind::bounce : MailKind::auto_reply, failed};
}

std::string first_id(std::string_view value) {
  const auto ids = message_ids(value, 1);
  return ids.empty() ? std::string() : ids.front();
}

// From the returned mail or its header; else what the report is in reply to.
std::string original_message_id(const Fields& fields, const Structure& structure) {
  for (const auto& part : structure.parts) {
    const auto& type = part.type.type;
    if (type != "message/rfc822" && type != "text/rfc822-headers" && type != "message/global" &&
        type != "message/global-headers")
      continue;
    const auto original = part.decoded();
    const auto size = std::min(header_size(original), kHeaderMax);
    auto id = first_id(read_fields(std::string_view(original).substr(0, size)).value("message-id"));
    if (!id.empty()) return id;
  }
  auto id = first_id(fields.value("in-reply-to"));
  return id.empty() ? first_id(fields.value("references")) : id;
}

bool is_null_path(const Fields& fields) {
  return fields.value("return-path") == "<>";
}

bool contains_one_of(std::string_view text, const auto& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  });
}

bool is_from_postmaster(const Fields& fields, std::string_view from) {
  if (is_null_path(fields)) return true;
  auto local = core::to_lower(from.substr(0, from.find('@')));
  // "MAILER-DAEMON (Mail Delivery System)" alone, without a host, is no address.
  if (local.empty()) local = core::to_lower(fields.value("from"));
  return local.starts_with("mailer-daemon") || local == "postmaster";
}

// The line that a copy of a header has for `name`, in the words of a bounce.
std::string quoted_field(std::string_view text, std::string_view name) {
  for (std::size_t at = 0; at < text.size();) {
    const auto line = line_at(text, at);
    at = line.next;
    const auto content = core::trim(line.text);
    if (core::equals_ignoring_case(content.substr(0, name.size()), name))
      return std::string(core::trim(content.substr(name.size())));
  }
  return {};
}

// "<a@b>:" (qmail, Postfix) at the beginning of a line, or the first address in <> or alone on one.
std::string named_recipient(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto line = line_at(text, at);
    at = line.next;
    auto content = core::trim(line.text);
    if (const auto colon = content.find(">:"); content.starts_with('<') && colon < content.size())
      content = content.substr(0, colon + 1);
    if (content.empty() || content.find_first_of(" :") != std::string_view::npos) continue;
    if (auto address = address_in(content); !address.empty()) return address;
  }
  return {};
}

// What the server said: the line of the status code, or the one behind the recipient.
std::string named_detail(std::string_view text, std::string_view recipient) {
  std::string behind;
  bool next = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto line = line_at(text, at);
    at = line.next;
    if (!status_in(line.text).empty()) return one_line(line.text, kDetailMax);
    if (next && behind.empty()) behind = one_line(line.text, kDetailMax);
    next = !recipient.empty() && core::to_lower(line.text).find(recipient) != std::string::npos;
  }
  return behind;
}

std::optional<Report> find_worded_report(const Fields& fields, const Structure& structure,
                                         const Words& words) {
  constexpr std::array<std::string_view, 14> kFailed = {
      "undeliver",       "delivery status",      "failure notice",      "returned mail",
      "delivery failed", "delivery failure",     "returned to sender",  "not delivered",
      "non-delivery",    "no se puede entregar", "no se pudo entregar", "no entregado",
      "unzustellbar",    "error en la entrega"};
  constexpr std::array<std::string_view, 9> kDelayed = {
      "(delay)",         "delayed mail",  "delivery delayed",   "delayed delivery",
      "message delayed", "delivered yet", "warning: could not", "entrega retrasada",
      "entrega demorada"};
  if (!is_from_postmaster(fields, words.from)) return std::nullopt;
  const auto subject = core::to_lower(words.subject);
  const bool delayed = contains_one_of(subject, kDelayed);
  const auto failed_recipient = address_in(fields.value("x-failed-recipients"));  // Exim, Gmail
  if (!delayed && failed_recipient.empty() && !contains_one_of(subject, kFailed))
    return std::nullopt;
  Bounce bounce;
  bounce.is_final = !delayed;
  bounce.recipient = failed_recipient.empty() ? named_recipient(words.text) : failed_recipient;
  bounce.detail = named_detail(words.text, bounce.recipient);
  bounce.status = status_in(bounce.detail);
  bounce.original_message_id = original_message_id(fields, structure);
  if (bounce.original_message_id.empty())
    bounce.original_message_id = first_id(quoted_field(words.text, "message-id:"));
  return Report{MailKind::bounce, bounce};
}

std::string auto_submitted(const Fields& fields) {
  const auto value = fields.value("auto-submitted");
  return core::to_lower(core::trim(value.substr(0, value.find_first_of(" \t;("))));
}

}  // namespace

std::optional<Report> find_report(const Fields& fields, const Structure& structure,
                                  const Words& words) {
  const bool is_report =
      !structure.parts.empty() && structure.parts.front().type.type == "multipart/report";
  for (const auto& part : structure.parts) {
    if (part.type.type != "message/delivery-status" &&
        part.type.type != "message/global-delivery-status")
      continue;
    if (!is_report && !is_from_postmaster(fields, words.from)) continue;
    auto report = read_delivery_status(part.decoded());
    if (report.bounce) report.bounce->original_message_id = original_message_id(fields, structure);
    return report;
  }
  if (auto report = find_worded_report(fields, structure, words)) return report;
  if (is_report) return Report{MailKind::auto_reply, std::nullopt};
  return std::nullopt;
}

bool is_automatic(const Fields& fields) {
  const auto submitted = auto_submitted(fields);
  if (!submitted.empty() && submitted != "no") return true;
  if (core::equals_ignoring_case(fields.value("precedence"), "auto_reply")) return true;
  return fields.find("x-autoreply") || fields.find("x-autorespond") ||
         fields.find("x-autoresponder") || fields.find("x-autogenerated");
}

bool is_generated(const Fields& fields) {
  return auto_submitted(fields) == "auto-generated";
}

bool is_bulk(const Fields& fields) {
  const auto precedence = core::to_lower(fields.value("precedence"));
  return precedence == "bulk" || precedence == "junk" || precedence == "list" ||
         fields.find("list-id") || is_null_path(fields) || is_automatic(fields);
}

}  // namespace citacal::mail
