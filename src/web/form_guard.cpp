#include "web/form_guard.h"

#include <charconv>

#include "core/secret.h"
#include "core/text.h"

namespace citacal::web {

namespace {

constexpr std::chrono::hours kGoodFor{24};

std::string sign(const service::Office& office, std::string_view subject, std::string_view head) {
  const auto text = "form:" + std::string(head) + ":" + std::string(subject);
  return core::base64url(core::keyed_digest(office.signing_key(), text).substr(0, 16));
}

std::optional<std::int64_t> find_number(std::string_view text) {
  std::int64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

// "https://citas.example" of "https://citas.example/…".
std::string_view origin_of(std::string_view url) {
  const auto host = url.find("://");
  return host == std::string_view::npos ? url : url.substr(0, url.find('/', host + 3));
}

bool is_own_origin(const core::Request& request, std::string_view origin,
                   std::string_view base_url) {
  const auto host = request.headers.get("Host");
  if (core::equals_ignoring_case(origin, origin_of(base_url))) return true;
  const auto scheme = origin.find("://");
  return scheme != std::string_view::npos && !host.empty() &&
         core::equals_ignoring_case(origin.substr(scheme + 3), host);
}

}  // namespace

std::string print_form_token(const service::Office& office, std::string_view subject,
                             std::int64_t seen) {
  const auto now = office.clock().now().time_since_epoch().count();
  const auto head = std::to_string(now) + "." + std::to_string(seen);
  return head + "." + sign(office, subject, head);
}

std::int64_t read_form_token(const service::Office& office, std::string_view subject,
                             std::string_view token) {
  const auto parts = core::split(token, '.');
  if (parts.size() == 3) {
    const auto head = token.substr(0, parts[0].size() + 1 + parts[1].size());
    const auto made = find_number(parts[0]), seen = find_number(parts[1]);
    const bool is_ours =
        core::equal_in_constant_time(sign(office, subject, head), parts[2]) && made && seen;
    if (is_ours && office.clock().now() < core::Instant(core::Seconds(*made)) + kGoodFor)
      return *seen;
  }
  throw core::Error(core::Code::forbidden, "form-expired",
                    {"La página estuvo abierta demasiado tiempo. No se registró nada: revise los "
                     "datos y envíelos de nuevo.",
                     "The page was open for too long. Nothing was recorded: look at it again and "
                     "send it once more."});
}

void require_same_site(const core::Request& request, std::string_view base_url) {
  // Under Referrer-Policy: no-referrer a browser sends "Origin: null" even to the page's own site
  // (Fetch §3.2, "append a request Origin header").
  const auto site = request.headers.find("Sec-Fetch-Site");
  const auto origin = request.headers.get("Origin");
  const bool is_own =
      site ? *site == "same-origin" || *site == "none"
           : origin.empty() || origin == "null" || is_own_origin(request, origin, base_url);
  if (!is_own)
    throw core::Error(core::Code::forbidden, "cross-site",
                      {"Otro sitio envió este formulario; no se registró nada. Abra el enlace del "
                       "correo y responda allí.",
                       "Another site sent this form; nothing was recorded. Open the link of the "
                       "mail and answer there."});
}

}  // namespace citacal::web
