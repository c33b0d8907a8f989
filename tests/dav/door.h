// The WebDAV door as a client meets it: an office, requests in, answers out, without sockets.
#pragma once

#include <string>
#include <utility>

#include "dav/dav.h"
#include "support/office.h"
#include "support/request.h"
#include "support/xml_path.h"

namespace citacal::test {

struct Door {
  TestOffice office;
  std::string login = "coordinadora";  // who asks; empty: nobody
  std::string language = "en";

  core::Response ask(const std::string& method, const std::string& target, HeaderList headers = {},
                     const std::string& body = {}) {
    headers.emplace_back("Host", "citas.instituto.example");
    headers.emplace_back("Accept-Language", language);
    if (!login.empty()) headers.emplace_back("Authorization", basic_credentials(login, kPassword));
    auto request = make_request(method, target, std::move(headers), body);
    if (!body.empty() && !request.headers.find("Content-Type"))
      request.headers.add("Content-Type", body.starts_with("BEGIN:")
                                              ? "text/calendar; charset=utf-8"
                                              : "application/xml; charset=utf-8");
    return dav::answer(office.office, request);
  }
  // "/dav/calendars/coordinadora/" with what stands in it.
  std::string home(const std::string& below = {}) const {
    return "/dav/calendars/" + login + "/" + below;
  }
};

// With every LF as CRLF: iCalendar as it is put.
inline std::string with_crlf(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') out += '\r';
    out += c;
  }
  return out;
}

// The first element of a DAV:error, by its local name; empty where the body is none.
inline std::string precondition_of(const core::Response& response) {
  const auto body = body_of(response);
  const auto error = body.find("<D:error");
  if (error == std::string::npos) return {};
  const auto start = body.find(':', body.find('<', body.find('>', error)));
  return body.substr(start + 1, body.find_first_of(" />", start) - start - 1);
}

}  // namespace citacal::test
