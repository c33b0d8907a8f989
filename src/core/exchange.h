// One HTTP exchange as values: what every web-facing door sees. No socket, no library.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/phrase.h"
#include "core/time.h"

namespace citacal::core {

// Header fields in their order; names compare without case, a name may repeat.
class Headers {
 public:
  std::optional<std::string_view> find(std::string_view name) const;  // the first
  std::string_view get(std::string_view name) const;                  // the first, or empty
  void add(std::string name, std::string value);
  void set(std::string_view name, std::string value);  // replaces all of that name
  const std::vector<std::pair<std::string, std::string>>& all() const { return fields_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

struct Request {
  std::string method;                 // upper case as sent
  std::string target;                 // as sent: "/feeds/network.ics?from=2026-01-01"
  std::vector<std::string> segments;  // the path, decoded: {"feeds", "network.ics"}
  bool trailing_slash = false;        // "/dav/" has one; "/" has none and no segments
  std::vector<std::pair<std::string, std::string>> query;  // decoded, in order
  Headers headers;
  std::string body;
  std::string peer;     // the client's address, without port; of the proxy's
                        // X-Forwarded-For where a trusted proxy is configured
  bool secure = false;  // came by TLS, ours or the trusted proxy's

  std::string path() const;  // segments joined by "/", with a leading "/"
  std::optional<std::string_view> find_query(std::string_view name) const;
  Language language() const;  // by Accept-Language
};

// Splits and decodes a request target (origin-form, RFC 9112 §3.2.1) into segments, trailing_slash
// and query. Refuses (Code::invalid): not starting with "/", bad or double-encoded "%", "%2F",
// "%5C", NUL and controls, ".." and "." segments, empty segments, invalid UTF-8, over 8,192 bytes.
void parse_target(Request& request);

// A body that may be shared by many responses at once; its gzip form is made once, by http.
class Body {
 public:
  explicit Body(std::string bytes) : bytes_(std::move(bytes)) {}
  const std::string& bytes() const { return bytes_; }
  // The compressed form, made by `compress` at the first call and kept as long as the body.
  const std::string& gzip(const std::function<std::string(const std::string&)>& compress) const;
  bool has_gzip() const;  // whether gzip() would not have to compress

 private:
  std::string bytes_;
  mutable std::once_flag once_;
  mutable std::string gzip_;
  mutable std::atomic<bool> made_{false};
};

struct Response {
  int status = 200;
  Headers headers;                   // Date, Content-Length, Connection, Server are http's
  std::shared_ptr<const Body> body;  // null for none. With status 304 or method HEAD it is not
                                     // sent but its length, type and encoding are known.
  std::string logged_as;             // what the access log shows instead of the path, where the
                                     // path holds a secret: "/feeds/{token}/institute.ics"
  std::string logged_login;          // who asked, for the access log
  std::string logged_error;          // why it is a 5xx, for the access log alone

  static Response of(int status, std::string content_type, std::string body);
};

// RFC 9110 §13.2.2 for GET and HEAD: whether the answer is 304, by If-None-Match (which wins,
// weak comparison) or If-Modified-Since. `etag` with its quotes. The suffix `-gz` that http appends
// inside the quotes for the compressed form is understood.
bool is_not_modified(const Request& request, std::string_view etag,
                     std::optional<Instant> last_modified);
// RFC 9110 §13.1.1: If-Match for a change; throws Code::stale if it does not name `etag`. Without
// the header nothing is asked.
void require_match(const Request& request, std::string_view etag);

// The media type to answer with, of `offered` in the server's order of preference (RFC 9110
// §12.5.1: q-values, wildcards). Empty when none is acceptable; the first without Accept.
std::string_view negotiate(const Request& request, const std::vector<std::string_view>& offered);

}  // namespace citacal::core
