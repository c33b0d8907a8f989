// Beast asserts, wrongly, that a last chunk which arrives byte by byte has 5 bytes at the second
// look (basic_parser::parse_chunk_header): without this line a client could end the process.
#define BOOST_DISABLE_ASSERTS

#include "http/parser.h"

#include <boost/beast/http/basic_parser.hpp>

#include "core/problem.h"
#include "core/text.h"
#include "http/guard.h"

namespace citacal::http {

namespace {

using boost::beast::error_code;
using boost::beast::string_view;
using BeastError = boost::beast::http::error;

Refusal refusal_of(const error_code& error) {
  if (error == BeastError::body_limit)
    return {413,
            "body-too-large",
            {"El cuerpo de la petición es demasiado grande.", "The request body is too large."}};
  if (error == BeastError::bad_version)
    return {505, "bad-version", {"Solo se habla HTTP/1.1.", "Only HTTP/1.1 is spoken here."}};
  return {400,
          "bad-request",
          {"La petición no es HTTP/1.1 bien formado (" + error.message() + ").",
           "The request is not well-formed HTTP/1.1 (" + error.message() + ")."}};
}

Refusal head_too_large() {
  return {431,
          "header-too-large",
          {"La cabecera de la petición es demasiado grande.", "The request header is too large."}};
}

}  // namespace

// Writes what Beast recognises straight into the Request, without Beast's own field container.
class Parser::Beast final : public boost::beast::http::basic_parser<true> {
 public:
  Beast(core::Request& request, std::size_t body_bytes) : request_(request) {
    body_limit(body_bytes);
    header_limit(0xFFFFFFFF);  // ours is checked before
  }
  bool is_http_1_0() const { return version_ == 10; }

 private:
  using Code = error_code;

  void on_request_impl(boost::beast::http::verb, string_view method, string_view target,
                       int version, Code&) override {
    request_.method.assign(method.data(), method.size());
    request_.target.assign(target.data(), target.size());
    version_ = version;
  }
  void on_response_impl(int, string_view, int, Code&) override {}
  void on_field_impl(boost::beast::http::field, string_view name, string_view value,
                     Code&) override {
    if (in_body_) return;  // trailer fields are not merged (RFC 9110 §6.5.1)
    request_.headers.add({name.data(), name.size()}, {value.data(), value.size()});
  }
  void on_header_impl(Code&) override { in_body_ = true; }
  void on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) override {}
  std::size_t on_body_impl(string_view body, Code&) override {
    request_.body.append(body.data(), body.size());
    return body.size();
  }
  void on_chunk_header_impl(std::uint64_t, string_view, Code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, string_view body, Code&) override {
    request_.body.append(body.data(), body.size());
    return body.size();
  }
  void on_finish_impl(Code&) override {}

  core::Request& request_;
  int version_ = 11;
  bool in_body_ = false;
};

struct Parser::Inside {
  std::optional<Beast> beast;  // a new one for each request: Beast's parser cannot be reset
};

Parser::Parser(const Limits& limits) : limits_(limits), inside_(std::make_unique<Inside>()) {
  inside_->beast.emplace(request_, limits_.body_bytes);
}

Parser::~Parser() = default;

void Parser::reset() {
  state_ = State::head;
  scanned_ = 0;
  request_ = core::Request{};
  refusal_.reset();
  keep_alive_ = http_1_0_ = expects_continue_ = false;
  inside_->beast.emplace(request_, limits_.body_bytes);
}

std::size_t Parser::take(std::string_view bytes) {
  if (state_ == State::head) return take_head(bytes);
  if (state_ == State::body) return take_body(bytes);
  return 0;
}

std::size_t Parser::take_head(std::string_view bytes) {
  const auto skipped = leading_blank_lines(bytes);
  if (skipped > 0) scanned_ = 0;
  bytes.remove_prefix(skipped);
  const auto end = bytes.find("\r\n\r\n", scanned_ < 3 ? 0 : scanned_ - 3);
  if (end == std::string_view::npos || end + 4 > limits_.header_bytes) {
    scanned_ = bytes.size();
    if (bytes.size() > limits_.header_bytes) refuse(head_too_large());
    return skipped;
  }
  const auto head = bytes.substr(0, end + 4);
  if (const auto refusal = check_octets(head)) {
    refuse(*refusal);
    return skipped;
  }
  error_code error;
  inside_->beast->put(boost::asio::const_buffer(head.data(), head.size()), error);
  if (error) {
    refuse(refusal_of(error));
    return skipped;
  }
  finish_head();
  return skipped + head.size();
}

void Parser::finish_head() {
  const Beast& beast = *inside_->beast;
  if (!beast.is_header_done()) return refuse(refusal_of(BeastError::partial_message));
  http_1_0_ = beast.is_http_1_0();
  keep_alive_ = beast.keep_alive();
  use_absolute_form(request_);
  if (const auto refusal = check_framing(request_.headers, http_1_0_)) return refuse(*refusal);
  try {
    core::parse_target(request_);
  } catch (const core::Error& error) {
    refusal_ = core::problem(error, request_.language());
    state_ = State::refused;
    return;
  }
  state_ = beast.is_done() ? State::done : State::body;
  expects_continue_ = state_ == State::body && !http_1_0_ && request_.headers.find("Expect");
}

std::size_t Parser::take_body(std::string_view bytes) {
  std::size_t used = 0;
  while (used < bytes.size() && state_ == State::body) {
    error_code error;
    const auto rest = bytes.substr(used);
    const auto n = inside_->beast->put(boost::asio::const_buffer(rest.data(), rest.size()), error);
    used += n;
    if (error == BeastError::need_more) {
      // A chunk's line or the trailer does not end: what waits for its end is bounded.
      if (rest.size() - n > limits_.header_bytes) refuse(refusal_of(error));
      break;
    }
    if (error)
      refuse(refusal_of(error));
    else if (inside_->beast->is_done())
      state_ = State::done;
  }
  return used;
}

void Parser::refuse(const Refusal& refusal) {
  refusal_ = refusal_response(refusal, request_.language());
  keep_alive_ = false;
  state_ = State::refused;
}

}  // namespace citacal::http
