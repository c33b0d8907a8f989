// A listening socket: binds, and accepts as long as there is room.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "http/loop.h"
#include "http/wire.h"

namespace citacal::http {

class Listener final : public Loop::Source {
 public:
  // Is asked before each accept; what is accepted is handed over with the peer's normal address.
  struct Gate {
    std::function<bool()> has_room;
    std::function<void(int descriptor, std::string peer)> admit;
  };

  // Throws Code::unavailable if the address is unknown or in use.
  Listener(const std::string& host, std::uint16_t port, Gate gate);
  ~Listener() override;
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  std::uint16_t port() const { return port_; }
  int descriptor() const { return descriptor_; }
  void on_ready() override;  // accepts what waits
  void tick();               // tries again after a time without room or descriptors
  void close();              // accepts what has arrived, then no more

 private:
  void bind(const std::string& host, std::uint16_t port);

  Gate gate_;
  int descriptor_ = -1;
  std::uint16_t port_ = 0;
  bool paused_ = false;
};

}  // namespace citacal::http
