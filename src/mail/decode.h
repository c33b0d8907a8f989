// What is encoded in a mail, decoded: words and parameters of its header fields, dates, the
// transfer encodings and charsets of its parts. The wall of GMime for what comes in. Nothing here
// throws for what stands in a mail, and each function is linear or given little.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/time.h"

namespace citacal::mail {

// Starts GMime, once, whoever comes first and from whichever thread.
void start_mime();

struct ContentType {
  std::string type = "text/plain";  // lower case: "text/calendar"
  std::string boundary;
  std::string charset;      // lower case
  std::string method;       // upper case (RFC 6047 §2.4); only letters, digits and dashes
  std::string report_type;  // lower case
  std::string name;         // a file's name, as old programs write it
  bool is_multipart() const { return type.starts_with("multipart/"); }
};

// RFC 2045 §5 and the parameters of RFC 2231. Empty, or no type: text/plain (§5.2).
ContentType read_content_type(std::string_view value);

struct Disposition {
  bool is_attachment = false;
  std::string file_name;
};
Disposition read_disposition(std::string_view value);  // RFC 2183

// Encoded words decoded (RFC 2047), octets that are none of ASCII as UTF-8 or Windows-1252.
std::string decoded_words(std::string_view value);

std::optional<core::Instant> parse_mail_date(
    std::string_view value);  // RFC 5322 §3.3, and sloppier

// RFC 2045 §6: base64, quoted-printable and uuencode; any other word leaves the octets as they are.
std::string decoded_transfer(std::string_view body, std::string_view encoding);

// Octets in the charset that they claim, as UTF-8: without a charset UTF-8, or else Windows-1252.
// An octet that the charset does not know makes it try UTF-8, as many write who say another.
// Nothing if it is neither, or a charset outside of the list that is safe to decode.
std::optional<std::string> to_utf8(std::string_view octets, std::string_view charset);

}  // namespace citacal::mail
