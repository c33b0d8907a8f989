// One call to the server of a ticket system, at an address that the operator has configured and
// nobody else: certificates and names are verified, redirects are not followed (they would carry
// the secret elsewhere), one time limit holds for the whole, and of the answer no more than
// kAnswerMax is kept. Two things are not bounded but by the time limit, since cpprestsdk reads them
// whole: the answer's headers, and one chunk of a chunked answer.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace citacal::ticket {

inline constexpr std::size_t kAnswerMax = 1024 * 1024;  // bytes of an answer's body

using Header = std::pair<std::string, std::string>;

struct Call {
  std::string method;  // GET, POST
  std::string url;     // absolute, percent-encoded
  std::vector<Header> headers;
  std::string body;  // JSON; empty: none
};

struct Answer {
  int status = 0;
  std::string body;
  std::string trouble;  // why the body could not be read to its end; empty: it was
};

// Throws core::Error unavailable, in one line that says why, where no status came: no connection, a
// certificate that is not to be trusted, no answer in time. Each call is a connection of its own:
// what cpprestsdk does with a connection that closed meanwhile is to send the call once more.
Answer send(const Call& call, int timeout_ms);

}  // namespace citacal::ticket
