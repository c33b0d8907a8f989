#include "mail/curl_handle.h"

#include <curl/curl.h>
#include <fmt/core.h>

#include <mutex>

#include "core/error.h"

namespace citacal::mail {

void FreeCurl::operator()(void* curl) const {
  curl_easy_cleanup(curl);
}

CurlHandle make_curl_handle(const Server& server, std::string_view protocol,
                            std::string_view path) {
  static std::once_flag once;
  std::call_once(once, [] {
    core::expects(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK, "libcurl starts");
  });
  CurlHandle curl(curl_easy_init());
  core::expects(curl != nullptr, "libcurl gives a handle");
  const auto set = [&](CURLoption option, auto value) {
    core::expects(curl_easy_setopt(curl.get(), option, value) == CURLE_OK,
                  "libcurl knows every option that is set");
  };
  const bool v6 = server.host.find(':') != std::string::npos;
  const auto scheme = fmt::format("{}{}", protocol, server.security == Security::tls ? "s" : "");
  const auto host = v6 ? "[" + server.host + "]" : server.host;
  set(CURLOPT_URL, fmt::format("{}://{}:{}/{}", scheme, host, server.port, path).c_str());
  set(CURLOPT_PROTOCOLS_STR, scheme.c_str());
  set(CURLOPT_PROXY, "");
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_CONNECTTIMEOUT_MS, server.connect_timeout_ms);
  set(CURLOPT_TIMEOUT_MS, server.timeout_ms);
  if (server.security == Security::starttls) set(CURLOPT_USE_SSL, long{CURLUSESSL_ALL});
  set(CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  if (!server.ca_file.empty()) set(CURLOPT_CAINFO, server.ca_file.c_str());
  if (!server.login.empty()) {
    set(CURLOPT_USERNAME, server.login.c_str());
    set(CURLOPT_PASSWORD, server.password.c_str());
  }
  return curl;
}

}  // namespace citacal::mail
