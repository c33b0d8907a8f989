// What cpprestsdk's parser lets pass and RFC 8259 does not: comments, `01`, infinite numbers, odd
// blanks, invalid UTF-8. Text that passes here is safe to give to it.
#pragma once

#include <cstddef>
#include <string_view>

namespace citacal::core {

// Throws Code::invalid ("bad-json", with the offset) or too_large. `depth_max` nested brackets.
void guard_json(std::string_view text, std::size_t bytes_max, std::size_t depth_max);
[[noreturn]] void refuse_json(std::string_view es, std::string_view en);

}  // namespace citacal::core
