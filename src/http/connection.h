// One client's connection: reads requests one after another, has them answered, writes the answers
// in order, and keeps every time limit. It lives on one I/O thread and needs no lock.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/exchange.h"
#include "http/answer.h"
#include "http/inbox.h"
#include "http/loop.h"
#include "http/parser.h"
#include "http/site.h"
#include "http/wire.h"

namespace citacal::http {

class Connection final : public Loop::Source, public std::enable_shared_from_this<Connection> {
 public:
  using Clock = std::chrono::steady_clock;
  // What a connection is told by whom it belongs to.
  struct Home {
    Site& site;
    Loop& loop;
    Stamp& stamp;
    std::function<void(Connection&)> closed;  // on the loop's thread, once
  };

  Connection(Home& home, std::unique_ptr<Wire> wire, std::string peer, bool tls);

  void on_ready() override;
  void tick(Clock::time_point now);  // ends what has taken too long
  void close();                      // at once; tells home.closed
  const std::string& peer() const { return peer_; }
  int descriptor() const { return wire_->descriptor(); }

 private:
  enum class State { reading, working, writing, lingering, closed };

  void pump();
  bool read_on();  // these return whether there may be more to do at once
  bool write_on();
  bool linger_on();
  bool parse();
  bool fill();
  bool is_idle() const;
  void expect_request();
  void take_body();
  bool charge_body();
  void dispatch();
  void to_worker(std::optional<core::Response> ready);
  std::optional<core::Response> handled(bool quick);
  void finish(const core::Response& response, bool close);
  bool closes() const;
  void refuse(const core::Response& response);
  void end_of_answer();
  void log_answer();
  void release_body();
  void within(int time_ms) { deadline_ = Clock::now() + std::chrono::milliseconds(time_ms); }

  Home& home_;
  std::unique_ptr<Wire> wire_;
  const std::string peer_;
  const bool tls_;
  Parser parser_;
  State state_ = State::reading;
  Clock::time_point deadline_;
  Clock::time_point active_;   // when the last byte came or the last answer went
  Clock::time_point started_;  // the present request
  bool may_read_ = true;
  bool began_ = false;    // bytes of the present request have come: the deadline is the head's
  bool in_body_ = false;  // the deadline is the body's
  Inbox in_;
  std::size_t charged_ = 0;  // bytes of this body counted in site.bodies_bytes
  Answer answer_;
  std::size_t sent_ = 0;  // of head and payload together
  int status_ = 0;        // what the log will say of the answer
  std::string logged_as_, logged_login_, logged_error_;
};

}  // namespace citacal::http
