// A fixed number of threads that run jobs, in order of arrival, from a queue that is bounded.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace citacal::http {

class Workers {
 public:
  Workers(int threads, int queue);
  ~Workers();  // stops
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  bool push(std::function<void()> job);  // false: the queue is full, or stopped; jobs do not throw
  void stop();                           // drops what waits, returns when what runs has ended

 private:
  void work();

  const std::size_t queue_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> jobs_;
  bool stop_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace citacal::http
