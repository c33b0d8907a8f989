// One I/O thread: sockets that became ready, functions posted from other threads, and a tick.
// Edge-triggered epoll; a socket is registered once and costs no system call to wait for again.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace citacal::http {

class Loop {
 public:
  class Source {
   public:
    virtual ~Source() = default;
    virtual void on_ready() = 0;  // something can be read or written that could not before
  };

  // `tick` is called at least every `tick_ms` on the loop's thread. Throws Code::unavailable when
  // the system gives no descriptors.
  Loop(int tick_ms, std::function<void()> tick);
  ~Loop();  // stops
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  void start();
  void stop();  // returns when the thread has ended; what was posted and not run is dropped

  // On the loop's thread. The source must live until all events of this turn are handled: release
  // it by post(). Closing the descriptor ends the watch. False when the system refuses.
  bool watch(int descriptor, Source& source);

  void post(std::function<void()> work);  // any thread; in order

 private:
  void run();
  void run_posted();

  const std::chrono::milliseconds pause_;
  std::function<void()> tick_;
  int epoll_;
  int wake_;
  std::mutex mutex_;
  std::vector<std::function<void()>> posted_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace citacal::http
