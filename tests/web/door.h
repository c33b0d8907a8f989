// The web door as a client meets it: requests in, answers out, without sockets.
#pragma once

#include <string>
#include <utility>

#include "support/office.h"
#include "support/request.h"
#include "web/json_fields.h"
#include "web/web.h"

namespace citacal::test {

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

inline web::Fields json_of(const core::Response& response) {
  return web::Fields::parse(body_of(response));
}
// The stable word of a problem.
inline std::string code_of(const core::Response& response) {
  return json_of(response).line("code");
}

}  // namespace citacal::test
