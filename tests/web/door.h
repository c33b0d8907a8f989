// The web door as a client meets it: requests in, answers out, without sockets.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/exchange.h"
#include "support/office.h"
#include "web/json_fields.h"
#include "web/web.h"

namespace citacal::test {

inline std::string base64(const std::string& bytes) {
  static const char* kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned group = 0;
    for (std::size_t j = 0; j < 3; ++j)
      group = group << 8 | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0u);
    for (std::size_t j = 0; j < 4; ++j)
      out += j <= bytes.size() - i ? kDigits[group >> (18 - 6 * j) & 63u] : '=';
  }
  return out;
}

using HeaderList = std::vector<std::pair<std::string, std::string>>;

inline core::Request make_request(std::string method, std::string target, HeaderList headers = {},
                                  std::string body = {}) {
  core::Request request;
  request.method = std::move(method);
  request.target = std::move(target);
  request.peer = "192.0.2.7";
  request.body = std::move(body);
  for (auto& [name, value] : headers) request.headers.add(name, value);
  core::parse_target(request);
  return request;
}

// A client with an account (or without: empty login).
struct Client {
  service::Office& office;
  std::string login;
  std::string language = "en";

  core::Response send(const std::string& method, const std::string& target,
                      const std::string& body = {}, HeaderList headers = {}) const {
    if (!login.empty())
      headers.emplace_back("Authorization", "Basic " + base64(login + ":" + kPassword));
    headers.emplace_back("Accept-Language", language);
    bool typed = body.empty();
    for (const auto& [name, value] : headers) typed = typed || name == "Content-Type";
    if (!typed) headers.emplace_back("Content-Type", "application/json");
    auto request = make_request(method, target, headers, body);
    return web::answer(office, request);
  }
  core::Response get(const std::string& target, HeaderList headers = {}) const {
    return send("GET", target, {}, std::move(headers));
  }
  core::Response post(const std::string& target, const std::string& body = {},
                      HeaderList headers = {}) const {
    return send("POST", target, body, std::move(headers));
  }
};

inline std::string body_of(const core::Response& response) {
  return response.body ? response.body->bytes() : std::string();
}
inline web::Fields json_of(const core::Response& response) {
  return web::Fields::parse(body_of(response));
}
// The stable word of a problem.
inline std::string code_of(const core::Response& response) {
  return json_of(response).line("code");
}

}  // namespace citacal::test
