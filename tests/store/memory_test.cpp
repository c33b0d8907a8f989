#include <catch2/catch.hpp>
#include <cstdlib>
#include <new>
#include <utility>

#include "sample.h"

namespace {

thread_local int failing_at = 0;  // the allocation of this thread that fails, once; 0: none

void* allocate(std::size_t size) {
  if (failing_at > 0 && --failing_at == 0) throw std::bad_alloc();
  if (void* memory = std::malloc(size > 0 ? size : 1)) return memory;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) {
  return allocate(size);
}
void* operator new[](std::size_t size) {
  return allocate(size);
}
// The sanitizers have their own of these, which would not go with our delete.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return std::malloc(size == 0 ? 1 : size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return std::malloc(size == 0 ? 1 : size);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, const std::nothrow_t&) noexcept {
  std::free(memory);
}

namespace citacal::store {
namespace {

// A write whose nth allocation fails (0: none); whether it was confirmed. `nth` is 0 afterwards if
// it came to that allocation.
bool commit_one(Database& database, const domain::Person& person, int& nth) {
  bool is_confirmed = false;
  failing_at = nth;
  try {
    const auto tx = database.write();
    save(*tx, person);
    tx->commit();
    is_confirmed = true;
  } catch (const std::exception&) {
  }
  nth = std::exchange(failing_at, 0);
  return is_confirmed;
}

TEST_CASE("who runs out of memory gives up the turn to write, and nothing is confirmed falsely") {
  const auto first = a_person("first"), second = a_person("second");
  int refused = 0;
  for (int at = 1, left = 0; left == 0; ++at) {
    INFO("allocation " << at);
    const auto database = open({.url = "sqlite::memory:", .patience_ms = 100});
    left = at;
    const bool is_confirmed = commit_one(*database, first, left);
    if (!is_confirmed) ++refused;
    int none = 0;
    REQUIRE(commit_one(*database, second, none));
    CHECK(list_persons(*database->read()).size() == (is_confirmed ? 2 : 1));
  }
  CHECK(refused > 10);
}

}  // namespace
}  // namespace citacal::store
