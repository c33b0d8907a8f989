#include "mail/mime.h"

#include <gmime/gmime.h>

#include <algorithm>
#include <memory>
#include <string_view>

#include "core/check.h"
#include "core/error.h"
#include "core/secret.h"
#include "core/text.h"
#include "mail/decode.h"

namespace citacal::mail {
namespace {

struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};
template <class Object>
using Ref = std::unique_ptr<Object, Unref>;

struct FreeFormat {
  void operator()(GMimeFormatOptions* format) const { g_mime_format_options_free(format); }
};
struct UnrefDate {
  void operator()(GDateTime* date) const { g_date_time_unref(date); }
};
struct UnrefZone {
  void operator()(GTimeZone* zone) const { g_time_zone_unref(zone); }
};

// What goes into one header: controls become blanks, so that no text can begin another header, and
// "=?" becomes "= ?", so that no text is decoded as if it were an encoded word (RFC 2047 §2).
std::string header_text(std::string_view text) {
  std::string line;
  for (const char c : core::trim(text)) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '?' && line.ends_with('=')) line += ' ';
    line += byte < 0x20 || byte == 0x7F ? ' ' : c;
  }
  return line;
}

bool is_message_id(std::string_view id) {
  const auto at = id.find('@');
  const bool printable = std::all_of(id.begin(), id.end(), [](unsigned char c) {
    return c > 0x20 && c < 0x7F && c != '<' && c != '>';
  });
  return printable && id.size() <= 250 && at != std::string_view::npos && at > 0 &&
         at + 1 < id.size() && id.find('@', at + 1) == std::string_view::npos;
}

bool has_method(std::string_view calendar, std::string_view method) {
  for (auto line : core::split(calendar, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with("METHOD:")) return line.substr(7) == method;
  }
  return false;
}

void check(const domain::Letter& letter) {
  if (!is_message_id(letter.message_id))
    core::refuse("message_id", "letter-message-id",
                 {"debe tener la forma izquierda@derecha", "must be of the form left@right"});
  if (letter.calendar.empty()) return;
  constexpr std::string_view kMethods[] = {"REQUEST", "CANCEL", "PUBLISH", "DECLINECOUNTER"};
  if (std::find(std::begin(kMethods), std::end(kMethods), letter.method) == std::end(kMethods))
    core::refuse("method", "letter-method",
                 {"debe ser REQUEST, CANCEL, PUBLISH o DECLINECOUNTER",
                  "must be REQUEST, CANCEL, PUBLISH or DECLINECOUNTER"});
  if (!has_method(letter.calendar, letter.method))
    core::refuse("method", "letter-method",
                 {"debe ser el METHOD de su calendario", "must be the METHOD of its calendar"});
}

// `line` as HTML, with its web addresses as links.
std::string html_line(std::string_view line) {
  std::string html;
  while (!line.empty()) {
    const auto start = std::min(line.find("https://"), line.find("http://"));
    html += core::xml_escaped(line.substr(0, start));
    if (start == std::string_view::npos) break;
    line.remove_prefix(start);
    auto link = line.substr(0, line.find_first_of(" \t<>\"'"));
    while (!link.empty() && std::string_view(".,;:!?)").find(link.back()) != std::string_view::npos)
      link.remove_suffix(1);
    const auto target = core::xml_escaped(link);
    html += "<a href=\"" + target + "\">" + target + "</a>";
    line.remove_prefix(link.size());
  }
  return html;
}

std::string to_html(std::string_view subject, std::string_view text) {
  std::string html =
      "<!DOCTYPE html>\n<html lang=\"es\">\n<head><meta charset=\"utf-8\"><title>" +
      core::xml_escaped(header_text(subject)) +
      "</title></head>\n<body style=\"font-family: sans-serif; line-height: 1.4\">\n";
  bool open = false;  // a paragraph
  for (const auto line : core::split(text, '\n')) {
    const auto content = core::trim(line);
    if (content.empty()) {
      if (open) html += "</p>\n";
      open = false;
      continue;
    }
    html += open ? "<br>\n" : "<p>";
    html += html_line(content);
    open = true;
  }
  if (open) html += "</p>\n";
  return html + "</body>\n</html>\n";
}

Ref<GMimePart> make_part(const char* type, const char* subtype, std::string_view bytes,
                         GMimeContentEncoding encoding) {
  Ref<GMimePart> part(g_mime_part_new_with_type(type, subtype));
  const Ref<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size()));
  const Ref<GMimeDataWrapper> content(
      g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT));
  g_mime_part_set_content(part.get(), content.get());
  g_mime_part_set_content_encoding(part.get(), encoding);
  return part;
}

void set_parameter(GMimePart* part, const char* name, const char* value) {
  g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), name, value);
}

