#include "core/credentials.h"

#include "core/secret.h"
#include "core/text.h"

namespace citacal::core {

std::optional<Credentials> read_credentials(std::string_view authorization) {
  const auto header = trim(authorization);
  const auto blank = header.find(' ');
  if (blank == std::string_view::npos) return std::nullopt;
  const auto scheme = header.substr(0, blank), rest = trim(header.substr(blank));
  Credentials credentials;
  if (equals_ignoring_case(scheme, "Bearer")) {
    credentials.is_bearer = true;
    credentials.token = rest;
    return credentials;
  }
  if (!equals_ignoring_case(scheme, "Basic")) return std::nullopt;
  const auto pair = base64_decoded(rest);
  const auto colon = pair.find(':');
  if (colon == std::string::npos || !is_utf8(pair)) return std::nullopt;
  credentials.login = pair.substr(0, colon);
  credentials.password = pair.substr(colon + 1);
  return credentials;
}

}  // namespace citacal::core
