#include "core/error.h"

namespace citacal::core {

std::string Error::logged() const {
  return log.empty() ? message.en : message.en + " (" + log + ")";
}

void expects(bool holds, std::string_view what) {
  if (holds) return;
  const std::string text(what);
  throw Error(Code::internal, "internal",
              {"Error interno: no se cumple «" + text + "».",
               "Internal error: \"" + text + "\" does not hold."});
}

}  // namespace citacal::core
