#include "core/exchange.h"

#include <algorithm>
#include <cstdlib>

#include "core/error.h"
#include "core/text.h"

namespace citacal::core {

namespace {

constexpr std::size_t kTargetMax = 8'192;
constexpr std::size_t kQueryFieldsMax = 64;

[[noreturn]] void bad_target(const char* es, const char* en) {
  throw Error(Code::invalid, "bad-target",
              {std::string("La dirección pedida no es válida: ") + es + ".",
               std::string("The request target is not valid: ") + en + "."});
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string decoded(std::string_view text, bool plus_is_blank) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '+' && plus_is_blank) {
      c = ' ';
    } else if (c == '%') {
      const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
      if (high < 0 || low < 0) bad_target("«%» sin dos cifras hexadecimales", "bad \"%\" escape");
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
      bad_target("contiene un carácter de control", "it holds a control character");
    out += c;
  }
  if (!is_utf8(out)) bad_target("no es UTF-8", "it is not UTF-8");
  return out;
}

// "%252e" decodes to "%2e": nothing that is still an escape is a name of ours.
bool has_escape(std::string_view segment) {
  for (std::size_t i = 0; i + 2 < segment.size(); ++i)
    if (segment[i] == '%' && hex_value(segment[i + 1]) >= 0 && hex_value(segment[i + 2]) >= 0)
      return true;
  return false;
}

void parse_path(Request& request, std::string_view path) {
  if (path.empty() || path.front() != '/')
    bad_target("debe empezar por «/»", "it must start with \"/\"");
  path.remove_prefix(1);
  if (path.empty()) return;
  auto parts = split(path, '/');
  if (parts.back().empty()) {
    request.trailing_slash = true;
    parts.pop_back();
  }
  for (const auto part : parts) {
    auto segment = decoded(part, false);
    const bool odd = segment.empty() || segment == "." || segment == ".." ||
                     segment.find_first_of("/\\") != std::string::npos;
    if (odd || has_escape(segment))
      bad_target("contiene un segmento no admitido", "it holds a refused segment");
    request.segments.push_back(std::move(segment));
  }
}

void parse_query(Request& request, std::string_view query) {
  if (query.empty()) return;
  for (const auto field : split(query, '&')) {
    if (field.empty()) continue;
    if (request.query.size() == kQueryFieldsMax)
      bad_target("tiene demasiados parámetros", "it has too many parameters");
    const auto equals = field.find('=');
    request.query.emplace_back(
        decoded(field.substr(0, equals), true),
        equals == std::string_view::npos ? "" : decoded(field.substr(equals + 1), true));
  }
}

std::string_view without_weakness(std::string_view tag) {
  if (tag.starts_with("W/")) tag.remove_prefix(2);
  return tag;
}

// Compares entity tags, taking `"x-gz"` for `"x"`.
bool same_tag(std::string_view sent, std::string_view etag) {
  if (sent == etag) return true;
  constexpr std::string_view kSuffix = "-gz\"";
  return sent.size() == etag.size() + 3 && sent.ends_with(kSuffix) &&
         sent.substr(0, etag.size() - 1) == etag.substr(0, etag.size() - 1);
}

bool lists_tag(std::string_view list, std::string_view etag, bool weak) {
  if (trim(list) == "*") return true;
  if (!weak && etag.starts_with("W/")) return false;  // strong comparison, RFC 9110 §8.8.3.2
  for (const auto item : split(list, ',')) {
    const auto tag = trim(item);
    if (!weak && tag.starts_with("W/")) continue;
    if (same_tag(without_weakness(tag), without_weakness(etag))) return true;
  }
  return false;
}

struct MediaRange {
  std::string type;
  double weight;
  int precision;
};

MediaRange parse_range(std::string_view item) {
  const auto parts = split(item, ';');
  MediaRange range{to_lower(trim(parts[0])), 1.0, 0};
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const auto parameter = to_lower(trim(parts[i]));
    if (parameter.starts_with("q=")) range.weight = std::strtod(parameter.c_str() + 2, nullptr);
  }
  range.precision = range.type == "*/*" ? 1 : range.type.ends_with("/*") ? 2 : 3;
  return range;
}

