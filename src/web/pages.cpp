#include "core/secret.h"
#include "service/check.h"
#include "web/nouns.h"
#include "web/openapi.h"

namespace citacal::web {

namespace {

core::Response plain(std::string text) {
  return core::Response::of(200, "text/plain; charset=utf-8", std::move(text));
}

core::Response healthz(Exchange&) {
  auto response = plain("ok\n");
  response.headers.add("Cache-Control", "no-store");
  return response;
}

core::Response readyz(Exchange& exchange) {
  service::check_ready(exchange.office);
  auto response = plain("ready\n");
  response.headers.add("Cache-Control", "no-store");
  return response;
}

core::Response openapi(Exchange& exchange) {
  static const auto body = std::make_shared<const core::Body>(std::string(openapi_document()));
  static const std::string tag = "\"" + core::sha256_hex(body->bytes()).substr(0, 32) + "\"";
  core::Response response;
  response.body = body;
  response.headers.add("Content-Type", "application/json");
  response.headers.add("ETag", tag);
  response.headers.add("Cache-Control", "public, max-age=300");
  if (core::is_not_modified(exchange.request, tag, std::nullopt)) response.status = 304;
  return response;
}

core::Response explain_request(Exchange&) {
  return plain(
      "request: relación de enlace (RFC 8288, RFC 9253).\n"
      "El destino es la solicitud de servicio de la que trata la citación: qué se pidió, a quién y "
      "con qué prioridad (actividad 2 del procedimiento).\n\n"
      "request: a link relation type.\n"
      "The target is the service request that the invitation is about: what was asked, of whom and "
      "with which priority (activity 2 of the procedure).\n");
}

core::Response explain_verification(Exchange&) {
  return plain(
      "verification: relación de enlace (RFC 8288, RFC 9253).\n"
      "El destino es la verificación de que el servicio se prestó según lo acordado, con sus "
      "compromisos (actividad 5 del procedimiento).\n\n"
      "verification: a link relation type.\n"
      "The target is the verification that the service was provided as agreed, with its "
      "commitments (activity 5 of the procedure).\n");
}

}  // namespace

std::vector<Route> page_routes() {
  constexpr auto anonymous = Access::anonymous;
  return {
      {"GET", "/healthz", healthz, anonymous, "Whether the process lives", {}},
      {"GET", "/readyz", readyz, anonymous, "Whether the store takes a write now", {}},
      {"GET", "/api/openapi.json", openapi, anonymous, "This API, described", {}},
      {"GET", "/rel/request", explain_request, anonymous, "The link relation \"request\"", {}},
      {"GET",
       "/rel/verification",
       explain_verification,
       anonymous,
       "The link relation \"verification\"",
       {}},
  };
}

}  // namespace citacal::web
