#include "http/tls.h"

#include <openssl/ssl.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "core/error.h"
#include "http/client.h"
#include "http/server.h"

using namespace citacal;
using namespace citacal::http;
using namespace std::chrono_literals;
using test::Client;

namespace {

// A certificate made for this run, and removed after it.
struct Files {
  std::filesystem::path folder;
  std::string certificate, key;

  Files() {
    folder = std::filesystem::temp_directory_path() / ("citacal-tls-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    certificate = folder / "certificate.pem";
    key = folder / "key.pem";
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 "
        "-subj /CN=localhost -keyout " +
        key + " -out " + certificate + " 2>/dev/null";
    REQUIRE(std::system(command.c_str()) == 0);
  }
  ~Files() { std::filesystem::remove_all(folder); }
};

struct Secure {
  explicit Secure(const Files& files)
      : server(options(files), [](core::Request& request) {
          if (request.path() == "/large")
            return core::Response::of(200, "application/octet-stream", std::string(3'000'000, 'L'));
          return core::Response::of(200, "text/plain", request.secure ? "secure" : "plain");
        }) {
    server.start();
  }
  static Options options(const Files& files) {
    Options options;
    options.listen = {{"127.0.0.1", 0, files.certificate, files.key}};
    options.limits.header_timeout_ms = 300;
    return options;
  }
  Server server;
};

// The client's end of one TLS connection, over the raw client's socket.
struct TlsClient {
  TlsClient(SSL_CTX* context, std::uint16_t port, SSL_SESSION* session = nullptr)
      : client(port), ssl(SSL_new(context)) {
    SSL_set_fd(ssl, client.descriptor());
    if (session != nullptr) SSL_set_session(ssl, session);
    connected = SSL_connect(ssl) == 1;
  }
  ~TlsClient() { SSL_free(ssl); }
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;

  std::string ask(const std::string& path, std::size_t body) {
    const std::string request = "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
    SSL_write(ssl, request.data(), static_cast<int>(request.size()));
    std::string in;
    char bytes[16 * 1024];
    for (;;) {
      const auto end = in.find("\r\n\r\n");
      if (end != std::string::npos && in.size() >= end + 4 + body) return in.substr(end + 4);
      const int n = SSL_read(ssl, bytes, sizeof bytes);
      if (n <= 0) return "broken";
      in.append(bytes, static_cast<std::size_t>(n));
    }
  }

  Client client;
  SSL* ssl;
  bool connected;
};

using Context = std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)>;

Context client_context(int version) {
  Context context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  SSL_CTX_set_security_level(context.get(), 0);
  SSL_CTX_set_min_proto_version(context.get(), version);
  SSL_CTX_set_max_proto_version(context.get(), version);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_CLIENT);
  return context;
}

}  // namespace

TEST_CASE("TLS 1.2 and 1.3 are served, sessions are resumed, older versions refused") {
  const Files files;
  Secure secure(files);
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    const auto context = client_context(version);
    TlsClient first(context.get(), secure.server.port());
    REQUIRE(first.connected);
    CHECK(first.ask("/", 6) == "secure");
    CHECK(first.ask("/large", 3'000'000) == std::string(3'000'000, 'L'));
    CHECK(first.ask("/", 6) == "secure");
    CHECK_FALSE(SSL_session_reused(first.ssl));
    SSL_SESSION* const session = SSL_get1_session(first.ssl);
    TlsClient second(context.get(), secure.server.port(), session);
    REQUIRE(second.connected);
    CHECK(second.ask("/", 6) == "secure");
    CHECK(SSL_session_reused(second.ssl));
    SSL_SESSION_free(session);
  }
  const auto old = client_context(TLS1_1_VERSION);
  CHECK_FALSE(TlsClient(old.get(), secure.server.port()).connected);
}

TEST_CASE("what is no handshake ends, quickly or at the time-out, and leaks no descriptor") {
  const Files files;
  Secure secure(files);
  const auto descriptors = [] {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
  };
  const auto context = client_context(TLS1_3_VERSION);
  CHECK(TlsClient(context.get(), secure.server.port()).ask("/", 6) == "secure");
  std::this_thread::sleep_for(50ms);
  const auto before = descriptors();
  for (int i = 0; i < 50; ++i) Client(secure.server.port()).send("\x16\x03\x01");
  Client plain(secure.server.port());
  plain.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(plain.receive().status == 0);
  Client silent(secure.server.port());
  CHECK(silent.is_closed_within(2s));
  CHECK(descriptors() <= before + 2);  // the two clients' own ends
  CHECK(TlsClient(context.get(), secure.server.port()).ask("/", 6) == "secure");
}

TEST_CASE("a wrong certificate or key is an error that names the file") {
  const Files files;
  CHECK_THROWS_WITH(Tls("/no/such/certificate.pem", files.key),
                    Catch::Contains("/no/such/certificate.pem"));
  CHECK_THROWS_WITH(Tls(files.certificate, files.certificate), Catch::Contains(files.certificate));
  std::ofstream(files.key) << "garbage";
  CHECK_THROWS_AS(Tls(files.certificate, files.key), core::Error);
}
