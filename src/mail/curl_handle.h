// What SMTP and IMAP share of libcurl (with their .cpp, its wall): a handle to one mail server, set
// up alike.
#pragma once

#include <memory>
#include <string_view>

#include "mail/server.h"

namespace citacal::mail {

struct FreeCurl {
  void operator()(void* curl) const;
};
using CurlHandle = std::unique_ptr<void, FreeCurl>;  // a CURL*

// For `protocol` ("smtp", "imap"; with the s of implicit TLS where the server wants it) and no
// other, at `path`; whatever the environment says of proxies. STARTTLS is demanded where chosen;
// certificate and host name are verified, TLS 1.2 or later. `server` was checked.
CurlHandle make_curl_handle(const Server& server, std::string_view protocol,
                            std::string_view path = {});

}  // namespace citacal::mail
