#include "http/guard.h"

#include <algorithm>

#include "core/text.h"

namespace citacal::http {

namespace {

Refusal bad(const char* condition, const char* es, const char* en) {
  return {400, condition, {es, en}};
}

Refusal bad_line() {
  return bad("bad-header", "La cabecera contiene una línea mal formada.",
             "The header holds a malformed line.");
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && byte != '\t') || byte == 0x7F;
}

bool is_digits(std::string_view text) {
  return !text.empty() && text.size() <= 18 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// uri-host [":" port] of RFC 9110 §7.2, by its characters.
bool is_host(std::string_view text) {
  return text.size() <= 255 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  std::string_view("-._~:[]%!$&'()*+,;=").find(c) != std::string_view::npos;
         });
}

std::optional<Refusal> check_host(std::size_t count, std::string_view host, bool http_1_0) {
  if (count > 1)
    return bad("bad-host", "Hay más de una cabecera Host.", "There is more than one Host.");
  if (count == 0 && !http_1_0)
    return bad("bad-host", "Falta la cabecera Host.", "The Host header is missing.");
  if (!is_host(host))
    return bad("bad-host", "La cabecera Host no es válida.", "The Host header is not valid.");
  return std::nullopt;
}

}  // namespace

std::size_t leading_blank_lines(std::string_view bytes) {
  std::size_t at = 0;
  while (bytes.substr(at, 2) == "\r\n") at += 2;
  return at;
}

std::optional<Refusal> check_octets(std::string_view head) {
  std::size_t lines = 0;
  while (!head.empty()) {
    const auto end = std::find_if(head.begin(), head.end(), is_control) - head.begin();
    const auto line = head.substr(0, static_cast<std::size_t>(end));
    if (head.substr(line.size(), 2) != "\r\n") return bad_line();
    const bool folded = !line.empty() && (line.front() == ' ' || line.front() == '\t');
    const auto colon = line.find(':');
    const bool blank_before_colon = lines > 0 && colon != std::string_view::npos && colon > 0 &&
                                    (line[colon - 1] == ' ' || line[colon - 1] == '\t');
    if (folded || blank_before_colon) return bad_line();
    head.remove_prefix(line.size() + 2);
    if (++lines > kFieldsMax + 2)  // the request line and the empty one
      return Refusal{431,
                     "too-many-fields",
                     {"La cabecera tiene demasiados campos.", "The header has too many fields."}};
  }
  return std::nullopt;
}

std::optional<Refusal> check_framing(const core::Headers& headers, bool http_1_0) {
  std::size_t hosts = 0, lengths = 0, codings = 0;
  std::string_view host, length, coding;
  for (const auto& [name, value] : headers.all()) {
    if (core::equals_ignoring_case(name, "Host")) ++hosts, host = value;
    if (core::equals_ignoring_case(name, "Content-Length")) ++lengths, length = value;
    if (core::equals_ignoring_case(name, "Transfer-Encoding")) ++codings, coding = value;
    if (core::equals_ignoring_case(name, "Expect") && !http_1_0 &&
        !core::equals_ignoring_case(value, "100-continue"))
      return Refusal{417,
                     "expectation",
                     {"Solo se admite «Expect: 100-continue».",
                      "Only \"Expect: 100-continue\" is supported."}};
  }
  if (auto refusal = check_host(hosts, host, http_1_0)) return refusal;
  if (lengths + codings > 1 || (lengths == 1 && !is_digits(length)))
    return bad("bad-length", "La longitud del cuerpo no es única o no es válida.",
               "The length of the body is not unique or not valid.");
  if (codings == 1 && (http_1_0 || !core::equals_ignoring_case(coding, "chunked")))
    return bad("bad-transfer-encoding", "Solo se admite «Transfer-Encoding: chunked».",
               "Only \"Transfer-Encoding: chunked\" is supported.");
  return std::nullopt;
}

void use_absolute_form(core::Request& request) {
  const std::string_view target(request.target);
  const auto scheme = target.find("://");
  if (scheme == std::string_view::npos) return;
  const auto name = core::to_lower(target.substr(0, scheme));
  if (name != "http" && name != "https") return;
  const auto rest = target.substr(scheme + 3);
  const auto slash = std::min(rest.find_first_of("/?"), rest.size());
  const auto authority = rest.substr(0, slash);
  if (authority.empty() || !is_host(authority)) return;
  request.headers.set("Host", std::string(authority));
  const auto path = rest.substr(slash);
  std::string origin = path.starts_with("/") ? "" : "/";
  origin.append(path);
  request.target = std::move(origin);
}

}  // namespace citacal::http
