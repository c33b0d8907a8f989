#include "http/answer.h"

#include <algorithm>
#include <charconv>

#include "core/error.h"
#include "core/text.h"
#include "http/gzip.h"
#include "http/refusal.h"

namespace citacal::http {

namespace {

// Whether this answer comes in two codings, so that caches must be told (Vary).
bool varies(const core::Response& response) {
  return response.body && response.body->bytes().size() >= kGzipFrom && response.status != 206 &&
         is_compressible(response.headers.get("Content-Type")) &&
         !response.headers.find("Content-Encoding") &&
         response.headers.get("Cache-Control").find("no-transform") == std::string_view::npos;
}

bool takes_gzip(const core::Request& request) {
  const auto accept = request.headers.find("Accept-Encoding");
  return accept && accepts_gzip(*accept);
}

bool has_no_body(int status) {
  return status < 200 || status == 204 || status == 304;
}

bool is_ours(std::string_view name) {
  for (const std::string_view ours :
       {"Date", "Content-Length", "Connection", "Server", "Transfer-Encoding", "Keep-Alive"})
    if (core::equals_ignoring_case(name, ours)) return true;
  return false;
}

bool is_token(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

bool is_value(std::string_view value) {
  return std::none_of(value.begin(), value.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7F;
  });
}

void line(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ").append(value).append("\r\n");
}

// What a 304 leaves out: the client has it (RFC 9110 §15.4.5).
bool is_known_to_client(std::string_view name) {
  constexpr std::string_view kContent = "Content-";
  return core::equals_ignoring_case(name.substr(0, kContent.size()), kContent) &&
         !core::equals_ignoring_case(name, "Content-Location");
}

void add_fields(std::string& head, const core::Response& response, bool gzipped) {
  for (const auto& [name, value] : response.headers.all()) {
    if (is_ours(name) || (response.status == 304 && is_known_to_client(name))) continue;
    core::expects(is_token(name) && is_value(value), "a response header holds a control character");
    if (gzipped && core::equals_ignoring_case(name, "ETag"))
      line(head, name, gzip_etag(value));
    else
      line(head, name, value);
  }
}

void add_status(std::string& head, int status) {
  core::expects(status >= 200 && status <= 599, "a response status is out of range");
  head.append("HTTP/1.1 ").append(std::to_string(status)).append(1, ' ');
  head.append(reason(status)).append("\r\n");
}

}  // namespace

bool needs_gzip(const core::Request& request, const core::Response& response) {
  return varies(response) && !has_no_body(response.status) && !response.body->has_gzip() &&
         takes_gzip(request);
}

void make_gzip(const core::Response& response) {
  response.body->gzip(&gzip);
}

Answer compose(const core::Request& request, const core::Response& response, const Terms& terms) {
  Answer answer;
  const bool bodyless = has_no_body(response.status);
  const bool two_codings = varies(response);
  const bool gzipped =
      two_codings && takes_gzip(request) && (bodyless || response.body->has_gzip());
  answer.close = terms.close;
  answer.head.reserve(512);
  add_status(answer.head, response.status);
  line(answer.head, "Date", terms.date);
  line(answer.head, "Server", "citacal");
  add_fields(answer.head, response, gzipped);
  if (two_codings) line(answer.head, "Vary", "Accept-Encoding");
  if (!bodyless) {
    std::string_view payload;
    if (response.body) payload = gzipped ? response.body->gzip(&gzip) : response.body->bytes();
    if (gzipped) line(answer.head, "Content-Encoding", "gzip");
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, payload.size()).ptr;
    line(answer.head, "Content-Length", {digits, static_cast<std::size_t>(end - digits)});
    if (request.method != "HEAD") {
      answer.payload = payload;
      answer.body = response.body;
    }
  }
  if (terms.close)
    line(answer.head, "Connection", "close");
  else if (terms.http_1_0)
    line(answer.head, "Connection", "keep-alive");
  answer.head.append("\r\n");
  return answer;
}

}  // namespace citacal::http
