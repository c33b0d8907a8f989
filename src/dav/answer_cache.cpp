#include "dav/answer_cache.h"

#include <deque>
#include <map>
#include <mutex>

namespace citacal::dav {

namespace {

constexpr std::size_t kLarge = 1024 * 1024;           // bytes from which an answer is kept
constexpr std::size_t kKeptBytes = 48 * 1024 * 1024;  // of all that are kept
constexpr std::size_t kKeptMost = 4;

using BodyPtr = std::shared_ptr<const core::Body>;

struct Slot {
  std::mutex composing;
  std::weak_ptr<const core::Body> body;
};

// One for the process: its keys hold the account's id, which no other office has.
class Answers {
 public:
  std::shared_ptr<Slot> slot(const AnswerKey& key) {
    const std::lock_guard lock(mutex_);
    auto& slot = slots_[key];
    if (!slot) slot = std::make_shared<Slot>();
    return slot;
  }

  void keep(const BodyPtr& body) {
    const std::lock_guard lock(mutex_);
    // Nobody asks for these now, and their bodies have been sent.
    std::erase_if(slots_, [](const auto& entry) {
      return entry.second.use_count() == 1 && entry.second->body.expired();
    });
    const auto size = body->bytes().size();
    if (size < kLarge || size > kKeptBytes) return;
    kept_.push_back(body);
    bytes_ += size;
    while (kept_.size() > kKeptMost || bytes_ > kKeptBytes) {
      bytes_ -= kept_.front()->bytes().size();
      kept_.pop_front();
    }
  }

 private:
  std::mutex mutex_;
  std::map<AnswerKey, std::shared_ptr<Slot>> slots_;
  std::deque<BodyPtr> kept_;  // the oldest first
  std::size_t bytes_ = 0;
};

Answers& answers() {
  static Answers all;
  return all;
}

}  // namespace

std::shared_ptr<const core::Body> shared_answer(const AnswerKey& key,
                                                const std::function<std::string()>& compose) {
  const auto slot = answers().slot(key);
  BodyPtr body;
  {
    const std::lock_guard lock(slot->composing);
    body = slot->body.lock();
    if (body) return body;
    body = std::make_shared<const core::Body>(compose());
    slot->body = body;
  }
  answers().keep(body);
  return body;
}

}  // namespace citacal::dav
