// A connected socket that never waits. The plain one is here, the one under TLS in tls.h; the
// connection knows no difference.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

namespace citacal::http {

struct Moved {
  std::size_t bytes = 0;
  bool more = false;    // trying again at once may move more; otherwise the loop will tell
  bool closed = false;  // the peer is gone, or the stream is broken
};

class Wire {
 public:
  virtual ~Wire() = default;  // closes the socket
  virtual int descriptor() const = 0;
  virtual Moved read(char* into, std::size_t size) = 0;
  virtual Moved write(std::string_view first, std::string_view second) = 0;  // one gather write
  virtual void finish() = 0;  // nothing more will be written
};

std::unique_ptr<Wire> plain_wire(int descriptor);

}  // namespace citacal::http
