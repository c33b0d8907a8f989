#include "core/problem.h"

#include "core/text.h"

namespace citacal::core {

namespace {

// All that anybody is told of a fault of ours.
const Phrase kOurFault{"Hubo un error interno; quedó en el registro.",
                       "There was an internal error; it is in the log."};

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

Response problem(const Problem& why, Language language) {
  std::string json = "{\"type\":\"about:blank\",\"title\":" + json_quoted(why.title.in(language)) +
                     ",\"status\":" + std::to_string(why.status) +
                     ",\"detail\":" + json_quoted(why.detail.in(language)) +
                     ",\"code\":" + json_quoted(why.condition);
  if (!why.field.empty()) json += ",\"field\":" + json_quoted(why.field);
  auto response = Response::of(why.status, "application/problem+json", json + "}");
  response.headers.add("Cache-Control", "no-store");
  response.headers.add("Content-Language", language == Language::en ? "en" : "es");
  if (why.status == 401)
    response.headers.add("WWW-Authenticate", "Basic realm=\"citacal\", charset=\"UTF-8\"");
  if (why.retry_after_s > 0) response.headers.add("Retry-After", std::to_string(why.retry_after_s));
  response.logged_error = why.logged;
  return response;
}

Problem explain(const std::exception& exception) {
  const auto* error = dynamic_cast<const Error*>(&exception);
  const auto code = error ? error->code : Code::internal;
  const bool is_ours = code == Code::internal;
  Problem why{http_status(code), error ? error->condition : "internal", title(code),
              is_ours ? kOurFault : error->message};
  if (!error) {
    why.logged = exception.what();
    return why;
  }
  why.field = error->field;
  why.retry_after_s = error->retry_after_s;
  if (is_ours || code == Code::unavailable) why.logged = error->logged();
  return why;
}

Response problem(const std::exception& exception, Language language) {
  return problem(explain(exception), language);
}

}  // namespace citacal::core
