#include "service/virus_scan.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "core/error.h"
#include "core/text.h"

namespace citacal::service {

namespace {

using Time = std::chrono::steady_clock;  // of a wait, not of anything that is kept

constexpr std::size_t kChunk = 64 * 1024;
constexpr std::size_t kReplyMax = 1'024;
constexpr std::size_t kNameMax = 120;  // bytes of a signature's name
constexpr int kRetryAfterS = 60;

[[noreturn]] void give_up(const std::string& why) {
  core::Error error(core::Code::unavailable, "scanner-unavailable",
                    {"No se pudo revisar si el archivo trae virus, y por eso no se guardó; envíelo "
                     "de nuevo más tarde.",
                     "The file could not be looked at for viruses, and so it was not stored; send "
                     "it again later."});
  error.retry_after_s = kRetryAfterS;
  error.log = "clamd: " + why;
  throw error;
}

[[noreturn]] void give_up_of(const char* doing) {
  give_up(std::string(doing) + ": " + std::strerror(errno));
}

class Connection {
 public:
  Connection(const std::string& path, int timeout_s)
      : until_(Time::now() + std::chrono::seconds(timeout_s)),
        fd_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
    if (fd_ < 0) give_up_of("socket");
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const bool fits = path.size() < sizeof address.sun_path;
    if (fits) std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    const auto* where = reinterpret_cast<const sockaddr*>(&address);
    if (!fits || ::connect(fd_, where, sizeof address) != 0) {
      if (!fits) errno = ENAMETOOLONG;
      const int failure = errno;
      ::close(fd_);
      errno = failure;
      give_up_of(path.c_str());
    }
  }
  ~Connection() { ::close(fd_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // False where the other side has hung up: it may have said why.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent > 0) {
        bytes.remove_prefix(static_cast<std::size_t>(sent));
      } else if (errno == EPIPE || errno == ECONNRESET) {
        return false;
      } else {
        wait(POLLOUT, "send");
      }
    }
    return true;
  }

  // Up to a NUL or the end.
  std::string receive() {
    std::string reply;
    while (reply.size() < kReplyMax) {
      char bytes[256];
      const auto count = ::recv(fd_, bytes, sizeof bytes, 0);
      if (count == 0) break;
      if (count < 0) {
        wait(POLLIN, "recv");
        continue;
      }
      reply.append(bytes, static_cast<std::size_t>(count));
      if (const auto end = reply.find('\0'); end != std::string::npos) return reply.substr(0, end);
    }
    return reply;
  }

 private:
  void wait(short what, const char* doing) {
    if (errno == EINTR) return;
    if (errno != EAGAIN) give_up_of(doing);
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until_ - Time::now()).count();
    pollfd one{fd_, what, 0};
    if (left <= 0 || ::poll(&one, 1, static_cast<int>(left)) == 0)
      give_up(std::string(doing) + ": no answer in time");
  }

  Time::time_point until_;
  int fd_;
};

std::string length_of(std::size_t size) {  // four bytes, the highest first
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(size >> shift & 0xFF);
  return out;
}

bool send_all(Connection& clamd, std::string_view bytes) {
  if (!clamd.send(std::string_view("zINSTREAM\0", 10))) return false;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), kChunk))) {
    const auto chunk = bytes.substr(0, kChunk);
    if (!clamd.send(length_of(chunk.size())) || !clamd.send(chunk)) return false;
  }
  return clamd.send(length_of(0));
}

}  // namespace

std::optional<std::string> find_virus(const std::string& socket, int timeout_s,
                                      std::string_view bytes) {
  constexpr std::string_view kHead = "stream: ", kFound = " FOUND";
  Connection clamd(socket, timeout_s);
  const bool is_sent = send_all(clamd, bytes);
  const auto reply = clamd.receive();
  if (is_sent && reply == "stream: OK") return std::nullopt;
  if (reply.starts_with(kHead) && reply.ends_with(kFound) &&
      reply.size() > kHead.size() + kFound.size())
    return core::safe_line(
        std::string_view(reply).substr(kHead.size(), reply.size() - kHead.size() - kFound.size()),
        kNameMax);
  give_up("it said \"" + core::safe_line(reply, kReplyMax) + "\"");
}

}  // namespace citacal::service
