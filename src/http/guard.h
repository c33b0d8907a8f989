// The rules that keep two readers of one byte stream from seeing two different requests (request
// smuggling, RFC 9112 §11.2). Pure: they look at bytes and fields and touch no socket.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "core/exchange.h"
#include "http/refusal.h"

namespace citacal::http {

inline constexpr std::size_t kFieldsMax = 100;

// How many bytes of empty lines stand before the request line (RFC 9112 §2.2: skipped).
std::size_t leading_blank_lines(std::string_view bytes);

// The head as sent, from the request line to the empty line: refuses (400) NUL and every control
// but TAB, CR or LF alone, folded lines, a blank before the colon, over kFieldsMax lines (431).
std::optional<Refusal> check_octets(std::string_view head);

// The fields that decide where the request ends and whom it is for: exactly one well-formed Host
// (RFC 9112 §3.2; may lack in HTTP/1.0), at most one Content-Length of digits only, no
// Transfer-Encoding but "chunked", never both, and no Expect but 100-continue (417).
std::optional<Refusal> check_framing(const core::Headers& headers, bool http_1_0);

// RFC 9112 §3.2.2: an absolute-form target becomes origin-form, and its authority the Host.
void use_absolute_form(core::Request& request);

}  // namespace citacal::http
