// The HTTP/1.1 server (RFC 9110, 9112): plain or TLS sockets in, Requests to the handlers, their
// Responses out. Every resource that a client can take is bounded by Limits. No library shows.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/exchange.h"
#include "http/access_log.h"
#include "http/limits.h"

namespace citacal::http {

struct Listen {
  std::string host = "127.0.0.1";  // a name or address; "::" and "0.0.0.0" are all
  std::uint16_t port = 0;          // 0: any that is free
  std::string certificate_file;    // PEM, with the chain; empty: plain HTTP
  std::string key_file;
};

struct Options {
  std::vector<Listen> listen;
  Limits limits;
  int io_threads = 0;                        // 0: one for every two processors
  int workers = 8;                           // threads that run the Handler
  std::vector<std::string> trusted_proxies;  // addresses whose X-Forwarded-For/-Proto is believed
  LogSink access_log;                        // none: no log
};

// Runs on a worker thread; may wait. A thrown core::Error becomes its RFC 9457 problem; of any
// other exception the client sees only "internal", the log all.
using Handler = std::function<core::Response(core::Request&)>;
// Runs on the I/O thread: answers only what needs no waiting, such as a cached feed; nullopt passes
// the request on to the Handler. The same exceptions.
using QuickHandler = std::function<std::optional<core::Response>(core::Request&)>;

// Whether `host` names this machine only, so that plain HTTP does not leave it.
bool is_loopback(const std::string& host);

class Server {
 public:
  // Binds, so that a port in use or a bad certificate is known at once: throws core::Error
  // (invalid or unavailable) that names it.
  Server(Options options, Handler handler, QuickHandler quick = {});
  ~Server();  // stops at once

  std::uint16_t port(std::size_t listen = 0) const;  // what port 0 became
  void start();
  // Accepts no more, closes idle connections, lets requests in hand end until `drain` is over, then
  // cuts them (a handler that runs is still waited for); the access log is written when it returns.
  // Not to be called from a handler.
  void stop(std::chrono::milliseconds drain);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace citacal::http
