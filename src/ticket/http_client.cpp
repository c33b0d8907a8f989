#include "ticket/http_client.h"

#include <cpprest/http_client.h>
#include <pplx/threadpool.h>

#include <algorithm>
#include <future>
#include <memory>
#include <mutex>
#include <optional>

#include "core/error.h"

namespace citacal::ticket {

namespace {

using web::http::http_response;
using web::http::client::http_client;
using Buffer = concurrency::streams::details::streambuf_state_manager<std::uint8_t>;

constexpr std::chrono::seconds kGraceToEnd{5};

[[noreturn]] void fail(const std::string& why) {
  throw core::Error(core::Code::unavailable, "ticket-system-unavailable",
                    {"El sistema de tiquetes no respondió: " + why + ".",
                     "The ticket system did not answer: " + why + "."});
}

// Where a body is put as it comes, up to kAnswerMax. What does not fit is refused as a failed task
// and never by a throw: that would end the process, as the library's own buffer does at a chunk
// whose size is given as -1.
class Body final : public Buffer {
 public:
  Body() : Buffer(std::ios_base::out) {}
  ~Body() override { Buffer::_close_write(); }
  std::string take() {
    const std::lock_guard lock(mutex_);
    return std::move(text_);
  }

 protected:
  pplx::task<std::size_t> _putn(const std::uint8_t* bytes, std::size_t count) override {
    const std::lock_guard lock(mutex_);
    if (count > kAnswerMax - text_.size())
      return pplx::task_from_exception<std::size_t>(
          std::runtime_error("the answer is over " + std::to_string(kAnswerMax) + " bytes"));
    text_.append(reinterpret_cast<const char*>(bytes), count);
    return pplx::task_from_result(count);
  }
  pplx::task<int_type> _putc(std::uint8_t byte) override {
    return _putn(&byte, 1).then([byte](std::size_t) { return static_cast<int_type>(byte); });
  }
  pplx::task<bool> _sync() override { return pplx::task_from_result(true); }
  std::uint8_t* _alloc(std::size_t) override { return nullptr; }
  void _commit(std::size_t) override {}

  // It is written to only.
  bool can_seek() const override { return false; }
  bool has_size() const override { return false; }
  std::size_t buffer_size(std::ios_base::openmode) const override { return 0; }
  void set_buffer_size(std::size_t, std::ios_base::openmode) override {}
  std::size_t in_avail() const override { return 0; }
  pos_type getpos(std::ios_base::openmode) const override { return kNowhere; }
  pos_type seekpos(pos_type, std::ios_base::openmode) override { return kNowhere; }
  pos_type seekoff(off_type, std::ios_base::seekdir, std::ios_base::openmode) override {
    return kNowhere;
  }
  bool acquire(std::uint8_t*&, std::size_t&) override { return false; }
  void release(std::uint8_t*, std::size_t) override {}
  pplx::task<int_type> _bumpc() override { return pplx::task_from_result(kEnd); }
  int_type _sbumpc() override { return kEnd; }
  pplx::task<int_type> _getc() override { return pplx::task_from_result(kEnd); }
  int_type _sgetc() override { return kEnd; }
  pplx::task<int_type> _nextc() override { return pplx::task_from_result(kEnd); }
  pplx::task<int_type> _ungetc() override { return pplx::task_from_result(kEnd); }
  pplx::task<std::size_t> _getn(std::uint8_t*, std::size_t) override {
    return pplx::task_from_result(std::size_t{0});
  }
  std::size_t _scopy(std::uint8_t*, std::size_t) override { return 0; }

 private:
  static inline const pos_type kNowhere{off_type{-1}};
  static inline const int_type kEnd = Buffer::traits::eof();
  std::mutex mutex_;
  std::string text_;
};

web::http::http_request to_request(const Call& call, const std::shared_ptr<Body>& body) {
  web::http::http_request request(call.method);
  for (const auto& [name, value] : call.headers) request.headers().add(name, value);
  if (!call.body.empty()) request.set_body(call.body, "application/json; charset=utf-8");
  request.headers()["Accept"] = "application/json";
  request.headers()["User-Agent"] = "citacal";
  request.set_response_stream(concurrency::streams::basic_ostream<std::uint8_t>(
      concurrency::streams::streambuf<std::uint8_t>(body)));
  return request;
}

// Waits for a task in the time that is left, and no longer; what goes on after it was cancelled has
// all that it needs in its own hands.
template <class T>
std::optional<T> await(const pplx::task<T>& task, std::chrono::steady_clock::time_point until,
                       pplx::cancellation_token_source& source) {
  const auto promise = std::make_shared<std::promise<T>>();
  auto done = promise->get_future();
  task.then([promise](pplx::task<T> ended) {
    try {
      promise->set_value(ended.get());
    } catch (...) {
      promise->set_exception(std::current_exception());
    }
  });
  if (done.wait_until(until) == std::future_status::ready) return done.get();
  source.cancel();
  done.wait_for(kGraceToEnd);
  return std::nullopt;
}

http_client client_for(const std::string& url, std::chrono::milliseconds timeout) {
  // One call at a time: the library would start forty threads.
  static std::once_flag once;
  std::call_once(once, [] { crossplat::threadpool::initialize_with_threads(2); });
  web::http::client::http_client_config config;
  config.set_max_redirects(0);
  config.set_timeout(timeout);
  return http_client(web::uri(url), config);
}

}  // namespace

Answer send(const Call& call, int timeout_ms) {
  const std::chrono::milliseconds timeout(timeout_ms);
  const auto until = std::chrono::steady_clock::now() + timeout;
  const auto body = std::make_shared<Body>();
  pplx::cancellation_token_source source;
  Answer answer;
  try {
    auto client = client_for(call.url, timeout);
    const auto response =
        await(client.request(to_request(call, body), source.get_token()), until, source);
    if (!response) fail("time-out");
    answer.status = response->status_code();
    try {
      if (!await(response->content_ready(), until, source)) answer.trouble = "time-out";
    } catch (const std::exception& error) {
      answer.trouble = error.what();
    }
  } catch (const core::Error&) {
    throw;
  } catch (const std::exception& error) {
    fail(error.what());
  }
  answer.body = body->take();
  return answer;
}

}  // namespace citacal::ticket
