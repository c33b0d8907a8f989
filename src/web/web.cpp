#include "web/web.h"

#include "core/problem.h"
#include "web/finish.h"
#include "web/page.h"
#include "web/router.h"

namespace citacal::web {

core::Response answer(service::Office& office, core::Request& request) {
  Exchange exchange(office, request);
  core::Response response;
  try {
    response = dispatch(exchange);
  } catch (const std::exception& error) {
    response = refusal(request, core::explain(error), office.institute());
  }
  response.logged_login = exchange.caller.person.login;
  finish(request, response);
  return response;
}

}  // namespace citacal::web
