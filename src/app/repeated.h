// A thread that does one job again and again. A job that fails is logged and tried again later; it
// never ends the service.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace citacal::app {

class Repeated {
 public:
  // `job` returns true to be called again at once, false after `pause`; one that failed waits 10 s
  // at least.
  Repeated(std::string name, std::chrono::milliseconds pause, std::function<bool()> job);
  ~Repeated();  // stops: waits for the job under way
  Repeated(const Repeated&) = delete;
  Repeated& operator=(const Repeated&) = delete;
  void stop();

 private:
  void run();
  bool attempt();  // false: failed

  const std::string name_;
  const std::chrono::milliseconds pause_;
  const std::function<bool()> job_;
  bool again_ = false;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace citacal::app
