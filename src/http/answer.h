// From a handler's Response to the bytes of an HTTP/1.1 answer: coding, Vary, entity tag, lengths.
// Pure; the body is shared, never copied.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/exchange.h"

namespace citacal::http {

struct Answer {
  std::string head;                        // status line and fields with the empty line
  std::shared_ptr<const core::Body> body;  // keeps `payload` alive
  std::string_view payload;                // follows the head; empty for HEAD, 204 and 304
  bool close = false;                      // the connection ends with it
};

// How the connection stands when an answer is composed.
struct Terms {
  bool close = false;  // say and do "Connection: close"
  bool http_1_0 = false;
  std::string_view date;  // RFC 9110 §5.6.7
};

// Whether compose() would compress: the client takes gzip, the body is worth it, and its gzip form
// is not made yet. Compressing is for a worker, never for an I/O thread.
bool needs_gzip(const core::Request& request, const core::Response& response);

// Makes and keeps the gzip form of the response's body.
void make_gzip(const core::Response& response);

// The gzip form is used where the client takes it and it is made already (make_gzip). An answer
// without body (304) bears the entity tag that the 200 would bear.
// Throws Code::internal if a header of the handler could split the answer (CR, LF, NUL, bad name).
Answer compose(const core::Request& request, const core::Response& response, const Terms& terms);

}  // namespace citacal::http
