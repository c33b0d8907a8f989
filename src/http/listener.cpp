#include "http/listener.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/error.h"
#include "http/origin.h"

namespace citacal::http {

namespace {

[[noreturn]] void fail(const std::string& where, const std::string& why) {
  throw core::Error(core::Code::unavailable, "listen",
                    {"No se puede escuchar en " + where + ": " + why + ".",
                     "Cannot listen on " + where + ": " + why + "."});
}

std::string address_of(const sockaddr_storage& peer) {
  char text[INET6_ADDRSTRLEN] = "";
  if (peer.ss_family == AF_INET6)
    inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6&>(peer).sin6_addr, text, sizeof text);
  else
    inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(peer).sin_addr, text, sizeof text);
  return normal_address(text);
}

void set(int descriptor, int level, int option) {
  const int on = 1;
  ::setsockopt(descriptor, level, option, &on, sizeof on);
}

}  // namespace

Listener::Listener(const std::string& host, std::uint16_t port, Gate gate)
    : gate_(std::move(gate)) {
  bind(host, port);
}

Listener::~Listener() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void Listener::bind(const std::string& host, std::uint16_t port) {
  const std::string where = host + " port " + std::to_string(port);
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int error = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
  if (error != 0) fail(where, ::gai_strerror(error));
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(found, ::freeaddrinfo);
  descriptor_ = ::socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor_ < 0) fail(where, std::strerror(errno));
  set(descriptor_, SOL_SOCKET, SO_REUSEADDR);
  set(descriptor_, IPPROTO_TCP, TCP_NODELAY);  // accepted sockets inherit it
  if (::bind(descriptor_, found->ai_addr, found->ai_addrlen) != 0 ||
      ::listen(descriptor_, SOMAXCONN) != 0) {
    const std::string why = std::strerror(errno);
    ::close(std::exchange(descriptor_, -1));
    fail(where, why);
  }
  sockaddr_storage own{};
  socklen_t size = sizeof own;
  ::getsockname(descriptor_, reinterpret_cast<sockaddr*>(&own), &size);
  port_ = ntohs(own.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(own).sin6_port
                                          : reinterpret_cast<sockaddr_in&>(own).sin_port);
}

void Listener::on_ready() {
  while (descriptor_ >= 0) {
    paused_ = !gate_.has_room();
    if (paused_) return;
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    const int descriptor = ::accept4(descriptor_, reinterpret_cast<sockaddr*>(&peer), &size,
                                     SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor >= 0) {
      gate_.admit(descriptor, address_of(peer));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      return;
    } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
      paused_ = true;  // trying at once would spin: the next tick does
      return;
    }  // any other error is of that one connection
  }
}

void Listener::tick() {
  if (paused_) on_ready();
}

void Listener::close() {
  on_ready();
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

}  // namespace citacal::http
