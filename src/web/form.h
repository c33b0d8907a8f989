// What an HTML form sent (application/x-www-form-urlencoded, WHATWG URL §5.1), read strictly and
// within limits.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/exchange.h"

namespace citacal::web {

class Form {
 public:
  // Throws unsupported (another media type), too_large (over 64 KiB), invalid "bad-form" (a broken
  // "%", not UTF-8, a control character beside TAB and line ends) and invalid (a field that is not
  // of `known`, or is there twice).
  static Form of(const core::Request& request, const std::vector<std::string>& known);

  const std::string& get(std::string_view name) const;  // empty where it is absent

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

}  // namespace citacal::web
