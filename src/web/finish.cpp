#include "web/finish.h"

#include "web/feeds.h"

namespace citacal::web {

void finish(const core::Request& request, core::Response& response) {
  response.logged_as = logged_path(request);
  if (response.status == 304) return;  // the client has these with what it has
  auto& headers = response.headers;
  headers.add("X-Content-Type-Options", "nosniff");
  headers.add("Referrer-Policy", "no-referrer");
  if (request.secure) headers.add("Strict-Transport-Security", "max-age=31536000");
}

}  // namespace citacal::web
