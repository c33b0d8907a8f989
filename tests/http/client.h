// A raw client for the tests of the transport: BSD sockets, no library, so that it can send what no
// library would.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

namespace citacal::http::test {

struct Reply {
  int status = 0;  // 0: the connection ended before a whole head
  std::string head;
  std::string body;
  bool has(std::string_view text) const { return head.find(text) != std::string::npos; }
};

class Client {
 public:
  explicit Client(std::uint16_t port, int receive_buffer = 0) {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (receive_buffer > 0)
      ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  explicit Client(const sockaddr_in6& address) {
    socket_ = ::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    connected_ =
        ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  bool connected() const { return connected_; }
  int descriptor() const { return socket_; }

  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto n = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }

  // One answer; `head_only` for the answer to a HEAD. 1xx answers are answers.
  Reply receive(bool head_only = false) {
    Reply reply;
    std::size_t end;
    while ((end = in_.find("\r\n\r\n")) == std::string::npos)
      if (!more()) return reply;
    reply.head = in_.substr(0, end + 4);
    in_.erase(0, end + 4);
    reply.status = std::atoi(reply.head.c_str() + 9);
    const auto at = reply.head.find("\r\nContent-Length: ");
    if (head_only || at == std::string::npos) return reply;
    const auto size = static_cast<std::size_t>(std::atoll(reply.head.c_str() + at + 18));
    while (in_.size() < size)
      if (!more()) break;
    reply.body = in_.substr(0, size);
    in_.erase(0, size);
    return reply;
  }

  Reply ask(std::string_view bytes) { return send(bytes) ? receive() : Reply{}; }

  // Whether the server ends the connection within `time`, with nothing more said.
  bool is_closed_within(std::chrono::milliseconds time) {
    const auto end = std::chrono::steady_clock::now() + time;
    while (in_.empty()) {
      const auto left =
          std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
      pollfd wanted{socket_, POLLIN, 0};
      if (left.count() <= 0 || ::poll(&wanted, 1, static_cast<int>(left.count())) <= 0)
        return false;
      if (!more()) return true;
    }
    return false;
  }

 private:
  bool more() {
    pollfd wanted{socket_, POLLIN, 0};
    if (::poll(&wanted, 1, 5'000) <= 0) return false;
    char bytes[64 * 1024];
    const auto n = ::recv(socket_, bytes, sizeof bytes, 0);
    if (n <= 0) return false;
    in_.append(bytes, static_cast<std::size_t>(n));
    return true;
  }

  int socket_ = -1;
  bool connected_ = false;
  std::string in_;
};

}  // namespace citacal::http::test
