#include "app/repeated.h"

#include <algorithm>

#include "app/report.h"

namespace citacal::app {

namespace {
constexpr std::chrono::milliseconds kPauseAfterFailure{10'000};
}  // namespace

Repeated::Repeated(std::string name, std::chrono::milliseconds pause, std::function<bool()> job)
    : name_(std::move(name)), pause_(pause), job_(std::move(job)), thread_([this] { run(); }) {}

Repeated::~Repeated() {
  stop();
}

void Repeated::stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Repeated::run() {
  std::unique_lock lock(mutex_);
  while (!stop_) {
    lock.unlock();
    const bool good = attempt();
    lock.lock();
    if (good && again_) continue;
    wake_.wait_for(lock, good ? pause_ : std::max(pause_, kPauseAfterFailure),
                   [&] { return stop_; });
  }
}

bool Repeated::attempt() {
  try {
    again_ = job_();
    return true;
  } catch (const core::Error& error) {
    log_line("error", name_, error.logged());
  } catch (const std::exception& error) {
    log_line("error", name_, error.what());
  }
  return false;
}

}  // namespace citacal::app
