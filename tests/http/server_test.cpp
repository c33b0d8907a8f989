#include "http/server.h"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <ctime>
#include <memory>
#include <mutex>
#include <thread>

#include "core/error.h"
#include "core/problem.h"
#include "http/client.h"

using namespace citacal;
using namespace citacal::http;
using namespace std::chrono_literals;
using test::Client;
using test::Reply;

namespace {

std::string get(const std::string& path, const std::string& more = "") {
  return "GET " + path + " HTTP/1.1\r\nHost: a\r\n" + more + "\r\n";
}

// The answers of the test server, by path; the same on both threads.
core::Response answer(core::Request& request) {
  const auto path = request.path();
  if (path == "/echo") return core::Response::of(200, "text/plain", request.body);
  if (path == "/peer")
    return core::Response::of(200, "text/plain", request.peer + (request.secure ? " tls" : ""));
  if (path == "/slow") std::this_thread::sleep_for(200ms);
  if (path == "/missing")
    throw core::Error(core::Code::not_found, "no-such-case", {"No existe.", "Not there."});
  if (path == "/broken") throw std::runtime_error("secret detail");
  if (path == "/odd") throw 42;
  if (path == "/told") {
    core::Error error(core::Code::unavailable, "store-full", {"Lleno.", "Full."});
    error.log = "engine detail";
    return core::problem(error, core::Language::en);
  }
  if (path == "/split") {
    auto response = core::Response::of(200, "text/plain", "x");
    response.headers.add("X-A", "b\r\nX-C: d");
    return response;
  }
  if (path == "/feed") {
    static const auto body = std::make_shared<const core::Body>(std::string(50'000, 'v'));
    core::Response response;
    response.body = body;
    response.headers.add("Content-Type", "text/calendar");
    response.headers.add("ETag", "\"r1\"");
    if (core::is_not_modified(request, "\"r1\"", std::nullopt)) response.status = 304;
    return response;
  }
  if (path == "/huge") {
    static const auto body = std::make_shared<const core::Body>(std::string(30'000'000, 'h'));
    core::Response response;
    response.body = body;
    response.headers.add("Content-Type", "application/octet-stream");
    return response;
  }
  return core::Response::of(200, "text/plain", request.method + " " + path);
}

std::optional<core::Response> quick_answer(core::Request& request) {
  if (request.path() == "/quick") return core::Response::of(200, "text/plain", "quick");
  if (request.path() == "/quick-broken") throw std::runtime_error("secret detail");
  if (request.path() == "/feed") return answer(request);
  return std::nullopt;
}

struct TestServer {
  explicit TestServer(Options options = quick_limits()) : server(options_with_log(options)) {
    server.start();
  }
  static Options quick_limits() {
    Options options;
    options.io_threads = 2;
    options.workers = 2;
    options.limits.idle_timeout_ms = 200;
    options.limits.header_timeout_ms = 200;
    options.limits.body_timeout_ms = 200;
    options.limits.write_timeout_ms = 200;
    options.limits.slowest_bytes_per_s = 1'000'000'000;
    options.limits.body_bytes = 100'000;
    return options;
  }
  static Options patient() {
    auto options = quick_limits();
    options.limits.idle_timeout_ms = options.limits.header_timeout_ms = 5'000;
    options.limits.body_timeout_ms = options.limits.write_timeout_ms = 5'000;
    return options;
  }
  Server options_with_log(Options options) {
    if (options.listen.empty()) options.listen.push_back({});
    options.access_log = [this](std::string_view lines) {
      const std::lock_guard lock(mutex);
      log += lines;
    };
    return Server(std::move(options), answer, quick_answer);
  }
  std::string stopped_log(std::chrono::milliseconds drain = 0ms) {
    server.stop(drain);
    const std::lock_guard lock(mutex);
    return log;
  }
  std::uint16_t port() const { return server.port(); }

  std::mutex mutex;
  std::string log;
  Server server;
};

std::chrono::milliseconds since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                               start);
}

}  // namespace

