// The table of routes and the way through it: which handler a request meets, who must ask, and what
// is said when there is none (404, 405 with Allow, OPTIONS). HEAD is GET without its body.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/exchange.h"
#include "service/office.h"
#include "web/query.h"

namespace citacal::web {

// One request on its way to its handler.
struct Exchange {
  Exchange(service::Office& the_office, const core::Request& the_request)
      : office(the_office), request(the_request), query(the_request) {}

  service::Office& office;
  const core::Request& request;
  Query query;
  std::vector<std::pair<std::string, std::string>> parameters;  // of the path, decoded
  service::Caller caller;                                       // where Access::account

  const std::string& parameter(std::string_view name) const;  // expects that the pattern has it
  // A path parameter that must be an identity: not_found otherwise, as for any that is not there.
  const core::Id& id(std::string_view name = "id") const;
  // The same for what also has a name of its own: an id, a number, a key, a login.
  const std::string& key(std::string_view name = "id") const;
  std::string url(std::string_view path) const;  // absolute, by the institute's base URL
};

enum class Access { anonymous, account };

using Handler = core::Response (*)(Exchange&);

struct Route {
  std::string_view method;   // GET, POST, PUT, DELETE
  std::string_view pattern;  // "/api/v1/requests/{id}", "/feeds/{token}/{calendar}.ics"
  Handler handler;
  Access access;
  std::string_view summary;        // what it does, one line
  std::vector<std::string> query;  // the parameters it takes; others are refused (is_page: not)
};

const std::vector<Route>& routes();  // the whole table

// Whether a pattern meets a path; fills the parameters.
bool matches(std::string_view pattern, const core::Request& request,
             std::vector<std::pair<std::string, std::string>>& parameters);

// Finds the route, identifies the caller and runs the handler. Throws core::Error; 405 and OPTIONS
// are answered here. `exchange.caller` is set as soon as it is known.
core::Response dispatch(Exchange& exchange);

}  // namespace citacal::web
