// Large answers that several ask for at the same time: one is written, and all are sent it, as long
// as it is being sent; the last few large ones are kept for longer. Thread-safe.
#pragma once

#include <functional>
#include <memory>

#include "core/exchange.h"
#include "core/id.h"

namespace citacal::dav {

struct AnswerKey {
  core::Id caller;            // the account: what is seen depends on it, and it is unique
  std::string calendar;       // what its objects are stored under,
  std::int64_t revision = 0;  // and at which revision they were read
  std::string digest;         // of all else that decides what is written
  auto operator<=>(const AnswerKey&) const = default;
};

// What `compose` writes, or wrote before for the same key. For one key it runs once at a time: who
// comes meanwhile waits for what it writes. What it throws ends only the call that ran it.
std::shared_ptr<const core::Body> shared_answer(const AnswerKey& key,
                                                const std::function<std::string()>& compose);

}  // namespace citacal::dav
