#include "dav/answer_cache.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>
#include <vector>

using namespace citacal;

namespace {

// Keys that no other test has.
dav::AnswerKey key(const std::string& caller, std::int64_t revision = 1) {
  return {caller, "agenda", revision, "listing"};
}

constexpr std::size_t kLarge = 2 * 1024 * 1024;

}  // namespace

TEST_CASE("a large answer is composed once for each revision, and kept") {
  int composed = 0;
  const auto ask = [&](std::int64_t revision) {
    return dav::shared_answer(key("large", revision), [&] {
      ++composed;
      return std::string(kLarge, 'x');
    });
  };
  const auto first = ask(1).get();
  CHECK(ask(1).get() == first);
  CHECK(composed == 1);
  ask(2);
  CHECK(composed == 2);
  // Only the last few are kept.
  for (int revision = 3; revision < 10; ++revision) ask(revision);
  ask(1);
  CHECK(composed == 10);
}

TEST_CASE("a small answer is shared only while somebody holds it") {
  int composed = 0;
  const auto ask = [&] {
    return dav::shared_answer(key("small"), [&] {
      ++composed;
      return std::string("x");
    });
  };
  const auto held = ask();
  CHECK(ask() == held);
  CHECK(composed == 1);
  ask();
  CHECK(composed == 1);
}

TEST_CASE("who asks while an answer is being composed waits for it") {
  std::atomic<int> composed{0}, same{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      const auto body = dav::shared_answer(key("threads"), [&] {
        ++composed;
        return std::string(kLarge, 'y');
      });
      same += body->bytes().size() == kLarge;
    });
  for (auto& thread : threads) thread.join();
  CHECK(composed == 1);
  CHECK(same == 4);
}

TEST_CASE("what goes wrong in composing ends that call, and the next one composes") {
  CHECK_THROWS_AS(
      dav::shared_answer(key("throws"), []() -> std::string { throw std::runtime_error("no"); }),
      std::runtime_error);
  CHECK(dav::shared_answer(key("throws"), [] { return std::string("x"); })->bytes() == "x");
}
