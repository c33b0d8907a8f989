#include "http/wire.h"

#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>

namespace citacal::http {

namespace {

class PlainWire final : public Wire {
 public:
  explicit PlainWire(int descriptor) : descriptor_(descriptor) {}
  ~PlainWire() override { ::close(descriptor_); }
  PlainWire(const PlainWire&) = delete;
  PlainWire& operator=(const PlainWire&) = delete;

  int descriptor() const override { return descriptor_; }

  Moved read(char* into, std::size_t size) override {
    const auto n = ::recv(descriptor_, into, size, 0);
    // A short read has emptied the socket: the edge of the next arrival will wake us.
    if (n > 0) return {static_cast<std::size_t>(n), static_cast<std::size_t>(n) == size, false};
    if (n == 0) return {0, false, true};
    return failed();
  }

  Moved write(std::string_view first, std::string_view second) override {
    iovec parts[2] = {{const_cast<char*>(first.data()), first.size()},
                      {const_cast<char*>(second.data()), second.size()}};
    msghdr message{};
    message.msg_iov = first.empty() ? parts + 1 : parts;
    message.msg_iovlen = first.empty() || second.empty() ? 1 : 2;
    const auto n = ::sendmsg(descriptor_, &message, MSG_NOSIGNAL);
    if (n >= 0) return {static_cast<std::size_t>(n), true, false};
    return failed();
  }

  void finish() override { ::shutdown(descriptor_, SHUT_WR); }

 private:
  static Moved failed() {
    if (errno == EINTR) return {0, true, false};
    return {0, false, errno != EAGAIN && errno != EWOULDBLOCK};
  }

  int descriptor_;
};

}  // namespace

std::unique_ptr<Wire> plain_wire(int descriptor) {
  return std::make_unique<PlainWire>(descriptor);
}

}  // namespace citacal::http
