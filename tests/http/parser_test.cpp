#include "http/parser.h"

#include <catch2/catch.hpp>
#include <random>

using namespace citacal;
using namespace citacal::http;
using State = Parser::State;

namespace {

Limits small() {
  Limits limits;
  limits.header_bytes = 1024;
  limits.body_bytes = 1000;
  return limits;
}

// Feeds `bytes` in pieces of `step`, as a socket would; returns what was not used.
std::string feed(Parser& parser, std::string_view bytes, std::size_t step) {
  std::string pending;
  while (!bytes.empty()) {
    const auto piece = bytes.substr(0, step);
    bytes.remove_prefix(piece.size());
    pending += piece;
    std::size_t used = 1;
    while (used > 0 && !pending.empty() &&
           (parser.state() == State::head || parser.state() == State::body)) {
      used = parser.take(pending);
      pending.erase(0, used);
    }
  }
  return pending;
}

int refused(std::string_view bytes) {
  const auto limits = small();
  int status = -1;
  for (const std::size_t step : {std::size_t{1}, std::size_t{7}, bytes.size()}) {
    Parser parser(limits);
    feed(parser, bytes, step);
    const int now = parser.state() == State::refused ? parser.refusal().status : 0;
    if (status != -1 && now != status) return -2;  // it must not depend on the pieces
    status = now;
  }
  return status;
}

const std::string kHead = "POST /a HTTP/1.1\r\nHost: a\r\n";
const std::string kChunked = kHead + "Transfer-Encoding: chunked\r\n\r\n";

}  // namespace

TEST_CASE("a request is the same in whatever pieces it comes") {
  const std::string chunked = kChunked + "5;name=\"v\"\r\nhello\r\nA\r\n, worlds! \r\n0\r\n\r\n";
  const std::string sized = kHead + "Content-Length: 15\r\n\r\nhello, worlds! ";
  const auto limits = small();
  for (const auto& bytes : {chunked, sized}) {
    for (std::size_t step = 1; step <= bytes.size(); ++step) {
      Parser parser(limits);
      const auto rest = feed(parser, "\r\n" + bytes + "GET /next", step);
      REQUIRE(parser.state() == State::done);
      CHECK(parser.request().method == "POST");
      CHECK(parser.request().segments == std::vector<std::string>{"a"});
      CHECK(parser.request().body == "hello, worlds! ");
      CHECK(rest == "GET /next");
    }
  }
}

TEST_CASE("the last chunk may come byte by byte, and the parser may be used again") {
  const auto limits = small();
  Parser parser(limits);
  for (int i = 0; i < 3; ++i) {
    CHECK(feed(parser, kChunked + "0\r\n\r\n", 1).empty());
    CHECK(parser.state() == State::done);
    CHECK(parser.keep_alive());
    parser.reset();
  }
}

TEST_CASE("trailers are not headers, repeated headers stay apart") {
  const auto limits = small();
  Parser parser(limits);
  feed(parser,
       kHead + "X: 1\r\nx: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nAuthorization: b\r\n\r\n",
       5);
  REQUIRE(parser.state() == State::done);
  CHECK_FALSE(parser.request().headers.find("Authorization"));
  std::string values;
  for (const auto& [name, value] : parser.request().headers.all())
    if (name == "X" || name == "x") values += value;
  CHECK(values == "12");
}

TEST_CASE("what two servers could read in two ways is refused") {
  for (const char* size :
       {"-1", "0x5", "5 5", "FFFFFFFFFFFFFFFFF", "", "g", "+5", "5\n", "5;a\nb", "5\r"})
    CHECK(refused(kChunked + size + "\r\nhello\r\n0\r\n\r\n") >= 400);
  CHECK(refused(kChunked + "5\r\nhelloXX0\r\n\r\n") == 400);
  CHECK(refused("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunkedx\r\n\r\n") == 400);
  CHECK(refused(kHead + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n") == 400);
  CHECK(refused(kHead + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n") == 400);
  CHECK(refused(kHead + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n") == 400);
  CHECK(refused(kHead + "Content-Length: 5, 5\r\n\r\n") == 400);
  CHECK(refused(kHead + "Content-Length: -5\r\n\r\n") == 400);
  CHECK(refused(kHead + "Content-Length : 5\r\n\r\n") == 400);
  CHECK(refused("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n") == 400);
  CHECK(refused("GET / HTTP/1.1\r\n\r\n") == 400);
  CHECK(refused("GET / HTTP/1.1\r\nno colon\r\nHost: a\r\n\r\n") == 400);
  CHECK(refused("GET  / HTTP/1.1\r\nHost: a\r\n\r\n") == 400);
  CHECK(refused("GET /\r\nHost: a\r\n\r\n") >= 400);
  CHECK(refused("GET / HTTP/2.0\r\nHost: a\r\n\r\n") == 505);
  CHECK(refused("GET /../etc HTTP/1.1\r\nHost: a\r\n\r\n") == 400);
  CHECK(refused("CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n") == 400);
}

TEST_CASE("head and body have their limits") {
  CHECK(refused("GET /" + std::string(2000, 'a')) == 431);
  CHECK(refused(kHead + "X: " + std::string(2000, 'a') + "\r\n\r\n") == 431);
  CHECK(refused(kHead + "Content-Length: 1000\r\n\r\n" + std::string(1000, 'a')) == 0);
  CHECK(refused(kHead + "Content-Length: 1001\r\n\r\n") == 413);
  CHECK(refused(kChunked + "3E8\r\n" + std::string(1000, 'a') + "\r\n1\r\na\r\n0\r\n\r\n") == 413);
  CHECK(refused(kChunked + "5;" + std::string(3000, 'a')) == 400);
  CHECK(refused(kChunked + "0\r\n" + std::string(3000, 'a')) == 400);
}

TEST_CASE("damaged requests never do more than be refused or wait") {
  const std::string whole = kChunked + "5\r\nhello\r\nA\r\n, worlds! \r\n0\r\nT: u\r\n\r\n";
  const std::string odd("\0\r\n :;,0f\xFF\t-", 13);
  const auto limits = small();
  std::mt19937 random(2014);
  int done = 0, refusals = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = whole;
    for (unsigned n = random() % 4; n-- > 0;) {
      const auto at = random() % bytes.size();
      if (random() % 2)
        bytes[at] = odd[random() % odd.size()];
      else
        bytes.erase(at, random() % 3);
    }
    Parser parser(limits);
    feed(parser, bytes, 1 + random() % 9);
    done += parser.state() == State::done;
    refusals += parser.state() == State::refused;
    REQUIRE(parser.request().body.size() <= limits.body_bytes);
  }
  CHECK(done > 1'000);
  CHECK(refusals > 1'000);
}
