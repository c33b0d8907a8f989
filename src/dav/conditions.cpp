#include "core/text.h"
#include "dav/exchange.h"
#include "dav/xml.h"

namespace citacal::dav {

namespace {

[[noreturn]] void refuse_stale(const char* header) {
  throw core::Error(core::Code::stale, "changed-meanwhile",
                    {"Ha cambiado desde que usted lo leyó: léalo de nuevo y repita el cambio.",
                     "It has changed since you read it: read it again and repeat the change."},
                    header);
}

[[noreturn]] void refuse_if() {
  throw core::Error(core::Code::invalid, "bad-if",
                    {"La cabecera If no está bien formada (RFC 4918 §10.4).",
                     "The If header is not well-formed (RFC 4918 §10.4)."},
                    "If");
}

// Strong comparison (RFC 9110 §8.8.3.2); "x-gz" is the compressed form of "x".
bool is_same_tag(std::string_view sent, std::string_view etag) {
  if (sent == etag) return !sent.starts_with("W/");
  constexpr std::string_view kSuffix = "-gz\"";
  return sent.size() == etag.size() + 3 && sent.ends_with(kSuffix) &&
         sent.substr(0, etag.size() - 1) == etag.substr(0, etag.size() - 1);
}

// What the resource of the request is in now; nothing matches what is not there.
struct State {
  const std::string* etag;
  std::string_view sync_token;
};

// The If header: true where one of its lists is. A list tagged with another address is about a
// state that nothing here matches.
class IfHeader {
 public:
  IfHeader(std::string_view text, const State& state, const std::string& path)
      : rest_(text), state_(state), path_(path) {}

  bool holds() {
    bool any = false, is_here = true;
    int lists = 0;
    for (skip(); !rest_.empty(); skip()) {
      if (rest_.front() == '<') {
        is_here = is_path(until('>'));
      } else {
        any = list(is_here) || any;
        ++lists;
      }
    }
    if (lists == 0) refuse_if();
    return any;
  }

 private:
  void skip() {
    while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t'))
      rest_.remove_prefix(1);
  }

  // What stands between the bracket at hand and `close`.
  std::string_view until(char close) {
    const auto end = rest_.find(close, 1);
    if (end == std::string_view::npos || end == 1) refuse_if();
    const auto inside = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    return inside;
  }

  // A resource tag is an absolute path or a URL (RFC 4918 §10.4.2), of which the path counts here.
  bool is_path(std::string_view tag) const {
    const auto scheme = tag.find("://");
    if (scheme != std::string_view::npos) {
      const auto slash = tag.find('/', scheme + 3);
      tag = slash == std::string_view::npos ? "/" : tag.substr(slash);
    }
    core::Request named;
    named.target = std::string(tag);
    try {
      core::parse_target(named);
    } catch (const core::Error&) {
      return false;
    }
    return named.path() == path_;
  }

  bool list(bool is_here) {
    if (rest_.front() != '(') refuse_if();
    rest_.remove_prefix(1);
    bool all = true;
    int conditions = 0;
    for (skip(); !rest_.empty() && rest_.front() != ')'; skip()) {
      all = condition(is_here) && all;
      ++conditions;
    }
    if (rest_.empty() || conditions == 0) refuse_if();
    rest_.remove_prefix(1);
    return all;
  }

  bool condition(bool is_here) {
    bool is_not = false;
    if (core::equals_ignoring_case(rest_.substr(0, 3), "Not")) {
      is_not = true;
      rest_.remove_prefix(3);
      skip();
    }
    if (rest_.empty()) refuse_if();
    bool matches = false;
    if (rest_.front() == '<') {
      const auto token = until('>');
      matches = is_here && !state_.sync_token.empty() && token == state_.sync_token;
    } else if (rest_.front() == '[') {
      const auto tag = core::trim(until(']'));
      matches = is_here && state_.etag && is_same_tag(tag, *state_.etag);
    } else {
      refuse_if();
    }
    return matches != is_not;
  }

  std::string_view rest_;
  State state_;
  std::string path_;
};

bool is_read(const core::Request& request) {
  return request.method == "GET" || request.method == "HEAD";
}

// RFC 9110 §13.2.2, steps 1 and 2.
void require_unchanged(const core::Request& request, const std::string* etag,
                       std::optional<core::Instant> changed_at) {
  if (request.headers.find("If-Match")) {
    if (!etag) refuse_stale("If-Match");
    return core::require_match(request, *etag);
  }
  const auto since = request.headers.find("If-Unmodified-Since");
  if (!since || !etag || !changed_at) return;
  const auto date = core::parse_http_date(core::trim(*since));
  if (date && *changed_at > *date) refuse_stale("If-Unmodified-Since");
}

bool is_xml(std::string_view content_type) {
  const auto type = core::to_lower(core::trim(content_type.substr(0, content_type.find(';'))));
  return type == "application/xml" || type == "text/xml" || type.ends_with("+xml");
}

}  // namespace

int depth_of(const core::Request& request, int otherwise) {
  const auto header = request.headers.find("Depth");
  if (!header) return otherwise;
  const auto depth = core::trim(*header);
  if (depth == "0") return 0;
  if (depth == "1") return 1;
  if (core::equals_ignoring_case(depth, "infinity")) return 2;
  throw core::Error(core::Code::invalid, "bad-depth",
                    {"Depth debe ser 0, 1 o infinity.", "Depth must be 0, 1 or infinity."},
                    "Depth");
}

bool wants_minimal(const core::Request& request) {
  if (core::equals_ignoring_case(core::trim(request.headers.get("Brief")), "t")) return true;
  for (const auto& [name, value] : request.headers.all()) {
    if (!core::equals_ignoring_case(name, "Prefer")) continue;
    for (const auto preference : core::split(value, ',')) {
      const auto plain = core::trim(preference.substr(0, preference.find(';')));
      if (core::equals_ignoring_case(plain, "return=minimal") ||
          core::equals_ignoring_case(plain, "return=\"minimal\""))
        return true;
    }
  }
  return false;
}

std::optional<Element> read_body(const core::Request& request, bool keep_inner) {
  if (request.body.empty()) return std::nullopt;
  const auto type = request.headers.find("Content-Type");
  if (type && !is_xml(*type))
    throw core::Error(core::Code::unsupported, "not-xml",
                      {"El cuerpo debe ser XML (Content-Type: application/xml).",
                       "The body must be XML (Content-Type: application/xml)."},
                      "Content-Type");
  return parse_xml(request.body, keep_inner ? Keep::inner : Keep::nothing);
}

void require_conditions(const core::Request& request, const std::string* etag,
                        std::optional<core::Instant> changed_at, const std::string* schedule_tag,
                        std::string_view sync_token) {
  require_unchanged(request, etag, changed_at);
  // For a GET this is a 304, which is not for here to answer.
  if (!is_read(request) && etag && request.headers.find("If-None-Match") &&
      core::is_not_modified(request, *etag, std::nullopt))
    refuse_stale("If-None-Match");
  if (const auto header = request.headers.find("If"))
    if (!IfHeader(*header, {etag, sync_token}, request.path()).holds()) refuse_stale("If");
  if (const auto header = request.headers.find("If-Schedule-Tag-Match"))
    if (!schedule_tag || schedule_tag->empty() || core::trim(*header) != *schedule_tag)
      refuse_stale("If-Schedule-Tag-Match");
}

}  // namespace citacal::dav
