// Requests for the doors as a client writes them, and what is read of the answers; no sockets.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/exchange.h"

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

inline std::string basic_credentials(const std::string& login, const std::string& password) {
  return "Basic " + base64(login + ":" + password);
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

// iCalendar text as lines to look into: unfolded (RFC 5545 §3.1), ended by LF.
inline std::string unfolded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto next = text.substr(i, 3);
    if (next == "\r\n " || next == "\r\n\t")
      i += 2;
    else if (text[i] != '\r')
      out += text[i];
  }
  return out;
}

inline std::string body_of(const core::Response& response) {
  return response.body ? response.body->bytes() : std::string();
}

}  // namespace citacal::test
