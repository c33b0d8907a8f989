#include "http/loop.h"

#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>

#include "core/error.h"

namespace citacal::http {

Loop::Loop(int tick_ms, std::function<void()> tick)
    : pause_(tick_ms),
      tick_(std::move(tick)),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLET;  // never read: each write is an edge
  event.data.ptr = nullptr;
  if (epoll_ < 0 || wake_ < 0 || ::epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_, &event) != 0)
    throw core::Error(core::Code::unavailable, "no-descriptors",
                      {"El sistema no da más descriptores: suba el límite (ulimit -n).",
                       "The system gives no more descriptors: raise the limit (ulimit -n)."});
}

Loop::~Loop() {
  stop();
  ::close(epoll_);
  ::close(wake_);
}

void Loop::start() {
  thread_ = std::thread([this] { run(); });
}

void Loop::stop() {
  post([this] { stop_ = true; });
  if (thread_.joinable()) thread_.join();
}

bool Loop::watch(int descriptor, Source& source) {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.ptr = &source;
  return ::epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) == 0;
}

void Loop::post(std::function<void()> work) {
  bool first;
  {
    const std::lock_guard lock(mutex_);
    first = posted_.empty();
    posted_.push_back(std::move(work));
  }
  if (!first) return;  // the one who posted the first has woken the loop
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(wake_, &one, sizeof one);
}

void Loop::run_posted() {
  std::vector<std::function<void()>> work;
  {
    const std::lock_guard lock(mutex_);
    work.swap(posted_);
  }
  for (auto& function : work) function();
}

void Loop::run() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
  using Clock = std::chrono::steady_clock;
  auto next_tick = Clock::now() + pause_;
  epoll_event events[256];
  while (!stop_) {
    const auto now = Clock::now();
    if (now >= next_tick) {
      tick_();
      next_tick = now + pause_;
    }
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(next_tick - now);
    const int n = ::epoll_wait(epoll_, events, 256, static_cast<int>(wait.count()));
    for (int i = 0; i < n; ++i)
      if (events[i].data.ptr != nullptr) static_cast<Source*>(events[i].data.ptr)->on_ready();
    run_posted();
  }
}

}  // namespace citacal::http
