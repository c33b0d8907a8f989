#include "web/web.h"

#include "core/problem.h"
#include "web/feeds.h"
#include "web/finish.h"
#include "web/router.h"

namespace citacal::web {

core::Response answer(service::Office& office, core::Request& request) {
  Exchange exchange(office, request);
  core::Response response;
  try {
    response = dispatch(exchange);
  } catch (const core::Error& error) {
    response = core::problem(error, request.language());
  } catch (const std::exception&) {
    if (logged_path(request).empty()) throw;
    const core::Error error(
        core::Code::internal, "internal",
        {"El servicio falló al atender esta dirección.", "The service failed at this address."});
    response = core::problem(error, request.language());
  }
  response.logged_login = exchange.caller.person.login;
  finish(request, response);
  return response;
}

}  // namespace citacal::web
