// The door's checks: every string from outside passes one of these once, and is then a value that
// the floors below trust. Each throws Code::invalid that names the field, or returns the clean
// value.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/error.h"

namespace citacal::core {

inline constexpr std::size_t kNameMax = 200;     // characters: names, subjects, places
inline constexpr std::size_t kTextMax = 8'000;   // characters: descriptions, conditions, findings
inline constexpr std::size_t kAddressMax = 254;  // bytes, RFC 5321 §4.5.3.1
inline constexpr std::size_t kUriMax = 2'048;    // bytes

// One line: trimmed, not empty, UTF-8, at most `max` characters, no control character.
std::string checked_line(std::string_view field, std::string_view value,
                         std::size_t max = kNameMax);
// The same, but may be empty.
std::string checked_optional_line(std::string_view field, std::string_view value,
                                  std::size_t max = kNameMax);
// Lines: CRLF and CR become LF; TAB allowed, other controls refused; may be empty.
std::string checked_text(std::string_view field, std::string_view value,
                         std::size_t max = kTextMax);
// An addr-spec in ASCII that is safe in SMTP, mail headers and iCalendar (a dot-atom local part and
// a host name; RFC 5321 §4.1.2 without quoted strings and literals). The domain is lower-cased.
std::string checked_address(std::string_view field, std::string_view value);
// An absolute URI that is safe in iCalendar (facts of RFC 3986): scheme, at most kUriMax bytes, no
// blank, control or one of "<>\^`{}| , "%" only before two hex digits, a host after http(s)://.
// Refused, never repaired. Schemes: http, https, mailto, tel.
std::string checked_uri(std::string_view field, std::string_view value);

// Throws Code::invalid with condition `condition` for `field`.
[[noreturn]] void refuse(std::string_view field, std::string condition, Phrase message);

}  // namespace citacal::core
