// Text compared as Unicode has it (RFC 5051): the wall of ICU's normalisation.
#pragma once

#include <string>
#include <string_view>

namespace citacal::ical {

// The UTF-8 text as i;unicode-casemap compares it: case folded, compatibility decomposed (NFKD).
std::string unicode_folded(std::string_view utf8);
// The same without marks: "Lucía" and "LUCIA" are one. For names that persons look for.
std::string without_marks(std::string_view utf8);

}  // namespace citacal::ical
