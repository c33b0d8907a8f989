#include "app/serve.h"

#include <sys/resource.h>

#include <catch2/catch.hpp>

TEST_CASE("the service opens as many files as it may") {
  rlimit before{};
  REQUIRE(getrlimit(RLIMIT_NOFILE, &before) == 0);
  rlimit low = before;
  low.rlim_cur = 128;
  REQUIRE(setrlimit(RLIMIT_NOFILE, &low) == 0);
  citacal::app::raise_file_limit();
  rlimit after{};
  REQUIRE(getrlimit(RLIMIT_NOFILE, &after) == 0);
  setrlimit(RLIMIT_NOFILE, &before);
  CHECK(after.rlim_cur == before.rlim_max);
}
