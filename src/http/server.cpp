#include "http/server.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <unordered_map>

#include "core/error.h"
#include "http/connection.h"
#include "http/listener.h"
#include "http/origin.h"
#include "http/tls.h"
#include "http/wire.h"

namespace citacal::http {

namespace {

// Counts connections, in all and by peer, from every thread.
class Census {
 public:
  explicit Census(const Limits& limits) : limits_(limits) {}

  bool is_full() {
    const std::lock_guard lock(mutex_);
    return all_ >= limits_.connections;
  }
  bool enter(const std::string& peer, bool trusted) {
    const std::lock_guard lock(mutex_);
    int& count = by_peer_[peer];
    if (!trusted && count >= limits_.connections_per_peer) return false;
    ++count;
    ++all_;
    return true;
  }
  void leave(const std::string& peer) {
    const std::lock_guard lock(mutex_);
    const auto place = by_peer_.find(peer);
    if (--place->second == 0) by_peer_.erase(place);
    if (--all_ == 0) empty_.notify_all();
  }
  void wait_empty(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    empty_.wait_for(lock, time, [&] { return all_ == 0; });
  }

 private:
  const Limits& limits_;
  std::mutex mutex_;
  std::condition_variable empty_;
  std::map<std::string, int> by_peer_;
  int all_ = 0;
};

// How often time limits are looked at: a quarter of the shortest, so that none is missed by much.
int tick_ms(const Limits& limits) {
  const int shortest = std::min({limits.idle_timeout_ms, limits.header_timeout_ms,
                                 limits.body_timeout_ms, limits.write_timeout_ms});
  return std::clamp(shortest / 4, 10, 250);
}

std::vector<std::string> normal(const std::vector<std::string>& addresses) {
  std::vector<std::string> out;
  for (const auto& address : addresses) {
    out.push_back(normal_address(address));
    if (out.back().empty())
      throw core::Error(core::Code::invalid, "trusted-proxy",
                        {"«" + address + "» no es una dirección IP.",
                         "\"" + address + "\" is not an IP address."});
  }
  return out;
}

// One I/O thread with its connections.
struct Shard {
  Shard(Site& site, Census& everybody, int tick, std::function<void()> also)
      : census(everybody),
        and_then(std::move(also)),
        home{site, loop, stamp, [this](Connection& connection) { closed(connection); }},
        loop(tick, [this] { sweep(); }) {}

  void adopt(std::unique_ptr<Wire> wire, std::string peer, bool tls) {
    const auto connection =
        std::make_shared<Connection>(home, std::move(wire), std::move(peer), tls);
    connections.emplace(connection.get(), connection);
    if (!loop.watch(connection->descriptor(), *connection)) connection->close();
  }
  void closed(Connection& connection) {
    census.leave(connection.peer());
    // Events of this turn may still name it.
    loop.post([this, address = &connection] { connections.erase(address); });
  }
  void sweep() {
    const auto now = Connection::Clock::now();
    for (const auto& [address, connection] : connections) connection->tick(now);
    if (and_then) and_then();
  }
  void close_all() {
    for (const auto& [address, connection] : connections) connection->close();
  }

  Census& census;
  std::function<void()> and_then;
  Stamp stamp;
  Connection::Home home;
  std::unordered_map<Connection*, std::shared_ptr<Connection>> connections;
  Loop loop;
};

}  // namespace

struct Server::Inside {
  Inside(Options options, Handler handler, QuickHandler quick);
  bool has_room();
  void admit(int descriptor, std::string peer, const Tls* tls);
  void start();
  void stop(std::chrono::milliseconds drain);

