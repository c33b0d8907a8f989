#include "http/refusal.h"

#include "core/text.h"

namespace citacal::http {

Refusal too_slow() {
  return {408,
          "request-timeout",
          {"La petición no llegó completa a tiempo.", "The request did not arrive in time."}};
}

Refusal overloaded() {
  return {503,
          "overloaded",
          {"El servicio está ocupado: repita la petición en un momento.",
           "The service is busy: repeat the request in a moment."}};
}

core::Response refusal_response(const Refusal& refusal, core::Language language) {
  auto response = core::Response::of(
      refusal.status, "application/problem+json",
      "{\"type\":\"about:blank\",\"title\":" + core::json_quoted(reason(refusal.status)) +
          ",\"status\":" + std::to_string(refusal.status) +
          ",\"detail\":" + core::json_quoted(refusal.message.in(language)) +
          ",\"code\":" + core::json_quoted(refusal.condition) + "}");
  response.headers.add("Cache-Control", "no-store");
  response.headers.add("Content-Language", language == core::Language::en ? "en" : "es");
  if (refusal.status == 503) response.headers.add("Retry-After", "1");
  return response;
}

std::string_view reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 207:
      return "Multi-Status";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 423:
      return "Locked";
    case 424:
      return "Failed Dependency";
    case 428:
      return "Precondition Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    case 507:
      return "Insufficient Storage";
    default:
      return "Unknown";
  }
}

}  // namespace citacal::http
