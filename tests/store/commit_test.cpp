#include <atomic>
#include <catch2/catch.hpp>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "failing_disk.h"
#include "sample.h"

namespace citacal::store {
namespace {

void in_threads(int count, const std::function<void(int)>& work) {
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i) threads.emplace_back(work, i);
  for (auto& thread : threads) thread.join();
}

// What a transaction leaves, by its number: a request, with the tickets of its thread.
std::set<std::string> numbers_in(Database& database) {
  std::set<std::string> numbers;
  const auto tx = database.read();
  Page page{.limit = kPageMax};
  do {
    const auto listed = list_requests(*tx, {}, page);
    for (const auto& one : listed.items) {
      CHECK(one.tickets.size() == 2);
      CHECK(numbers.insert(one.number).second);
    }
    page.after = listed.next;
  } while (!page.after.empty());
  return numbers;
}

class Confirmed {
 public:
  void add(std::string number) {
    const std::lock_guard lock(mutex_);
    numbers_.insert(std::move(number));
  }
  const std::set<std::string>& numbers() const { return numbers_; }

 private:
  std::mutex mutex_;
  std::set<std::string> numbers_;
};

TEST_CASE(
    "numbers taken by many at once are without gap or double, and what fails leaves nothing") {
  FailingDisk::install();
  const Folder folder;
  for (const auto& location : {folder.location(), Location{.url = "sqlite::memory:"}}) {
    const auto database = open(location);
    const auto contractor = a_contractor("redes");
    {
      const auto tx = database->write();
      save(*tx, contractor);
      tx->commit();
    }
    FailingDisk::disarm();
    Confirmed confirmed;
    std::atomic<int> refused{0};
    in_threads(16, [&](int thread) {
      for (int i = 0; i < 30; ++i) {
        try {
          const auto tx = database->write();
          const auto number = domain::print_number(2026, take_number(*tx, 2026));
          save(*tx, a_request(contractor, number));
          const int way = (thread + i) % 6;
          if (way == 0 || way == 2) continue;                      // forgotten
          if (way == 4) save(*tx, a_request(contractor, number));  // the number is taken
          tx->commit();
          confirmed.add(number);
        } catch (const core::Error&) {
          ++refused;
        }
      }
    });
    CHECK(refused == 80);
    CHECK(confirmed.numbers().size() == 240);
    CHECK(*confirmed.numbers().rbegin() == "SOL-2026-0240");
    CHECK(numbers_in(*database) == confirmed.numbers());
    // Many were made durable by one sync together.
    CHECK(FailingDisk::syncs < 200);
  }
}

TEST_CASE("who waits too long for a turn leaves the line, and the others go on") {
  const Folder folder;
  auto location = folder.location();
  location.patience_ms = 40;
  const auto database = open(location);
  auto holder = database->write();
  std::atomic<int> busy{0};
  in_threads(4, [&](int) {
    if (trouble_of([&] { database->write(); }) == Trouble::busy) ++busy;
  });
  CHECK(busy == 4);
  holder->commit();
  in_threads(4, [&](int) { database->probe(); });
}

// One disk that fails once while many commit: whoever was told "committed" is there, nobody else.
TEST_CASE("when the disk refuses a batch, all of its members are refused") {
  FailingDisk::install();
  int with_failure = 0;
  for (const int code : {SQLITE_IOERR_FSYNC, SQLITE_FULL, SQLITE_IOERR_WRITE})
    for (int nth = 1; nth < 40; nth += 5) {
      const Folder folder;
      Confirmed confirmed;
      std::atomic<int> refused{0};
      {
        const auto database = open(folder.location());
        const auto contractor = a_contractor("redes");
        const auto seed = database->write();
        save(*seed, contractor);
        seed->commit();
        FailingDisk::arm(nth, code, FailingDisk::Lasts::once);
        in_threads(8, [&](int) {
          for (int i = 0; i < 4; ++i) {
            try {
              const auto tx = database->write();
              const auto number = domain::print_number(2026, take_number(*tx, 2026));
              save(*tx, a_request(contractor, number));
              tx->commit();
              confirmed.add(number);
            } catch (const DatabaseError&) {
              ++refused;
            }
          }
        });
        with_failure += FailingDisk::has_failed() ? 1 : 0;
        FailingDisk::disarm();
        CHECK(confirmed.numbers().size() + static_cast<std::size_t>(refused) == 32);
        CHECK(numbers_in(*database) == confirmed.numbers());
        CHECK_NOTHROW(database->probe());
      }
      const auto reopened = open(folder.location());
      CHECK(reopened->verify().empty());
      CHECK(numbers_in(*reopened) == confirmed.numbers());
    }
  CHECK(with_failure > 10);
}

// SQLite answers some errors by rolling back everything, and not only who met it: here a change
// that does not fit, by one who joined the batch of another that waits to be durable.
TEST_CASE("an error that rolls back everything refuses those too who were waiting for the batch") {
  const Folder folder;
  const auto database = open(folder.location());
  const auto limit = [&](const char* pages) {
    database->write()->query(std::string("PRAGMA max_page_count = ") + pages);
  };
  const std::string large(4'000'000, 'x');
  bool was_refused = false;
  for (int i = 0; i < 50 && !was_refused; ++i) {
    limit("200");
    auto first = database->write();
    save(*first, a_person("first"));
    std::thread second([&] {
      CHECK(trouble_of([&] {
              const auto tx = database->write();
              tx->execute("INSERT INTO content (sha256, bytes) VALUES ($1, $2)", "h", Blob{large});
            }) == Trouble::full);
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(i));  // it may wait in line by now
    const auto trouble = trouble_of([&] { first->commit(); });
    second.join();
    limit("100000");
    was_refused = trouble == Trouble::full;
    CHECK(find_person_by_login(*database->read(), "first").has_value() == !was_refused);
    const auto tx = database->write();
    tx->execute("DELETE FROM person");
    tx->commit();
  }
  CHECK(was_refused);
  CHECK(database->verify().empty());
}

}  // namespace
}  // namespace citacal::store