TEST_CASE("a request is answered with Date, length and body, from the worker and from the loop") {
  TestServer server;
  Client client(server.port());
  for (int i = 0; i < 3; ++i) {
    const auto reply = client.ask(get("/cases/%C3%B1?q=1"));
    CHECK(reply.status == 200);
    CHECK(reply.body == "GET /cases/\xC3\xB1");
    CHECK(reply.has("\r\nDate: "));
    CHECK(reply.has(" GMT\r\n"));
    CHECK_FALSE(reply.has("Connection:"));
    CHECK(client.ask(get("/quick")).body == "quick");
  }
  CHECK(client.ask(get("/quick", "Connection: close\r\n")).has("Connection: close"));
  CHECK(client.is_closed_within(1s));
}

TEST_CASE("pipelined requests are answered in order, slow ones too") {
  TestServer server(TestServer::patient());
  Client client(server.port());
  std::string all;
  for (int i = 0; i < 300; ++i)
    all += get(i % 3 == 0 ? "/quick" : i == 4 ? "/slow" : "/n" + std::to_string(i));
  REQUIRE(client.send("\r\n" + all));
  for (int i = 0; i < 300; ++i) {
    const auto reply = client.receive();
    REQUIRE(reply.status == 200);
    if (i % 3 != 0 && i != 4) REQUIRE(reply.body == "GET /n" + std::to_string(i));
  }
}

TEST_CASE("HEAD has the headers of GET and no body") {
  TestServer server;
  Client client(server.port());
  client.send("HEAD /feed HTTP/1.1\r\nHost: a\r\n\r\n" + get("/quick"));
  const auto head = client.receive(true);
  CHECK(head.has("\r\nContent-Length: 50000\r\n"));
  CHECK(client.receive().body == "quick");
}

