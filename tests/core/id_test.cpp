#include "core/id.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

using namespace citacal::core;

namespace {

// Far ahead, so that ids made before in this process are of an earlier time.
const Instant kNow = parse_instant("2090-11-23T15:00:00Z").value();

}  // namespace

TEST_CASE("an id is a UUID of version 7 that bears its time") {
  const auto id = new_id(kNow);
  CAPTURE(id);
  REQUIRE(is_id(id));
  CHECK(id[14] == '7');
  CHECK(std::string("89ab").find(id[19]) != std::string::npos);
  const auto milliseconds = std::stoll(id.substr(0, 8) + id.substr(9, 4), nullptr, 16);
  CHECK(milliseconds / 1000 == kNow.time_since_epoch().count());
}

TEST_CASE("ids of one process rise strictly, also when the clock stands still or goes back") {
  std::vector<Id> ids;
  for (int i = 0; i < 10'000; ++i) ids.push_back(new_id(kNow));
  ids.push_back(new_id(kNow - Seconds(3600)));
  ids.push_back(new_id(kNow + Seconds(3600)));
  CHECK(std::adjacent_find(ids.begin(), ids.end(), std::greater_equal<>()) == ids.end());
}

TEST_CASE("ids made by many threads at once are all different") {
  std::set<Id> all;
  std::mutex mutex;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      std::vector<Id> mine;
      for (int i = 0; i < 2'000; ++i) mine.push_back(new_id(kNow).substr(0, 18));
      const std::lock_guard lock(mutex);
      all.insert(mine.begin(), mine.end());
    });
  for (auto& thread : threads) thread.join();
  CHECK(all.size() == 8'000);  // by their time and count alone
}

TEST_CASE("only 36 lower-case hex digits and dashes in their places are an id") {
  CHECK(is_id("01890a5d-ac96-774b-bcce-b302099a8057"));
  const auto text =
      GENERATE("", "01890a5d-ac96-774b-bcce-b302099a805", "01890a5d-ac96-774b-bcce-b302099a80570",
               "01890A5D-AC96-774B-BCCE-B302099A8057", "01890a5dac96-774b-bcce-b302099a8057-",
               "01890a5d-ac96-774b-bcce-b302099a805g", "01890a5d-ac96-774b-bcce_b302099a8057",
               "../../../../../../../../../../etc/pas");
  CHECK_FALSE(is_id(text));
}
