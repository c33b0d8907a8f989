#include "mail/reader.h"

#include <algorithm>
#include <array>

#include "core/check.h"
#include "core/text.h"
#include "mail/address.h"
#include "mail/authentication.h"
#include "mail/calendar_parts.h"
#include "mail/plain.h"
#include "mail/report.h"
#include "mail/structure.h"

namespace citacal::mail {
namespace {

using domain::MailFault;
using domain::MailKind;
using domain::ReceivedMail;

constexpr std::size_t kRecipientsMost = 100;
constexpr std::size_t kReferencesMost = 50;
constexpr std::size_t kHtmlTextMax = 64 * 1024;  // bytes of text out of HTML, before it is tidied

// A field that must be there once and stands there twice is read by one program in one way and by
// the next in another: who signed the mail need not have written what is read (RFC 6376 §8.15).
bool is_ambiguous(const Fields& fields) {
  return fields.count("from") > 1 || fields.count("content-type") > 1 ||
         fields.count("content-transfer-encoding") > 1;
}

void read_sender(const Fields& fields, ReceivedMail& mail) {
  const auto* from = fields.find("from");
  if (from && !is_ambiguous(fields)) {
    if (auto sender = find_sender(*from)) {
      mail.from = std::move(sender->address);
      mail.from_name = one_line(decoded_words(sender->name), core::kNameMax);
      return;
    }
  }
  mail.fault = MailFault::no_sender;
}

void read_references(const Fields& fields, ReceivedMail& mail) {
  const auto add = [&](std::string_view name) {
    for (auto& id : message_ids(fields.value(name), kReferencesMost))
      if (mail.references.size() < kReferencesMost &&
          std::find(mail.references.begin(), mail.references.end(), id) == mail.references.end())
        mail.references.push_back(std::move(id));
  };
  add("in-reply-to");
  add("references");
}

void read_header(const Fields& fields, ReceivedMail& mail) {
  constexpr std::array<std::string_view, 5> kRecipients = {"to", "cc", "delivered-to",
                                                           "x-original-to", "envelope-to"};
  read_sender(fields, mail);
  auto ids = message_ids(fields.value("message-id"), 1);
  if (!ids.empty()) mail.message_id = std::move(ids.front());
  mail.subject = one_line(decoded_words(fields.value("subject")), core::kNameMax);
  // Where it was delivered to comes first: long lists in To must not crowd out our own address.
  for (auto name = kRecipients.rbegin(); name != kRecipients.rend(); ++name)
    for (const auto& field : fields.list)
      if (field.name == *name) collect_addresses(field.value, mail.recipients, kRecipientsMost);
  read_references(fields, mail);
  mail.date = parse_mail_date(fields.value("date"));
  mail.authentication = list_authentication(fields);
  mail.is_bulk = is_bulk(fields);
  if (is_automatic(fields)) mail.kind = MailKind::auto_reply;
}

// The first part of this type that is no attachment and says something.
std::string first_text(const Structure& structure, std::string_view type) {
  for (const auto& part : structure.parts) {
    if (part.type.type != type || part.disposition.is_attachment) continue;
    auto octets = part.decoded();
    auto text = to_utf8(octets, part.type.charset);
    if (!text) text = core::windows_1252_to_utf8(octets);
    if (!core::trim(*text).empty()) return std::move(*text);
  }
  return {};
}

std::string read_text(const Structure& structure) {
  auto text = plain_text(first_text(structure, "text/plain"), core::kTextMax);
  if (!text.empty()) return text;
  return plain_text(html_to_text(first_text(structure, "text/html"), kHtmlTextMax), core::kTextMax);
}

void read_kind(const Fields& fields, const Structure& structure, ReceivedMail& mail) {
  if (has_answer(mail.calendars)) {
    mail.kind = MailKind::message;
  } else if (auto report = find_report(fields, structure, {mail.from, mail.subject, mail.text})) {
    mail.kind = report->kind;
    mail.bounce = std::move(report->bounce);
    mail.is_bulk = true;
  } else if (is_generated(fields) && !mail.calendars.empty()) {
    mail.kind = MailKind::message;
  }
}

void read_body(const Fields& fields, std::string_view body, ReceivedMail& mail) {
  const auto structure = read_structure(fields, body);
  const auto set = [&](MailFault fault) {
    if (mail.fault == MailFault::none) mail.fault = fault;
  };
  set(structure.fault);
  mail.text = read_text(structure);
  const auto calendars = read_calendars(structure);
  mail.calendars = calendars.parts;
  read_kind(fields, structure, mail);
  if (mail.kind == MailKind::message) set(calendar_fault(structure, calendars, mail.text));
}

}  // namespace

ReceivedMail read_mail(std::string raw) {
  ReceivedMail mail;
  mail.raw = std::move(raw);
  const std::string_view text = mail.raw;
  const auto size = header_size(text.substr(0, kHeaderMax + 1));
  if (size > kHeaderMax) {
    mail.fault = MailFault::too_large;
    return mail;
  }
  const auto fields = read_fields(text.substr(0, size));
  if (fields.list.empty()) {
    mail.fault = MailFault::not_a_mail;
    return mail;
  }
  read_header(fields, mail);
  if (text.size() > kMailMax)
    mail.fault = MailFault::too_large;
  else
    read_body(fields, text.substr(size), mail);
  return mail;
}

}  // namespace citacal::mail
