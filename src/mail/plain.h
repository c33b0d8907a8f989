// Text of strangers as people may be shown it: without controls, without what reorders or breaks a
// line unseen, and not longer than asked. What comes out, core::checked_line and checked_text take.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace citacal::mail {

// One line, blanks single, at most `max` characters.
std::string one_line(std::string_view utf8, std::size_t max);
// Lines ended by LF, no more than one empty line in a row, at most `max` characters.
std::string plain_text(std::string_view utf8, std::size_t max);
// What a browser would show of the page, roughly, as lines; stops behind `max` octets of it.
// Linear.
std::string html_to_text(std::string_view html, std::size_t max);

}  // namespace citacal::mail