Ref<GMimePart> make_text(const char* subtype, std::string_view text) {
  auto part = make_part("text", subtype, text, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  set_parameter(part.get(), "charset", "utf-8");
  return part;
}

// The part that makes the mail an invitation: method= wins over METHOD in Thunderbird, and without
// it Outlook shows no buttons.
Ref<GMimePart> make_calendar(const domain::Letter& letter) {
  auto part = make_part("text", "calendar", letter.calendar, GMIME_CONTENT_ENCODING_BASE64);
  set_parameter(part.get(), "charset", "utf-8");
  set_parameter(part.get(), "method", letter.method.c_str());
  return part;
}

Ref<GMimePart> make_attachment(const domain::Letter& letter) {
  auto part = make_part("application", "ics", letter.calendar, GMIME_CONTENT_ENCODING_BASE64);
  g_mime_object_set_disposition(GMIME_OBJECT(part.get()), GMIME_DISPOSITION_ATTACHMENT);
  g_mime_part_set_filename(part.get(), "invite.ics");
  return part;
}

// A boundary that is made of the message id, for GMime's own are random.
Ref<GMimeMultipart> make_multipart(const char* subtype, const domain::Letter& letter) {
  Ref<GMimeMultipart> multipart(g_mime_multipart_new_with_subtype(subtype));
  const auto digest = core::sha256_hex(std::string(subtype) + " " + letter.message_id);
  g_mime_multipart_set_boundary(multipart.get(), ("=-" + digest.substr(0, 32)).c_str());
  return multipart;
}

void add(const Ref<GMimeMultipart>& multipart, const auto& part) {
  g_mime_multipart_add(multipart.get(), GMIME_OBJECT(part.get()));
}

Ref<GMimeMultipart> make_body(const domain::Letter& letter) {
  auto alternative = make_multipart("alternative", letter);
  add(alternative, make_text("plain", letter.text));
  add(alternative, make_text("html", to_html(letter.subject, letter.text)));
  if (letter.calendar.empty()) return alternative;
  add(alternative, make_calendar(letter));
  auto mixed = make_multipart("mixed", letter);
  add(mixed, alternative);
  add(mixed, make_attachment(letter));
  return mixed;
}

void set_address(GMimeMessage* message, GMimeAddressType type, std::string_view field,
                 std::string_view name, std::string_view address) {
  const auto checked = core::checked_address(field, address);
  const auto shown = header_text(name);
  const Ref<InternetAddress> mailbox(
      internet_address_mailbox_new(shown.empty() ? nullptr : shown.c_str(), checked.c_str()));
  internet_address_set_charset(mailbox.get(), "UTF-8");
  internet_address_list_add(g_mime_message_get_addresses(message, type), mailbox.get());
}

void set_date(GMimeMessage* message, core::Instant date) {
  const std::unique_ptr<GTimeZone, UnrefZone> zone(
      g_time_zone_new_offset(static_cast<gint32>(core::Seconds(core::kLegalOffset).count())));
  const std::unique_ptr<GDateTime, UnrefDate> utc(
      g_date_time_new_from_unix_utc(date.time_since_epoch().count()));
  const std::unique_ptr<GDateTime, UnrefDate> local(g_date_time_to_timezone(utc.get(), zone.get()));
  g_mime_message_set_date(message, local.get());
}

void set_headers(GMimeMessage* message, const domain::Letter& letter,
                 const domain::Institute& institute, core::Instant date) {
  set_address(message, GMIME_ADDRESS_TYPE_FROM, "organizer", institute.organizer_name,
              institute.organizer);
  set_address(message, GMIME_ADDRESS_TYPE_REPLY_TO, "organizer", institute.organizer_name,
              letter.reply_to.empty() ? institute.organizer : letter.reply_to);
  set_address(message, GMIME_ADDRESS_TYPE_TO, "to", letter.to_name, letter.to);
  g_mime_message_set_subject(message, header_text(letter.subject).c_str(), "UTF-8");
  set_date(message, date);
  g_mime_message_set_message_id(message, letter.message_id.c_str());
  const auto set = [&](const char* name, const char* value) {
    g_mime_object_set_header(GMIME_OBJECT(message), name, value, nullptr);
  };
  // All letters of a case are one thread.
  if (!letter.request.empty())
    set("References", ("<" + letter.request + "@" + institute.uid_host + ">").c_str());
  set("Auto-Submitted", "auto-generated");  // RFC 3834 §5
  // Exchange: no out-of-office and no automatic answers; "All" would also stop the answers to the
  // invitation.
  set("X-Auto-Response-Suppress", "OOF, AutoReply");
  set("Content-Language", "es");
  set("MIME-Version", "1.0");
}

}  // namespace

std::string print_mail(const domain::Letter& letter, const domain::Institute& institute,
                       core::Instant date) {
  start_mime();
  check(letter);
  const Ref<GMimeMessage> message(g_mime_message_new(FALSE));
  set_headers(message.get(), letter, institute, date);
  const auto body = make_body(letter);
  g_mime_message_set_mime_part(message.get(), GMIME_OBJECT(body.get()));

  const std::unique_ptr<GMimeFormatOptions, FreeFormat> format(g_mime_format_options_new());
  g_mime_format_options_set_newline_format(format.get(), GMIME_NEWLINE_FORMAT_DOS);
  const Ref<GMimeStream> stream(g_mime_stream_mem_new());
  core::expects(
      g_mime_object_write_to_stream(GMIME_OBJECT(message.get()), format.get(), stream.get()) > 0,
      "GMime writes the message");
  const auto* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream.get()));
  return std::string(reinterpret_cast<const char*>(bytes->data), bytes->len);
}

}  // namespace citacal::mail
