#include "http/connection.h"

#include <algorithm>
#include <stdexcept>

#include "core/error.h"
#include "core/problem.h"
#include "http/origin.h"
#include "http/refusal.h"

namespace citacal::http {

namespace {

constexpr std::size_t kFirstRead = 4 * 1024;
constexpr std::size_t kBodyRead = 64 * 1024;
constexpr int kTurns = 64;        // of one connection before the others have theirs
constexpr int kLingerMs = 1'000;  // for the peer to read our last answer before we let go
// While draining or crowded, idle connections go; but one that was in use this short ago may have
// its next request on the way.
constexpr std::chrono::milliseconds kQuiet{250};
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

Connection::Connection(Home& home, std::unique_ptr<Wire> wire, std::string peer, bool tls)
    : home_(home),
      wire_(std::move(wire)),
      peer_(std::move(peer)),
      tls_(tls),
      parser_(home.site.limits),
      active_(Clock::now()) {
  within(home.site.limits.header_timeout_ms);
}

void Connection::on_ready() {
  if (state_ == State::closed) return;
  may_read_ = true;
  active_ = Clock::now();
  pump();
}

void Connection::pump() try {
  for (int turn = 0; turn < kTurns; ++turn) {
    bool more = false;
    if (state_ == State::reading)
      more = read_on();
    else if (state_ == State::writing)
      more = write_on();
    else if (state_ == State::lingering)
      more = linger_on();
    if (!more) return;
  }
  home_.loop.post([self = shared_from_this()] { self->pump(); });
} catch (const std::exception&) {
  close();  // out of memory: this connection, not the process
}

bool Connection::read_on() {
  return parse() || fill();
}

// Uses what was read. True when a request is complete or refused, and so the state has changed.
bool Connection::parse() {
  while (!in_.empty()) {
    const auto used = parser_.take(in_.unused());
    in_.use(used);
    if (parser_.state() == Parser::State::body) take_body();
    if (state_ != State::reading) return true;
    if (parser_.state() == Parser::State::refused) {
      refuse(parser_.refusal());
      return true;
    }
    if (parser_.state() == Parser::State::done) {
      if (charge_body()) dispatch();
      return true;
    }
    if (used == 0) break;
  }
  return false;
}

// The head is read and a body follows.
void Connection::take_body() {
  if (!in_body_) {
    in_body_ = true;
    within(home_.site.limits.body_timeout_ms);
    if (parser_.expects_continue() && in_.empty() &&
        wire_->write(kContinue, {}).bytes != kContinue.size())
      return close();
  }
  charge_body();
}

// Counts the body against what all bodies may hold together; false when that is too much.
bool Connection::charge_body() {
  const auto size = parser_.request().body.size();
  if (size == charged_) return true;
  const auto all = home_.site.bodies_bytes += size - charged_;
  charged_ = size;
  if (all <= home_.site.limits.bodies_bytes) return true;
  refuse(refusal_response(overloaded(), parser_.request().language()));
  return false;
}

bool Connection::fill() {
  if (!may_read_) return false;
  // The parser refuses to leave more than a head's bytes unused, so this is bounded.
  const auto room = in_.room(in_body_ ? kBodyRead : kFirstRead);
  const Moved moved = wire_->read(room.data, room.size);
  may_read_ = moved.more;
  in_.came(moved.bytes);
  if (moved.closed) {
    close();
    return false;
  }
  if (!began_ && moved.bytes > 0) {
    began_ = true;  // once a request: empty lines before it do not buy time
    within(home_.site.limits.header_timeout_ms);
  }
  return moved.bytes > 0 || moved.more;
}

bool Connection::is_idle() const {
  return state_ == State::reading && in_.empty() && parser_.state() == Parser::State::head;
}

void Connection::dispatch() {
  started_ = Clock::now();
  deadline_ = Clock::time_point::max();  // a handler is not interrupted
  state_ = State::working;
  auto& request = parser_.request();
  auto origin = origin_of(request.headers, peer_, tls_, home_.site.trusted_proxies);
  request.peer = std::move(origin.peer);
  request.secure = origin.secure;
  std::optional<core::Response> response;
  if (home_.site.quick) response = handled(true);
  if (response && !needs_gzip(request, *response)) return finish(*response, closes());
  to_worker(std::move(response));
}

// Has the request handled, or the ready response compressed, by a worker.
void Connection::to_worker(std::optional<core::Response> ready) {
  const auto job = [self = shared_from_this(), ready] {
    auto response = ready ? *ready : *self->handled(false);
    try {
      if (needs_gzip(self->parser_.request(), response)) make_gzip(response);
    } catch (const std::exception&) {
      // Without memory to compress it goes as it is.
    }
    self->home_.loop.post([self, response = std::move(response)] {
      if (self->state_ == State::closed) return;
      self->finish(response, self->closes());
      self->pump();
    });
  };
  if (home_.site.workers.push(job)) return;
  finish(ready ? *ready : refusal_response(overloaded(), parser_.request().language()), closes());
}

// What the handler answers, or the problem that it throws; nothing only from the quick one.
std::optional<core::Response> Connection::handled(bool quick) {
  auto& request = parser_.request();
  try {
    if (quick) return home_.site.quick(request);
    return home_.site.handler(request);
  } catch (const std::exception& error) {
    return core::problem(error, request.language());
  } catch (...) {
    return core::problem(std::runtime_error("an exception that is none of std's"),
                         request.language());
  }
}

bool Connection::closes() const {
  return !parser_.keep_alive() || home_.site.draining;
}

void Connection::finish(const core::Response& response, bool close) {
  Terms terms;
  terms.close = close;
  terms.http_1_0 = parser_.http_1_0();
  terms.date = home_.stamp.http_date();
  status_ = response.status;
  logged_as_ = response.logged_as;
  logged_login_ = response.logged_login;
  logged_error_ = response.logged_error;
  try {
    answer_ = compose(parser_.request(), response, terms);
  } catch (const core::Error& error) {
    const auto instead = core::problem(error, parser_.request().language());
    status_ = instead.status;
    logged_error_ = instead.logged_error;
    answer_ = compose(parser_.request(), instead, terms);
  }
  sent_ = 0;
  state_ = State::writing;
  const auto& limits = home_.site.limits;
  deadline_ = Clock::now() + std::chrono::milliseconds(limits.write_timeout_ms) +
              std::chrono::seconds(answer_.payload.size() / limits.slowest_bytes_per_s);
}

// What cannot be read as a request is answered, and ends the connection.
void Connection::refuse(const core::Response& response) {
  started_ = Clock::now();
  finish(response, true);
}

bool Connection::write_on() {
  const std::string_view head(answer_.head);
  const auto of_head = std::min(sent_, head.size());
  const Moved moved = wire_->write(head.substr(of_head), answer_.payload.substr(sent_ - of_head));
  sent_ += moved.bytes;
  if (moved.closed) {
    log_answer();
    close();
    return false;
  }
  if (sent_ < head.size() + answer_.payload.size()) return moved.more;
  end_of_answer();
  return true;
}

void Connection::end_of_answer() {
  log_answer();
  if (answer_.close) {
    // Closing with bytes unread would reset the connection, and the answer with it.
    wire_->finish();
    state_ = State::lingering;
    within(std::min(kLingerMs, home_.site.limits.write_timeout_ms));
    return;
  }
  expect_request();
}

void Connection::expect_request() {
  release_body();
  answer_ = Answer{};
  parser_.reset();
  in_body_ = false;
  began_ = !in_.empty();
  state_ = State::reading;
  active_ = Clock::now();
  in_.shrink(kFirstRead);
  const auto& limits = home_.site.limits;
  within(began_ ? limits.header_timeout_ms : limits.idle_timeout_ms);
}

bool Connection::linger_on() {
  char thrown_away[4 * 1024];
  const Moved moved = wire_->read(thrown_away, sizeof thrown_away);
  if (moved.closed) close();
  return !moved.closed && (moved.bytes > 0 || moved.more);
}

void Connection::log_answer() {
  if (!home_.site.log.is_on()) return;
  const auto& request = parser_.request();
  if (logged_as_.empty()) logged_as_ = shown_path(request.target);
  Entry entry;
  entry.time = home_.stamp.utc();
  entry.peer = request.peer.empty() ? peer_ : request.peer;
  entry.login = logged_login_;
  entry.method = request.method;
  entry.path = logged_as_;
  entry.status = status_;
  entry.bytes = sent_;
  entry.duration_us =
      std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started_).count();
  entry.error = logged_error_;
  home_.site.log.add(entry);
}

void Connection::release_body() {
  home_.site.bodies_bytes -= charged_;
  charged_ = 0;
}

void Connection::tick(Clock::time_point now) {
  if (state_ == State::closed) return;
  const bool yields = home_.site.draining || home_.site.crowded;
  if (yields && is_idle() && now - active_ > kQuiet) return close();
  if (now < deadline_) return;
  if (state_ == State::reading && !is_idle()) {
    refuse(refusal_response(too_slow(), parser_.request().language()));
    return pump();
  }
  if (state_ == State::writing) log_answer();
  close();
}

void Connection::close() {
  if (state_ == State::closed) return;
  state_ = State::closed;
  release_body();
  wire_.reset();
  home_.closed(*this);
}

}  // namespace citacal::http
