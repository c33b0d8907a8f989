// What an Authorization header says: Basic (RFC 7617, UTF-8) or Bearer (RFC 6750).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace citacal::core {

struct Credentials {
  bool is_bearer = false;
  std::string login, password;  // of Basic
  std::string token;            // of Bearer
};

// nullopt where the header is absent, of another scheme, or ill-formed.
std::optional<Credentials> read_credentials(std::string_view authorization);

}  // namespace citacal::core
