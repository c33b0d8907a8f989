#include "http/refusal.h"

#include "core/problem.h"

namespace citacal::http {

namespace {

struct Reason {
  int status;
  std::string_view phrase;
};
constexpr Reason kReasons[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {207, "Multi-Status"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {423, "Locked"},
    {424, "Failed Dependency"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
    {507, "Insufficient Storage"},
};

}  // namespace

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
  const std::string title(reason(refusal.status));
  return core::problem(core::Problem{refusal.status,
                                     refusal.condition,
                                     {title, title},
                                     refusal.message,
                                     "",
                                     refusal.status == 503 ? 1 : 0},
                       language);
}

std::string_view reason(int status) {
  for (const auto& [known, phrase] : kReasons)
    if (known == status) return phrase;
  return "Unknown";
}

}  // namespace citacal::http
