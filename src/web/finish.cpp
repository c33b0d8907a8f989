#include "web/finish.h"

#include "web/feeds.h"

namespace citacal::web {

void finish(const core::Request& request, core::Response& response) {
  auto& headers = response.headers;
  headers.add("X-Content-Type-Options", "nosniff");
  headers.add("Referrer-Policy", "no-referrer");
  if (request.secure) headers.add("Strict-Transport-Security", "max-age=31536000");
  response.logged_as = logged_path(request);
}

}  // namespace citacal::web
