#include "web/identify.h"

#include <charconv>

#include "core/check.h"
#include "core/credentials.h"
#include "core/secret.h"
#include "core/text.h"
#include "service/access.h"

namespace citacal::web {

namespace {

[[noreturn]] void ask_credentials() {
  throw core::Error(core::Code::unauthorised, "credentials-needed",
                    {"Identifíquese con usuario y contraseña, o con un token de acceso.",
                     "Sign in with login and password, or with an access token."});
}

// Who asks, and whether it is a program with a token.
void sign_in(service::Office& office, const core::Request& request, service::Caller& caller) {
  const auto given = core::read_credentials(request.headers.get("Authorization"));
  if (!given) ask_credentials();
  caller.by_token = given->is_bearer;
  caller.person = given->is_bearer
                      ? service::sign_in_by_token(office, given->token, request.peer,
                                                  request.headers.get("User-Agent"))
                      : service::sign_in(office, given->login, given->password, request.peer);
}

// The authority of an http(s) URL, else empty.
std::string_view authority(std::string_view url) {
  const auto slashes = url.find("://");
  if (slashes == std::string_view::npos || !url.starts_with("http")) return {};
  url.remove_prefix(slashes + 3);
  return url.substr(0, url.find('/'));
}

// A browser sends remembered credentials along with what another site's page asks for.
void refuse_other_sites(const service::Office& office, const core::Request& request) {
  if (request.method == "GET" || request.method == "HEAD") return;
  const auto site = request.headers.get("Sec-Fetch-Site");
  const auto origin = request.headers.find("Origin");
  const auto host = authority(origin.value_or(""));  // empty for "null" and file://
  const bool same_host =
      !host.empty() && (core::equals_ignoring_case(host, request.headers.get("Host")) ||
                        core::equals_ignoring_case(host, authority(office.institute().base_url)));
  const bool foreign = site == "cross-site" || site == "same-site" || (origin && !same_host);
  if (foreign)
    throw core::Error(core::Code::forbidden, "other-site",
                      {"Una página de otro sitio no puede pedir cambios aquí.",
                       "A page of another site may not ask for changes here."},
                      "Origin");
}

}  // namespace

service::Caller identify(service::Office& office, const core::Request& request) {
  refuse_other_sites(office, request);
  service::Caller caller;
  sign_in(office, request, caller);
  caller.door = "web";
  caller.expected_version = version_read(request);
  return caller;
}

std::optional<service::IdempotencyKey> idempotency_key(const core::Request& request) {
  const auto header = request.headers.find("Idempotency-Key");
  if (!header) return std::nullopt;
  return service::IdempotencyKey{
      core::checked_line("Idempotency-Key", *header),
      core::sha256_hex(request.method + "\n" + request.target + "\n" + request.body)};
}

std::string version_tag(std::int64_t version) {
  return "\"v" + std::to_string(version) + "\"";
}

std::optional<std::int64_t> version_read(const core::Request& request) {
  const auto header = request.headers.find("If-Match");
  if (!header || core::trim(*header) == "*") return std::nullopt;
  auto tag = core::trim(*header);
  std::int64_t version = 0;
  bool good = tag.size() > 3 && tag.starts_with("\"v") && tag.ends_with("\"");
  if (good) {
    tag = tag.substr(2, tag.size() - 3);
    if (tag.ends_with("-gz")) tag.remove_suffix(3);  // of the compressed form of the same version
    const auto [stop, error] = std::from_chars(tag.data(), tag.data() + tag.size(), version);
    good = error == std::errc{} && stop == tag.data() + tag.size();
  }
  if (!good)
    throw core::Error(core::Code::stale, "changed-meanwhile",
                      {"If-Match no es la etiqueta (ETag) de ninguna versión, como \"v3\".",
                       "If-Match is not the entity tag (ETag) of any version, like \"v3\"."},
                      "If-Match");
  return version;
}

}  // namespace citacal::web
