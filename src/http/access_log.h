// The access log: one JSON line a request, written in batches by a thread of its own, so that no
// request pays for a write. No secret reaches it: never the query, and a segment of the path that
// looks like an access token is masked where the handler did not say what to show.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace citacal::http {

struct Entry {
  std::string_view time;  // RFC 3339, UTC
  std::string_view peer;
  std::string_view login;  // left out where empty
  std::string_view method;
  std::string_view path;
  int status = 0;
  std::uint64_t bytes = 0;  // of the answer, that the kernel took
  std::int64_t duration_us = 0;
  std::string_view error;  // why it is a 5xx of ours; left out where empty
};

void print(std::string& out, const Entry& entry);  // appends the line with its line feed

// The path to show for `target`: without query, "{token}" for each segment that has the form of one
// of our tokens (43 characters of base64url or more), at most 1,000 bytes.
std::string shown_path(std::string_view target);

// Takes whole lines, one or more at once; on the log's thread.
using LogSink = std::function<void(std::string_view lines)>;

// Appends to a file, which is made with mode 0640. Throws Code::unavailable if it cannot be opened.
LogSink file_sink(const std::string& path);

class AccessLog {
 public:
  explicit AccessLog(LogSink sink);  // none: nothing is logged
  ~AccessLog();                      // writes what is left
  AccessLog(const AccessLog&) = delete;
  AccessLog& operator=(const AccessLog&) = delete;

  bool is_on() const { return static_cast<bool>(sink_); }
  void add(const Entry& entry);  // thread-safe, never waits for the sink
  void flush();                  // returns when all that was added before is with the sink

 private:
  void work();

  LogSink sink_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable written_;
  std::string lines_;
  std::uint64_t lost_ = 0;  // lines dropped because the sink is slower than the requests
  bool writing_ = false;
  bool hurry_ = false;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace citacal::http