bool covers(const MediaRange& range, std::string_view type) {
  if (range.precision == 1) return true;
  if (range.precision == 2)
    return type.starts_with(std::string_view(range.type).substr(0, range.type.size() - 1));
  return range.type == type;
}

}  // namespace

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (const auto& [key, value] : fields_)
    if (equals_ignoring_case(key, name)) return value;
  return std::nullopt;
}

std::string_view Headers::get(std::string_view name) const {
  return find(name).value_or(std::string_view{});
}

void Headers::add(std::string name, std::string value) {
  fields_.emplace_back(std::move(name), std::move(value));
}

void Headers::set(std::string_view name, std::string value) {
  std::erase_if(fields_,
                [&](const auto& field) { return equals_ignoring_case(field.first, name); });
  fields_.emplace_back(std::string(name), std::move(value));
}

std::string Request::path() const {
  if (segments.empty()) return "/";
  std::string out;
  for (const auto& segment : segments) out += "/" + segment;
  return out;
}

std::optional<std::string_view> Request::find_query(std::string_view name) const {
  for (const auto& [key, value] : query)
    if (key == name) return value;
  return std::nullopt;
}

Language Request::language() const {
  return preferred_language(headers.get("Accept-Language"));
}

void parse_target(Request& request) {
  if (request.target.size() > kTargetMax) bad_target("es demasiado larga", "it is too long");
  const std::string_view target(request.target);
  const auto question = target.find('?');
  parse_path(request, target.substr(0, question));
  if (question != std::string_view::npos) parse_query(request, target.substr(question + 1));
}

const std::string& Body::gzip(
    const std::function<std::string(const std::string&)>& compress) const {
  std::call_once(once_, [&] {
    gzip_ = compress(bytes_);
    made_.store(true, std::memory_order_release);
  });
  return gzip_;
}

bool Body::has_gzip() const {
  return made_.load(std::memory_order_acquire);
}

Response Response::of(int status, std::string content_type, std::string body) {
  Response response;
  response.status = status;
  response.headers.add("Content-Type", std::move(content_type));
  response.body = std::make_shared<const Body>(std::move(body));
  return response;
}

bool is_not_modified(const Request& request, std::string_view etag,
                     std::optional<Instant> last_modified) {
  if (const auto tags = request.headers.find("If-None-Match")) return lists_tag(*tags, etag, true);
  const auto since = request.headers.find("If-Modified-Since");
  if (!since || !last_modified) return false;
  const auto date = parse_http_date(trim(*since));
  return date && *last_modified <= *date;
}

void require_match(const Request& request, std::string_view etag) {
  const auto tags = request.headers.find("If-Match");
  if (!tags || lists_tag(*tags, etag, false)) return;
  throw Error(Code::stale, "changed-meanwhile",
              {"Ha cambiado desde que usted lo leyó: léalo de nuevo y repita el cambio.",
               "It has changed since you read it: read it again and repeat the change."},
              "If-Match");
}

std::string_view negotiate(const Request& request, const std::vector<std::string_view>& offered) {
  const auto accept = request.headers.find("Accept");
  if (!accept || trim(*accept).empty()) return offered.front();
  std::vector<MediaRange> ranges;
  for (const auto item : split(*accept, ',')) ranges.push_back(parse_range(trim(item)));
  std::string_view best;
  double best_weight = 0;
  for (const auto type : offered) {
    MediaRange closest{"", 0, 0};
    for (const auto& range : ranges)
      if (covers(range, type) && range.precision > closest.precision) closest = range;
    if (closest.weight > best_weight) {
      best_weight = closest.weight;
      best = type;
    }
  }
  return best;
}

}  // namespace citacal::core
