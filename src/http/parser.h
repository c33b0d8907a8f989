// Reads one request after another off a byte stream: Boost.Beast's parser under the rules of guard.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include "core/exchange.h"
#include "http/limits.h"
#include "http/refusal.h"

namespace citacal::http {

class Parser {
 public:
  enum class State { head, body, done, refused };

  explicit Parser(const Limits& limits);
  ~Parser();

  // Uses what it can of `bytes` and returns how many; stops at the end of the head, then at the end
  // of the request. What it leaves must come again, followed by more.
  std::size_t take(std::string_view bytes);
  void reset();  // for the next request

  State state() const { return state_; }
  core::Request& request() { return request_; }
  const core::Response& refusal() const { return *refusal_; }  // the answer, in state refused
  bool keep_alive() const { return keep_alive_; }
  bool http_1_0() const { return http_1_0_; }
  bool expects_continue() const { return expects_continue_; }

 private:
  class Beast;
  struct Inside;

  std::size_t take_head(std::string_view bytes);
  std::size_t take_body(std::string_view bytes);
  void finish_head();
  void refuse(const Refusal& refusal);

  const Limits& limits_;
  State state_ = State::head;
  std::size_t scanned_ = 0;  // of a head that is not complete
  core::Request request_;
  std::optional<core::Response> refusal_;
  bool keep_alive_ = false;
  bool http_1_0_ = false;
  bool expects_continue_ = false;
  std::unique_ptr<Inside> inside_;
};

}  // namespace citacal::http
