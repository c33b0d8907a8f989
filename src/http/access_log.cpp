#include "http/access_log.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <memory>

#include "core/error.h"
#include "core/text.h"

namespace citacal::http {

namespace {

constexpr std::size_t kBufferMax = 8 * 1024 * 1024;
constexpr std::size_t kBatch = 256 * 1024;  // bytes that wake the writer at once
constexpr std::chrono::milliseconds kPause{200};

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; });
}

void field(std::string& out, std::string_view name, std::string_view text) {
  out.append(",\"").append(name).append("\":");
  if (is_plain(text)) {
    out.append(1, '"').append(text).append(1, '"');
  } else {
    out.append(core::json_quoted(core::is_utf8(text) ? text : "(not UTF-8)"));
  }
}

bool is_token(std::string_view segment) {
  constexpr std::size_t kTokenSize = 43;  // core::random_token
  return segment.size() >= kTokenSize &&
         std::all_of(segment.begin(), segment.begin() + kTokenSize, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '_' || c == '%';
         });
}

struct File {
  int descriptor;
  explicit File(int d) : descriptor(d) {}
  ~File() { ::close(descriptor); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
};

}  // namespace

void print(std::string& out, const Entry& entry) {
  out.append("{\"time\":\"").append(entry.time).append(1, '"');
  field(out, "peer", entry.peer);
  if (!entry.login.empty()) field(out, "login", entry.login);
  field(out, "method", entry.method);
  field(out, "path", entry.path);
  out.append(",\"status\":").append(std::to_string(entry.status));
  out.append(",\"bytes\":").append(std::to_string(entry.bytes));
  out.append(",\"duration_us\":").append(std::to_string(entry.duration_us));
  if (!entry.error.empty()) field(out, "error", entry.error);
  out.append("}\n");
}

std::string shown_path(std::string_view target) {
  constexpr std::size_t kShownMax = 1'000;
  std::string out;
  target = target.substr(0, target.find('?')).substr(0, kShownMax);
  bool first = true;
  for (const auto segment : core::split(target, '/')) {
    if (!first) out += '/';
    first = false;
    out += is_token(segment) ? std::string_view("{token}") : segment;
  }
  return out;
}

LogSink file_sink(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
  if (descriptor < 0) {
    const std::string why = path + ": " + std::strerror(errno);
    throw core::Error(core::Code::unavailable, "access-log",
                      {"No se puede abrir el registro de accesos " + why + ".",
                       "The access log cannot be opened: " + why + "."});
  }
  const auto file = std::make_shared<File>(descriptor);
  return [file](std::string_view lines) {
    while (!lines.empty()) {
      const auto n = ::write(file->descriptor, lines.data(), lines.size());
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) return;  // a full disk must not stop the service
      lines.remove_prefix(static_cast<std::size_t>(n));
    }
  };
}

AccessLog::AccessLog(LogSink sink) : sink_(std::move(sink)) {
  if (sink_) thread_ = std::thread([this] { work(); });
}

AccessLog::~AccessLog() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void AccessLog::add(const Entry& entry) {
  if (!sink_) return;
  const std::lock_guard lock(mutex_);
  if (lines_.size() > kBufferMax) {
    ++lost_;
    return;
  }
  print(lines_, entry);
  if (lines_.size() > kBatch && !hurry_) {
    hurry_ = true;
    wake_.notify_one();
  }
}

void AccessLog::flush() {
  if (!sink_) return;
  std::unique_lock lock(mutex_);
  hurry_ = true;
  wake_.notify_one();
  written_.wait(lock, [&] { return lines_.empty() && !writing_; });
}

void AccessLog::work() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
  std::string batch;
  std::unique_lock lock(mutex_);
  while (!stop_ || !lines_.empty()) {
    wake_.wait_for(lock, kPause, [&] { return stop_ || hurry_; });
    hurry_ = false;
    batch.clear();
    std::swap(batch, lines_);
    if (lost_ > 0) batch += "{\"lost_lines\":" + std::to_string(lost_) + "}\n";
    lost_ = 0;
    writing_ = true;
    lock.unlock();
    try {
      if (!batch.empty()) sink_(batch);
    } catch (...) {
      // The log of a request must not end the service that answers it.
    }
    lock.lock();
    writing_ = false;
    written_.notify_all();
  }
}

}  // namespace citacal::http
