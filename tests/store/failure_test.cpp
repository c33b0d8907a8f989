#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "failing_disk.h"
#include "sample.h"

namespace citacal::store {
namespace {

using Lasts = FailingDisk::Lasts;

std::set<std::string> logins_in(Database& database) {
  std::set<std::string> logins;
  const auto tx = database.read();
  for (const auto& person : list_persons(*tx)) {
    logins.insert(person.login);
    // A person comes with a contractor of the same name, or not at all.
    CHECK(find_contractor_by_key(*tx, person.login)->contacts.size() == 2);
  }
  CHECK(list_contractors(*tx).size() == logins.size());
  return logins;
}

void commit_one(Database& database, const std::string& login) {
  const auto tx = database.write();
  save(*tx, a_contractor(login));
  save(*tx, a_person(login));
  tx->commit();
}

struct Outcome {
  std::set<std::string> confirmed;
  std::set<Trouble> troubles;
  std::string first_refused;
};

// Some commits, some of them refused by the disk.
Outcome commit_some(Database& database) {
  Outcome outcome;
  for (const auto* login : {"a", "b", "c"}) {
    try {
      commit_one(database, login);
      outcome.confirmed.insert(login);
    } catch (const DatabaseError& error) {
      if (outcome.troubles.empty()) outcome.first_refused = login;
      outcome.troubles.insert(error.trouble);
    }
  }
  return outcome;
}

std::set<std::string> logins_after(const Folder& folder, const std::string& name) {
  const auto database = open(folder.location(name));
  CHECK(database->verify().empty());
  const auto logins = logins_in(*database);
  CHECK_NOTHROW(commit_one(*database, "after"));
  return logins;
}

// What is on the disk at this moment, as a killed process would leave it.
void copy_as_after_a_kill(const Folder& folder) {
  for (const auto* end : {"", "-wal"})
    std::filesystem::copy_file(folder.file() + end, folder.file("killed.db") + end);
}

// The disk fails at write `nth`; false when there were fewer.
bool check_failure_at(int nth, int code, Trouble trouble, Lasts lasts, const Folder& made) {
  INFO("failing at " << nth << " with " << code);
  const Folder folder;
  std::filesystem::copy_file(made.file(), folder.file());
  Outcome outcome;
  bool has_failed = false;
  {
    const auto database = open(folder.location());
    FailingDisk::arm(nth, code, lasts);
    outcome = commit_some(*database);
    has_failed = FailingDisk::has_failed();
    CHECK(outcome.troubles == (has_failed ? std::set{trouble} : std::set<Trouble>{}));
    CHECK(logins_in(*database) == outcome.confirmed);
    if (lasts == Lasts::once)
      copy_as_after_a_kill(folder);
    else if (has_failed)
      CHECK(trouble_of([&] { database->probe(); }) == trouble);
  }  // closed while the disk fails
  FailingDisk::disarm();
  if (lasts == Lasts::once) {
    CHECK(outcome.confirmed.size() >= 2);
    CHECK(logins_after(folder, "citacal.db") == outcome.confirmed);
    CHECK(logins_after(folder, "killed.db") == outcome.confirmed);
    return has_failed;
  }
  // A disk that took the pages, did not confirm them and takes nothing more leaves no way to say
  // that they do not count: then the first that was refused may be there, whole, after a restart.
  auto logins = logins_after(folder, "citacal.db");
  logins.erase(outcome.first_refused);
  CHECK(logins == outcome.confirmed);
  return has_failed;
}

struct QuickDisk {
  QuickDisk() {
    FailingDisk::install();
    FailingDisk::syncs_really = false;
  }
  ~QuickDisk() { FailingDisk::syncs_really = true; }
};

TEST_CASE("the disk fails at any write: what was confirmed is there, what was refused is not") {
  const QuickDisk disk;
  const Folder made;
  open(made.location());
  const std::pair<int, Trouble> kinds[] = {{SQLITE_FULL, Trouble::full},
                                           {SQLITE_IOERR_WRITE, Trouble::lost}};
  for (const auto& [code, trouble] : kinds)
    for (const auto lasts : {Lasts::once, Lasts::on}) {
      int nth = 1;
      while (check_failure_at(nth, code, trouble, lasts, made)) ++nth;
      CHECK(nth > 10);
    }
}

TEST_CASE("the disk fails while the store is made: the next opening makes it whole") {
  const QuickDisk disk;
  int nth = 1;
  for (bool has_failed = true; has_failed; nth += 9) {
    const Folder folder;
    FailingDisk::arm(nth, SQLITE_FULL, Lasts::on);
    const auto trouble = trouble_of([&] { open(folder.location()); });
    has_failed = trouble.has_value();
    if (has_failed) CHECK(trouble == Trouble::full);
    FailingDisk::disarm();
    CHECK(logins_after(folder, "citacal.db").empty());
  }
  CHECK(nth > 20);
}

TEST_CASE("a real full disk: nothing is half-written, and writing goes on when there is space") {
  const Folder folder;
  const auto database = open(folder.location());
  const auto limit = [&](const char* pages) {
    const auto tx = database->write();
    tx->query(std::string("PRAGMA max_page_count = ") + pages);
  };
  limit("120");
  std::set<std::string> confirmed;
  std::optional<Trouble> trouble;
  for (int i = 0; i < 10'000 && !trouble; ++i) {
    const auto login = "p" + std::to_string(i);
    trouble = trouble_of([&] { commit_one(*database, login); });
    if (!trouble) confirmed.insert(login);
  }
  CHECK(trouble == Trouble::full);
  CHECK(confirmed.size() > 5);
  CHECK(logins_in(*database) == confirmed);
  limit("100000");
  commit_one(*database, "after");
  confirmed.insert("after");
  CHECK(logins_in(*database) == confirmed);
  CHECK(database->verify().empty());
}

// In the child: commits by four threads, each confirmed login written to `out` as one line.
[[noreturn]] void commit_until_killed(const Folder& folder, int out) {
  const auto database = open(folder.location());
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread)
    threads.emplace_back([&, thread] {
      for (int i = 0;; ++i) {
        const auto login = "t" + std::to_string(thread) + "-" + std::to_string(i);
        commit_one(*database, login);
        const auto line = login + "\n";
        if (::write(out, line.data(), line.size()) < 0) ::_exit(1);
      }
    });
  for (auto& thread : threads) thread.join();
  ::_exit(1);
}

TEST_CASE("a process that is killed while it commits loses nothing that it confirmed") {
  for (const std::size_t confirmations : {50u, 300u, 900u}) {
    const Folder folder;
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) commit_until_killed(folder, ends[1]);
    ::close(ends[1]);
    std::string told;
    bool is_killed = false;
    char buffer[4096];
    for (ssize_t got; (got = ::read(ends[0], buffer, sizeof buffer)) > 0;) {
      told.append(buffer, static_cast<std::size_t>(got));
      if (!is_killed &&
          static_cast<std::size_t>(std::count(told.begin(), told.end(), '\n')) >= confirmations) {
        ::kill(child, SIGKILL);
        is_killed = true;
      }
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK(WIFSIGNALED(status));
    CHECK(is_killed);

    const auto database = open(folder.location());
    CHECK(database->verify().empty());
    const auto logins = logins_in(*database);
    std::size_t missing = 0, begin = 0;
    for (std::size_t end; (end = told.find('\n', begin)) != told.npos; begin = end + 1)
      missing += logins.count(told.substr(begin, end - begin)) ? 0 : 1;
    CHECK(missing == 0);
    CHECK(logins.size() >= confirmations);
  }
}

}  // namespace
}  // namespace citacal::store
