#include "core/problem.h"

#include "core/text.h"

namespace citacal::core {

namespace {

Phrase title(Code code) {
  switch (code) {
    case Code::invalid:
      return {"Entrada no válida", "Invalid input"};
    case Code::unauthorised:
      return {"Identificación necesaria", "Authentication required"};
    case Code::forbidden:
      return {"No permitido", "Not allowed"};
    case Code::not_found:
      return {"No existe", "Not found"};
    case Code::conflict:
      return {"El estado no lo permite", "Conflict with the present state"};
    case Code::stale:
      return {"Ha cambiado entretanto", "Changed meanwhile"};
    case Code::too_large:
      return {"Demasiado grande", "Too large"};
    case Code::unsupported:
      return {"No admitido", "Not supported"};
    case Code::throttled:
      return {"Demasiados intentos", "Too many attempts"};
    case Code::unavailable:
      return {"No disponible por ahora", "Unavailable for the moment"};
    case Code::internal:
      return {"Error interno", "Internal error"};
  }
  return {};
}

}  // namespace

int http_status(Code code) {
  switch (code) {
    case Code::invalid:
      return 400;
    case Code::unauthorised:
      return 401;
    case Code::forbidden:
      return 403;
    case Code::not_found:
      return 404;
    case Code::conflict:
      return 409;
    case Code::stale:
      return 412;
    case Code::too_large:
      return 413;
    case Code::unsupported:
      return 415;
    case Code::throttled:
      return 429;
    case Code::unavailable:
      return 503;
    case Code::internal:
      return 500;
  }
  return 500;
}

Response problem(const Error& error, Language language) {
  const int status = http_status(error.code);
  std::string json =
      "{\"type\":\"about:blank\",\"title\":" + json_quoted(title(error.code).in(language)) +
      ",\"status\":" + std::to_string(status) +
      ",\"detail\":" + json_quoted(error.message.in(language)) +
      ",\"code\":" + json_quoted(error.condition);
  if (!error.field.empty()) json += ",\"field\":" + json_quoted(error.field);
  auto response = Response::of(status, "application/problem+json", json + "}");
  response.headers.add("Cache-Control", "no-store");
  response.headers.add("Content-Language", language == Language::en ? "en" : "es");
  if (status == 401)
    response.headers.add("WWW-Authenticate", "Basic realm=\"citacal\", charset=\"UTF-8\"");
  if (error.retry_after_s > 0)
    response.headers.add("Retry-After", std::to_string(error.retry_after_s));
  return response;
}

}  // namespace citacal::core
