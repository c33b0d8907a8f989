#include "dav/fault.h"
#include "dav/methods.h"

namespace citacal::dav {

core::Response answer_options(Exchange& exchange) {
  core::Response response;
  response.headers.add("Allow",
                       allowed_at(place_of(exchange.request.segments).value_or(Place::root)));
  return response;
}

// Who may read a calendar follows from roles and from the institute's definitions of calendars;
// nobody gives rights by this door (RFC 3744 §8.1 with DAV:acl protected).
core::Response answer_acl(Exchange&) {
  refuse("need-privileges",
         {"Los permisos dependen de la cuenta y del calendario; no se cambian aquí.",
          "Permissions follow from the account and the calendar; they are not changed here."});
}

}  // namespace citacal::dav
