#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "core/check.h"
#include "core/secret.h"
#include "core/text.h"
#include "mail/transport.h"

namespace citacal::mail {
namespace {

// A file descriptor that closes itself.
class File {
 public:
  File(const std::string& path, int flags)
      : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  bool is_open() const { return descriptor_ >= 0; }
  bool write(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto count = ::write(descriptor_, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }
  bool sync() { return ::fsync(descriptor_) == 0; }

 private:
  int descriptor_;
};

// The id of the message's Message-ID header, without <>; empty when there is none.
std::string_view message_id_of(std::string_view message) {
  for (std::size_t at = 0; at < message.size();) {
    const auto end = std::min(message.find('\n', at), message.size());
    const auto line = core::trim(message.substr(at, end - at));
    if (line.empty()) return {};  // the headers end
    constexpr std::string_view kName = "message-id:";
    if (core::equals_ignoring_case(line.substr(0, kName.size()), kName)) {
      const auto open = message.find('<', at), close = message.find('>', at);
      if (open == std::string_view::npos || close == std::string_view::npos || close < open)
        return {};
      return message.substr(open + 1, close - open - 1);
    }
    at = end + 1;
  }
  return {};
}

std::string file_name(std::string_view message) {
  const auto id = message_id_of(message);
  if (id.empty()) return core::sha256_hex(message);
  const bool plain =
      id.size() <= 200 && id.front() != '.' && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '-' || c == '_' || c == '@';
      });
  return plain ? std::string(id) : core::sha256_hex(id);
}

class Folder final : public Transport {
 public:
  explicit Folder(std::string folder) : folder_(std::move(folder)) {
    ::mkdir(folder_.c_str(), 0700);  // send() says what is wrong with it
  }

  domain::Attempt send(const std::string& from, const std::vector<std::string>& to,
                       const std::string& message) override {
    core::checked_address("from", from);
    for (const auto& one : to) core::checked_address("to", one);
    const auto name = file_name(message) + ".eml";
    const auto path = folder_ + "/" + name, unfinished = folder_ + "/." + name + ".part";
    if (write(unfinished, message) && ::rename(unfinished.c_str(), path.c_str()) == 0 &&
        sync_folder())
      return {domain::Delivery::accepted, path};
    const std::string reason = std::strerror(errno);
    ::unlink(unfinished.c_str());
    return {domain::Delivery::deferred, path + ": " + reason};
  }

 private:
  static bool write(const std::string& path, std::string_view bytes) {
    File file(path, O_WRONLY | O_CREAT | O_TRUNC);
    return file.is_open() && file.write(bytes) && file.sync();
  }
  bool sync_folder() const {
    File folder(folder_, O_RDONLY | O_DIRECTORY);
    return folder.is_open() && folder.sync();
  }

  std::string folder_;
};

}  // namespace

std::unique_ptr<Transport> folder_transport(std::string folder) {
  return std::make_unique<Folder>(std::move(folder));
}

}  // namespace citacal::mail
