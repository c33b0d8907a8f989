#include "core/text.h"
#include "dav/exchange.h"
#include "dav/members.h"
#include "dav/xml.h"

namespace citacal::dav {

namespace {

constexpr std::size_t kTagsMost = 20;  // other resources of one If header that are looked up

[[noreturn]] void refuse_stale(const char* header) {
  throw core::Error(core::Code::stale, "changed-meanwhile",
                    {"Ha cambiado desde que su programa lo leyó: descarte su cambio, actualice el "
                     "calendario y hágalo de nuevo.",
                     "It has changed since your program read it: discard your change, refresh the "
                     "calendar and make it again."},
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

// By an If-None-Match.
[[noreturn]] void refuse_existing(const core::Request& request) {
  if (core::trim(request.headers.get("If-None-Match")) != "*") refuse_stale("If-None-Match");
  throw core::Error(core::Code::stale, "changed-meanwhile",
                    {"Ya existe algo en esta dirección, y se pidió crearlo solo si no existía.",
                     "Something is at this address already, and it was to be made only if nothing "
                     "was."},
                    "If-None-Match");
}

// The If header: true where one of its lists is. `resolve` finds the state of what a tag names;
// null: it cannot be told, and a list about it is false whatever it says.
class IfHeader {
 public:
  using Resolve = std::function<const State*(std::string_view tag)>;
  IfHeader(std::string_view text, const State& own, Resolve resolve)
      : rest_(text), own_(own), resolve_(std::move(resolve)) {}

  bool holds() {
    bool any = false;
    const State* state = &own_;
    int lists = 0;
    for (skip(); !rest_.empty(); skip()) {
      if (rest_.front() == '<') {
        state = resolve_(until('>'));
      } else {
        any = list(state) || any;
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

  bool list(const State* state) {
    if (rest_.front() != '(') refuse_if();
    rest_.remove_prefix(1);
    bool all = true;
    int conditions = 0;
    for (skip(); !rest_.empty() && rest_.front() != ')'; skip()) {
      all = condition(state) && all;
      ++conditions;
    }
    if (rest_.empty() || conditions == 0) refuse_if();
    rest_.remove_prefix(1);
    return all;
  }

  bool condition(const State* state) {
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
      matches = state && !state->sync_token.empty() && token == state->sync_token;
    } else if (rest_.front() == '[') {
      const auto tag = core::trim(until(']'));
      matches = state && !state->etag.empty() && is_same_tag(tag, state->etag);
    } else {
      refuse_if();
    }
    return state != nullptr && matches != is_not;
  }

  std::string_view rest_;
  const State& own_;
  Resolve resolve_;
};

// A resource tag is an absolute path or a URL (RFC 4918 §10.4.2), of which the path counts here:
// whoever asks about the resource at hand may know it by another name of this server.
bool is_own(const core::Request& request, std::string_view tag) {
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
  return named.path() == request.path();
}

bool holds(const core::Request& request, const State& own, const TaggedStates& tagged) {
  const auto resolve = [&](std::string_view tag) -> const State* {
    if (is_own(request, tag)) return &own;
    const auto found = tagged.find(tag);
    return found == tagged.end() ? nullptr : &found->second;
  };
  return IfHeader(request.headers.get("If"), own, resolve).holds();
}

State state_of(Exchange& exchange, const Target& target) {
  if (!target.collection) return {};
  const auto& collection = *target.collection;
  State state;
  if (target.place == Place::object) {
    service::with_object(*exchange.reading, collection, target.object, service::Data::without,
                         [&](const service::ObjectView& object) {
                           state.etag = object.etag;
                           return true;
                         });
    return state;
  }
  const auto revision = service::state_of(*exchange.reading, collection).revision;
  return {collection_etag(collection, revision), sync_token(collection, revision)};
}

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
                        std::string_view sync_token, const TaggedStates& tagged) {
  require_unchanged(request, etag, changed_at);
  // For a GET this is a 304, which is not for here to answer.
  if (!is_read(request) && etag && request.headers.find("If-None-Match") &&
      core::is_not_modified(request, *etag, std::nullopt))
    refuse_existing(request);
  if (request.headers.find("If"))
    if (!holds(request, {etag ? *etag : "", std::string(sync_token)}, tagged)) refuse_stale("If");
  if (const auto header = request.headers.find("If-Schedule-Tag-Match"))
    if (!schedule_tag || schedule_tag->empty() || core::trim(*header) != *schedule_tag)
      refuse_stale("If-Schedule-Tag-Match");
}

TaggedStates read_tagged(Exchange& exchange) {
  TaggedStates states;
  const auto& request = exchange.request;
  const auto header = request.headers.find("If");
  if (!header) return states;
  const State own;
  std::size_t looked_up = 0;
  const auto resolve = [&](std::string_view tag) -> const State* {
    if (is_own(request, tag) || states.count(tag) != 0 || ++looked_up > kTagsMost) return nullptr;
    const auto segments = segments_of(request, exchange.office.institute().base_url, tag);
    if (!segments) return nullptr;
    try {
      const auto target = find_target(*exchange.reading, *segments);
      states.emplace(tag, state_of(exchange, target));
    } catch (const core::Error& error) {
      if (error.code != core::Code::not_found) throw;
    }
    return nullptr;
  };
  IfHeader(*header, own, resolve).holds();
  return states;
}

}  // namespace citacal::dav
