#include "mail/server.h"

#include <algorithm>

#include "core/check.h"
#include "core/text.h"

namespace citacal::mail {
namespace {

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "::1" ||
         (host.starts_with("127.") &&
          host.find_first_not_of("0123456789.") == std::string_view::npos);
}

}  // namespace

bool is_host_text(std::string_view text) {
  return !text.empty() && text.size() <= 255 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == ':';
  });
}

void check_server(const Server& server, std::string_view protocol) {
  const std::string key(protocol), name = core::to_upper(protocol);
  if (!is_host_text(server.host))
    core::refuse(key + ".host", key + "-host",
                 {"El servidor " + name + " debe ser un nombre o una dirección IP.",
                  "The " + name + " server must be a host name or an IP address."});
  if (server.port < 1 || server.port > 65'535)
    core::refuse(key + ".port", key + "-port",
                 {"El puerto " + name + " debe estar entre 1 y 65535.",
                  "The " + name + " port must be between 1 and 65535."});
  if (!server.login.empty() && server.security == Security::none && !is_loopback(server.host))
    core::refuse(key + ".security", key + "-login-in-the-clear",
                 {"Una contraseña " + name + " sólo se envía por TLS: use «starttls» o «tls».",
                  "An " + name + " password is only sent by TLS: use \"starttls\" or \"tls\"."});
}

}  // namespace citacal::mail
