#include "dav/dav.h"

#include "core/credentials.h"
#include "core/text.h"
#include "dav/fault.h"
#include "dav/methods.h"
#include "service/access.h"

namespace citacal::dav {

namespace {

bool is_well_known(const core::Request& request) {
  const auto& segments = request.segments;
  return segments.size() == 2 && segments[0] == ".well-known" && segments[1] == "caldav";
}

// RFC 6764 §6: where a client that knows only the host's name begins.
core::Response to_root() {
  core::Response response;
  response.status = 301;
  response.headers.add("Location", root_href());
  return response;
}

void identify(Exchange& exchange) {
  const auto& request = exchange.request;
  const auto credentials = core::read_credentials(request.headers.get("Authorization"));
  if (!credentials)
    throw core::Error(core::Code::unauthorised, "credentials-needed",
                      {"Identifíquese con usuario y contraseña, o con un token de acceso.",
                       "Sign in with login and password, or with an access token."});
  auto& caller = exchange.caller;
  caller.door = "dav";
  caller.by_token = credentials->is_bearer;
  caller.person = credentials->is_bearer
                      ? service::sign_in_by_token(exchange.office, credentials->token, request.peer,
                                                  request.headers.get("User-Agent"))
                      : service::sign_in(exchange.office, credentials->login, credentials->password,
                                         request.peer);
}

// A page of another site can have a browser send a form with remembered credentials, nothing else
// that changes anything here: other methods it must ask for first, and is not allowed.
void refuse_other_sites(const core::Request& request) {
  const auto site = request.headers.get("Sec-Fetch-Site");
  if (request.method != "POST" || (site != "cross-site" && site != "same-site")) return;
  throw core::Error(core::Code::forbidden, "other-site",
                    {"Una página de otro sitio no puede pedir cambios aquí.",
                     "A page of another site may not ask for changes here."});
}

core::Response refuse_method(const Exchange& exchange) {
  const auto allowed = allowed_at(exchange.target.place);
  auto response = fault(core::Error(core::Code::forbidden, "method-not-allowed",
                                    {"Método no admitido; aquí se admiten: " + allowed + ".",
                                     "Method not allowed; allowed here: " + allowed + "."}),
                        exchange);
  response.status = 405;
  return response;
}

// Nothing can be made below what is no collection (RFC 4918 §9.3.1, §9.7.1): said only of the
// caller's own home.
void refuse_too_deep(const Exchange& exchange, const Method& method) {
  const auto& segments = exchange.request.segments;
  const bool is_own = method.makes && segments.size() > 5 && segments[1] == "calendars" &&
                      segments[2] == exchange.caller.person.login;
  if (is_own)
    throw core::Error(core::Code::conflict, "no-such-collection",
                      {"La colección que lo contendría no existe.",
                       "The collection that would hold it does not exist."});
}

[[noreturn]] void no_such_address() {
  throw core::Error(
      core::Code::not_found, "not-found",
      {"No existe, o no es para su cuenta.", "It does not exist, or is not for your account."});
}

void require_there(const Target& target, const Method& method) {
  const bool in_home = target.place == Place::collection || target.place == Place::object;
  if (!in_home || target.collection || method.makes) return;
  no_such_address();
}

// An object is no collection: with a slash after it the address is another, where nothing is.
void refuse_slash(const Exchange& exchange) {
  const auto& request = exchange.request;
  if (!request.trailing_slash || exchange.target.place != Place::object) return;
  if (request.method != "PUT") no_such_address();
  throw core::Error(core::Code::invalid, "bad-address",
                    {"La dirección de un objeto no termina en «/».",
                     "The address of an object does not end in \"/\"."});
}

core::Response walk(Exchange& exchange) {
  const auto& request = exchange.request;
  if (is_well_known(request)) return to_root();
  const auto* method = find_method(request.method);
  if (method && method->answer == answer_options) return answer_options(exchange);
  identify(exchange);
  refuse_other_sites(request);
  if (method) refuse_too_deep(exchange, *method);
  exchange.open_reading();
  exchange.target = find_target(*exchange.reading, request.segments);
  const auto place = exchange.target.place;
  if (!method) return refuse_method(exchange);
  if (!method->is_at(place)) {
    if (place == Place::object && method->makes)  // a calendar in a calendar
      refuse("calendar-collection-location-ok",
             {"Un calendario se crea directamente en la casa de la cuenta.",
              "A calendar is made directly in the home of the account."});
    return refuse_method(exchange);
  }
  require_there(exchange.target, *method);
  refuse_slash(exchange);
  exchange.tagged = read_tagged(exchange);
  return method->answer(exchange);
}

void finish(const Exchange& exchange, core::Response& response) {
  response.logged_login = exchange.caller.person.login;
  if (response.status == 304) return;  // the client has these with what it has
  auto& headers = response.headers;
  if (response.status == 405 && !headers.find("Allow"))
    headers.add("Allow", allowed_at(exchange.target.place));
  if (!headers.find("Cache-Control")) headers.add("Cache-Control", "private, no-cache");
  headers.add("Vary", "Authorization");
  headers.add("DAV", std::string(kDavClasses));
  headers.add("X-Content-Type-Options", "nosniff");
  headers.add("Referrer-Policy", "no-referrer");
  if (exchange.request.secure) headers.add("Strict-Transport-Security", "max-age=31536000");
}

}  // namespace

bool is_for_dav(const core::Request& request) {
  if (is_well_known(request)) return true;
  if (!request.segments.empty()) return request.segments.front() == "dav";
  const auto& method = request.method;
  return method != "GET" && method != "HEAD" && method != "POST";
}

core::Response answer(service::Office& office, core::Request& request) {
  Exchange exchange(office, request);
  core::Response response;
  try {
    response = walk(exchange);
  } catch (const std::exception& error) {
    response = fault(error, exchange);
  }
  finish(exchange, response);
  return response;
}

}  // namespace citacal::dav
