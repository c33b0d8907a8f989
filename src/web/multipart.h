// multipart/form-data (RFC 7578) as browsers and curl write it, read strictly and within limits: an
// encoding that they do not use, a part that is not whole or a name that says two things is
// refused.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/exchange.h"

namespace citacal::web {

struct Part {
  std::string name;
  std::string file_name;   // UTF-8, without folders; empty: a field, whose content is text
  std::string media_type;  // of a file, as it says, without parameters; may be empty
  std::string content;     // of a field UTF-8, of a file its bytes
};

struct PartLimits {
  int files;
  std::size_t fields;
};

// In their order; an empty choice of file, as a browser sends it, is left out. Throws unsupported
// (another media type), too_large (more parts, a field over 16 KiB) and invalid "bad-form".
std::vector<Part> read_multipart(const core::Request& request, const PartLimits& limits);

}  // namespace citacal::web
