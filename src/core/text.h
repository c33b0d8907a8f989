// Small, total functions on text. Case is ASCII only: no locale anywhere.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace citacal::core {

std::string_view trim(std::string_view text);  // ASCII blanks, both ends
std::string to_lower(std::string_view text);   // ASCII
std::string to_upper(std::string_view text);   // ASCII
bool equals_ignoring_case(std::string_view a, std::string_view b);
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);

bool is_utf8(std::string_view text);  // well-formed, RFC 3629 (no surrogates, no overlong)
std::size_t character_count(std::string_view utf8);  // code points; expects is_utf8

std::string windows_1252_to_utf8(std::string_view bytes);
// A stranger's words as one line of UTF-8 without controls, of at most `max` bytes.
std::string safe_line(std::string_view words, std::size_t max);

// For "did you mean": the candidate at the smallest edit distance, empty when none is near
// (distance over a third of the length; 1 for words under 4 letters, 2 for those under 9).
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

// Lower-case ASCII letters, digits and single dashes: "Redes y Wi-Fi S.A.S." gives
// "redes-y-wi-fi-s-a-s".
std::string slug(std::string_view utf8);

// All but the unreserved characters of RFC 3986 §2.3.
std::string percent_encoded(std::string_view text);
std::string json_quoted(std::string_view utf8);  // with the quotes, RFC 8259 §7
std::string xml_escaped(std::string_view utf8);  // also fit for HTML text and attributes

}  // namespace citacal::core
