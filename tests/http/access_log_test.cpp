#include "http/access_log.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/error.h"
#include "core/secret.h"

using namespace citacal;
using namespace citacal::http;

TEST_CASE("a line of the access log is one JSON object, whatever the client sent") {
  Entry entry;
  entry.time = "2026-11-23T15:00:00Z";
  entry.peer = "192.0.2.1";
  entry.method = "GET";
  entry.path = "/a\"b\\\n\xFF";
  entry.status = 404;
  entry.bytes = 12;
  entry.duration_us = 34;
  std::string line;
  print(line, entry);
  CHECK(line ==
        "{\"time\":\"2026-11-23T15:00:00Z\",\"peer\":\"192.0.2.1\",\"method\":\"GET\","
        "\"path\":\"(not UTF-8)\",\"status\":404,\"bytes\":12,\"duration_us\":34}\n");
  entry.path = "/a\"\n";
  entry.login = "ana";
  entry.error = "store is gone";
  line.clear();
  print(line, entry);
  CHECK(line.find("\"login\":\"ana\"") != std::string::npos);
  CHECK(line.find("\"path\":\"/a\\\"\\n\"") != std::string::npos);
  CHECK(line.find("\"error\":\"store is gone\"}") != std::string::npos);
}

TEST_CASE("no token and no query reach the log, even where no handler has said what to show") {
  const auto token = core::random_token();
  CHECK(shown_path("/feeds/" + token + "/institute.ics?from=2026-01-01") ==
        "/feeds/{token}/institute.ics");
  CHECK(shown_path("/feeds/" + token + ".ics") == "/feeds/{token}");
  CHECK(shown_path("/api/v1/cases/SOL-2026-0001") == "/api/v1/cases/SOL-2026-0001");
  CHECK(shown_path("/" + std::string(5'000, '.')).size() == 1'000);
}

TEST_CASE("what was added is in the file after flush, and the file is appended to") {
  const auto path = std::filesystem::temp_directory_path() /
                    ("citacal-access-" + std::to_string(::getpid()) + ".log");
  Entry entry;
  for (int run = 0; run < 2; ++run) {
    AccessLog log(file_sink(path.string()));
    for (int i = 0; i < 100; ++i) log.add(entry);
    if (run == 0) log.flush();
  }
  std::ifstream file(path);
  CHECK(std::count(std::istreambuf_iterator<char>(file), {}, '\n') == 200);
  std::filesystem::remove(path);
  CHECK_THROWS_AS(file_sink("/proc/no/such/place"), core::Error);
}

TEST_CASE("a sink that fails or is slow does not reach the requests") {
  std::size_t seen = 0;
  AccessLog log([&](std::string_view lines) {
    seen += lines.size();
    throw std::runtime_error("disk full");
  });
  log.add(Entry{});
  log.flush();
  log.add(Entry{});
  log.flush();
  CHECK(seen > 0);
}