  AccessLog log;
  Workers workers;
  Site site;
  Census census;
  std::vector<std::unique_ptr<Tls>> tls;
  std::vector<std::unique_ptr<Listener>> listeners;
  std::vector<std::unique_ptr<Shard>> shards;  // the first also accepts
  std::size_t next_shard = 0;
  bool running = false;
};

Server::Inside::Inside(Options options, Handler handler, QuickHandler quick)
    : log(std::move(options.access_log)),
      workers(std::max(1, options.workers), options.limits.queue),
      site{options.limits,
           normal(options.trusted_proxies),
           std::move(handler),
           std::move(quick),
           log,
           workers},
      census(site.limits) {
  for (const auto& listen : options.listen) {
    tls.push_back(listen.certificate_file.empty()
                      ? nullptr
                      : std::make_unique<Tls>(listen.certificate_file, listen.key_file));
    Listener::Gate gate{[this] { return has_room(); },
                        [this, context = tls.back().get()](int descriptor, std::string peer) {
                          admit(descriptor, std::move(peer), context);
                        }};
    listeners.push_back(std::make_unique<Listener>(listen.host, listen.port, std::move(gate)));
  }
  const int processors = static_cast<int>(std::thread::hardware_concurrency());
  const int threads = options.io_threads > 0 ? options.io_threads : std::max(1, processors / 2);
  for (int i = 0; i < threads; ++i) {
    std::function<void()> accept_again;
    if (i == 0)
      accept_again = [this] {
        for (const auto& listener : listeners) listener->tick();
      };
    shards.push_back(
        std::make_unique<Shard>(site, census, tick_ms(site.limits), std::move(accept_again)));
  }
}

bool Server::Inside::has_room() {
  site.crowded = census.is_full();
  return !site.crowded;
}

// On the first shard's thread: hands the socket to the next shard in turn.
void Server::Inside::admit(int descriptor, std::string peer, const Tls* context) {
  const auto& trusted = site.trusted_proxies;
  const bool is_proxy = std::find(trusted.begin(), trusted.end(), peer) != trusted.end();
  if (!census.enter(peer, is_proxy)) {
    ::close(descriptor);
    return;
  }
  Shard& shard = *shards[next_shard++ % shards.size()];
  const auto adopt = [&shard, descriptor, peer = std::move(peer), context] {
    shard.adopt(context ? context->wire(descriptor) : plain_wire(descriptor), peer,
                context != nullptr);
  };
  if (&shard == shards.front().get()) return adopt();
  shard.loop.post(adopt);
}

void Server::Inside::start() {
  running = true;
  for (const auto& shard : shards) shard->loop.start();
  shards.front()->loop.post([this] {
    for (const auto& listener : listeners)
      shards.front()->loop.watch(listener->descriptor(), *listener);
  });
}

void Server::Inside::stop(std::chrono::milliseconds drain) {
  if (!running) return;
  running = false;
  site.draining = true;
  std::mutex mutex;
  std::condition_variable closed;
  bool done = false;
  shards.front()->loop.post([&] {
    for (const auto& listener : listeners) listener->close();
    const std::lock_guard lock(mutex);
    done = true;
    closed.notify_one();
  });
  {
    std::unique_lock lock(mutex);
    closed.wait(lock, [&] { return done; });
  }
  census.wait_empty(drain);
  for (const auto& shard : shards) shard->loop.post([&shard] { shard->close_all(); });
  for (const auto& shard : shards) shard->loop.stop();
  workers.stop();
  log.flush();
}

Server::Server(Options options, Handler handler, QuickHandler quick)
    : inside_(std::make_unique<Inside>(std::move(options), std::move(handler), std::move(quick))) {}

Server::~Server() {
  inside_->stop(std::chrono::milliseconds(0));
}

std::uint16_t Server::port(std::size_t listen) const {
  return inside_->listeners.at(listen)->port();
}

void Server::start() {
  inside_->start();
}

void Server::stop(std::chrono::milliseconds drain) {
  inside_->stop(drain);
}

bool is_loopback(const std::string& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (host.empty() || ::getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return false;
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(found, ::freeaddrinfo);
  for (const addrinfo* at = found; at != nullptr; at = at->ai_next) {
    const auto* const four = reinterpret_cast<const sockaddr_in*>(at->ai_addr);
    const auto* const six = reinterpret_cast<const sockaddr_in6*>(at->ai_addr);
    const bool local = at->ai_family == AF_INET ? (ntohl(four->sin_addr.s_addr) >> 24) == 127
                                                : IN6_IS_ADDR_LOOPBACK(&six->sin6_addr) != 0;
    if (!local) return false;
  }
  return true;
}

}  // namespace citacal::http