TEST_CASE("a 304 has no body, and gzip has its own tag over the wire") {
  TestServer server;
  Client client(server.port());
  const auto unchanged = client.ask(get("/feed", "If-None-Match: \"r1\"\r\n"));
  CHECK(unchanged.status == 304);
  CHECK(unchanged.has("\r\nETag: \"r1\"\r\n"));
  for (int i = 0; i < 2; ++i) {  // compressed by a worker, then at once by the loop
    const auto zipped = client.ask(get("/feed", "Accept-Encoding: gzip\r\n"));
    CHECK(zipped.status == 200);
    CHECK(zipped.has("\r\nContent-Encoding: gzip\r\n"));
    CHECK(zipped.has("\r\nETag: \"r1-gz\"\r\n"));
    CHECK(zipped.body.starts_with("\x1F\x8B"));
    CHECK(zipped.body.size() < 1'000);
  }
  const auto same =
      client.ask(get("/feed", "Accept-Encoding: gzip\r\nIf-None-Match: \"r1-gz\"\r\n"));
  CHECK(same.status == 304);
  CHECK(same.has("\r\nETag: \"r1-gz\"\r\n"));
  CHECK(client.ask(get("/feed")).body == std::string(50'000, 'v'));
}

TEST_CASE("bodies come whole, by length and by chunks, and after 100-continue") {
  TestServer server;
  Client client(server.port());
  const std::string head = "POST /echo HTTP/1.1\r\nHost: a\r\n";
  const std::string body(99'999, 'b');
  CHECK(client.ask(head + "Content-Length: 99999\r\n\r\n" + body).body == body);
  CHECK(client.ask(head + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\n\r\n")
            .body == "abcde");
  client.send(head + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n");
  CHECK(client.receive().status == 100);
  CHECK(client.ask("hello").body == "hello");
  CHECK(client.ask(head + "Content-Length: 200000\r\nExpect: 100-continue\r\n\r\n").status == 413);
  CHECK(client.is_closed_within(2s));
}

TEST_CASE("what is too large is refused, readably even for a client that goes on sending") {
  TestServer server;
  Client large_body(server.port());
  large_body.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
  large_body.send(std::string(300'000, 'x'));
  CHECK(large_body.receive().status == 413);
  Client large_head(server.port());
  const auto reply = large_head.ask(get("/", "X: " + std::string(17'000, 'x') + "\r\n"));
  CHECK(reply.status == 431);
  CHECK(reply.has("application/problem+json"));
  CHECK(reply.has("Connection: close"));
}

TEST_CASE("bodies together are bounded") {
  auto options = TestServer::quick_limits();
  options.limits.bodies_bytes = 50'000;
  TestServer server(options);
  Client client(server.port());
  const std::string head = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: ";
  for (int i = 0; i < 3; ++i)  // one after another is no problem: they are given back
    CHECK(client.ask(head + "40000\r\n\r\n" + std::string(40'000, 'x')).status == 200);
  CHECK(client.ask(head + "60000\r\n\r\n" + std::string(60'000, 'x')).status == 503);
}

TEST_CASE("a smuggled request is never seen as a second one") {
  TestServer server;
  const std::string inner = get("/inner");
  const std::string head = "POST /echo HTTP/1.1\r\nHost: a\r\n";
  const std::vector<std::string> battery{
      head + "Transfer-Encoding: xchunkedx\r\n\r\n0\r\n\r\n",
      head + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
      head + "Content-Length: 0\r\nContent-Length: 44\r\n\r\n",
      head + "Content-Length: 0, 44\r\n\r\n",
      head + "Content-Length: +0\r\n\r\n",
      head + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
      head + "X: a\r\n Transfer-Encoding: chunked\r\n\r\n",
      head + "X: a\rTransfer-Encoding: chunked\r\n\r\n",
      head + "X: a\nTransfer-Encoding: chunked\r\n\r\n",
      head + "Transfer-Encoding: chunked\r\n\r\n-1\r\n",
      head + std::string("X: \0\r\n\r\n", 8),
      head + "Host: b\r\n\r\n",
      "POST /echo HTTP/1.1\r\n\r\n",
      "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"};
  for (const auto& attack : battery) {
    INFO(attack);
    Client client(server.port());
    CHECK(client.ask(attack + inner).status == 400);
    CHECK(client.is_closed_within(2s));
  }
  Client client(server.port());
  CHECK(client.ask(get("/quick")).body == "quick");
  const auto log = server.stopped_log();
  CHECK(log.find("/inner") == std::string::npos);
}

TEST_CASE("HTTP/1.0 is answered and closed, unless it asks to stay") {
  TestServer server;
  Client client(server.port());
  CHECK(client.ask("GET /quick HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            .has("Connection: keep-alive"));
  CHECK(client.ask("GET /quick HTTP/1.0\r\n\r\n").has("Connection: close"));
  CHECK(client.is_closed_within(2s));
}

TEST_CASE("what a handler throws becomes a problem, and a secret stays in the log") {
  TestServer server;
  Client client(server.port());
  const auto missing = client.ask(get("/missing", "Accept-Language: en\r\n"));
  CHECK(missing.status == 404);
  CHECK(missing.body.find("\"code\":\"no-such-case\"") != std::string::npos);
  CHECK(missing.body.find("Not there.") != std::string::npos);
  for (const char* path : {"/broken", "/odd", "/quick-broken", "/split"}) {
    const auto reply = client.ask(get(path));
    CHECK(reply.status == 500);
    CHECK(reply.body.find("secret") == std::string::npos);
    CHECK_FALSE(reply.has("X-C"));
  }
  const auto told = client.ask(get("/told"));
  CHECK(told.status == 503);
  CHECK(told.body.find("engine") == std::string::npos);
  CHECK(client.ask(get("/quick")).status == 200);
  const auto log = server.stopped_log();
  CHECK(log.find("\"error\":\"Full. (engine detail)\"") != std::string::npos);
  // Of its own request only.
  CHECK(log.find("\"error\"", log.find("\"path\":\"/quick\"")) == std::string::npos);
  CHECK(log.find("\"path\":\"/broken\",\"status\":500") != std::string::npos);
  CHECK(log.find("\"error\":\"secret detail\"") != std::string::npos);
}

TEST_CASE("slow heads and bodies are told so, idle and slow readers are cut") {
  TestServer server;
  const auto start = std::chrono::steady_clock::now();
  Client head(server.port()), body(server.port()), idle(server.port()), silent(server.port());
  Client reader(server.port(), 4'096), blank(server.port());
  head.send("GET / HT");
  body.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
  reader.send(get("/huge"));
  CHECK(idle.ask(get("/quick")).status == 200);
  std::thread drip([&] {  // one byte now and then does not buy time
    while (head.send("x")) {
      blank.send("\r\n");
      if (since(start) > 400ms) return;
      std::this_thread::sleep_for(20ms);
    }
  });
  CHECK(body.receive().status == 408);
  CHECK(idle.is_closed_within(2s));
  CHECK(silent.is_closed_within(2s));
  CHECK(blank.is_closed_within(200ms));
  drip.join();
  CHECK(head.receive().status == 408);
  CHECK(since(start) >= 200ms);
  const auto log = server.stopped_log(2s);
  CHECK(log.find("\"path\":\"/huge\",\"status\":200") != std::string::npos);
  CHECK(log.find("\"bytes\":30000") == std::string::npos);
  CHECK(since(start) < 4s);
  CHECK(reader.receive().body.size() < 30'000'000);
}

TEST_CASE("a reader that reads gets all of a large body") {
  auto options = TestServer::patient();
  TestServer server(options);
  Client client(server.port());
  CHECK(client.ask(get("/huge")).body == std::string(30'000'000, 'h'));
  CHECK(client.ask(get("/quick")).status == 200);
}

TEST_CASE("requests beyond the queue are told to come back") {
  auto options = TestServer::patient();
  options.workers = 1;
  options.limits.queue = 1;
  TestServer server(options);
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 6; ++i) {
    clients.push_back(std::make_unique<Client>(server.port()));
    clients.back()->send(get("/slow"));
  }
  int served = 0, busy = 0;
  for (const auto& client : clients) {
    const auto reply = client->receive();
    served += reply.status == 200;
    busy += reply.status == 503 && reply.has("\r\nRetry-After: ");
  }
  CHECK(served >= 1);
  CHECK(busy >= 3);
  CHECK(served + busy == 6);
  CHECK(clients[5]->ask(get("/quick")).status == 200);
}

TEST_CASE("a peer has only so many connections, and the server too") {
  auto options = TestServer::quick_limits();
  options.limits.connections_per_peer = 2;
  TestServer by_peer(options);
  Client first(by_peer.port()), second(by_peer.port());
  CHECK(first.ask(get("/quick")).status == 200);
  CHECK(second.ask(get("/quick")).status == 200);
  Client third(by_peer.port());
  CHECK(third.is_closed_within(2s));

  options = TestServer::patient();
  options.limits.connections = 1;
  TestServer in_all(options);
  Client idle(in_all.port());
  CHECK(idle.ask(get("/quick")).status == 200);
  Client waits(in_all.port());
  CHECK(waits.ask(get("/quick")).status == 200);  // the idle one gave way
  CHECK(idle.is_closed_within(1s));
}

TEST_CASE("without descriptors the server waits, without spinning, and recovers") {
  TestServer server(TestServer::patient());
  Client before(server.port());
  REQUIRE(before.ask(get("/quick")).status == 200);
  const int client = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  rlimit old{};
  getrlimit(RLIMIT_NOFILE, &old);
  rlimit none = old;
  none.rlim_cur = static_cast<rlim_t>(client) + 1;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(server.port());
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  // Until the limit is back nothing is checked: the sanitizers need descriptors of their own.
  setrlimit(RLIMIT_NOFILE, &none);
  const int connected = ::connect(client, reinterpret_cast<sockaddr*>(&address), sizeof address);
  const auto start = std::clock();
  std::this_thread::sleep_for(200ms);
  const auto used = std::clock() - start;
  const auto reply = before.ask(get("/quick"));
  pollfd silent{client, POLLIN, 0};
  const std::string request = get("/quick");
  const auto written = ::send(client, request.data(), request.size(), MSG_NOSIGNAL);
  const int answered = ::poll(&silent, 1, 100);
  setrlimit(RLIMIT_NOFILE, &old);
  CHECK(connected == 0);
  CHECK(written > 0);
  CHECK(answered == 0);  // nobody has accepted it
  CHECK(reply.status == 200);
  CHECK(used < CLOCKS_PER_SEC / 10);
  char bytes[64];
  CHECK(::recv(client, bytes, sizeof bytes, 0) > 12);
  ::close(client);
}

TEST_CASE("the proxy that is trusted says who asks") {
  auto options = TestServer::quick_limits();
  options.trusted_proxies = {"127.0.0.1"};
  TestServer proxied(options);
  const std::string forwarded = "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\n";
  CHECK(Client(proxied.port()).ask(get("/peer", forwarded)).body == "192.0.2.7 tls");
  TestServer direct;
  CHECK(Client(direct.port()).ask(get("/peer", forwarded)).body == "127.0.0.1");
  options.trusted_proxies = {"proxy.example"};
  options.listen = {{}};
  CHECK_THROWS_AS(Server(options, answer), core::Error);
}

TEST_CASE("draining under load loses no request that was taken") {
  TestServer server(TestServer::patient());
  std::atomic<bool> go_on{true};
  std::atomic<int> sent{0}, answered{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < 8; ++i)
    clients.emplace_back([&, i] {
      while (go_on) {
        Client client(server.port());
        if (!client.connected()) return;
        for (bool open = true; open;) {
          ++sent;
          const auto reply = client.ask(get(i % 2 == 0 ? "/quick" : "/slow"));
          answered += reply.status == 200;
          open = reply.status == 200 && !reply.has("Connection: close");
        }
        return;
      }
    });
  std::this_thread::sleep_for(300ms);
  const auto start = std::chrono::steady_clock::now();
  const auto log = server.stopped_log(5s);
  CHECK(since(start) < 3s);
  go_on = false;
  for (auto& client : clients) client.join();
  CHECK(sent > 100);
  CHECK(answered == sent);
  CHECK(std::count(log.begin(), log.end(), '\n') == sent);
  CHECK_FALSE(Client(server.port()).connected());
}

TEST_CASE("a drain ends at its deadline, whoever does not") {
  TestServer server(TestServer::patient());
  Client stuck(server.port());
  stuck.send("GET / HT");
  Client other(server.port());
  REQUIRE(other.ask(get("/quick")).status == 200);
  const auto start = std::chrono::steady_clock::now();
  server.server.stop(300ms);
  CHECK(since(start) >= 300ms);
  CHECK(since(start) < 2s);
  CHECK(stuck.is_closed_within(1s));
}

TEST_CASE("a port in use and an unknown host are errors that name the place") {
  TestServer server;
  Options options;
  options.listen = {{"127.0.0.1", server.port(), "", ""}};
  CHECK_THROWS_WITH(Server(options, answer), Catch::Contains(std::to_string(server.port())));
  options.listen = {{"no.such.host.invalid", 0, "", ""}};
  CHECK_THROWS_WITH(Server(options, answer), Catch::Contains("no.such.host.invalid"));
}

TEST_CASE("loopback is told from the world") {
  CHECK(is_loopback("127.0.0.1"));
  CHECK(is_loopback("127.8.8.8"));
  CHECK(is_loopback("::1"));
  CHECK(is_loopback("localhost"));
  CHECK_FALSE(is_loopback("0.0.0.0"));
  CHECK_FALSE(is_loopback("::"));
  CHECK_FALSE(is_loopback("192.0.2.1"));
  CHECK_FALSE(is_loopback(""));
}

TEST_CASE("IPv6 is served beside IPv4") {
  const int probe = ::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_addr = in6addr_loopback;
  const bool here =
      probe >= 0 && ::bind(probe, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  ::close(probe);
  if (!here) {
    WARN("this machine has no ::1: IPv6 was not tried");
    return;
  }
  auto options = TestServer::quick_limits();
  options.listen = {{"127.0.0.1", 0, "", ""}, {"::1", 0, "", ""}};
  TestServer server(options);
  address.sin6_port = htons(server.server.port(1));
  Client client(address);
  CHECK(client.ask(get("/peer")).body == "::1");
  CHECK(Client(server.port()).ask(get("/peer")).body == "127.0.0.1");
}
