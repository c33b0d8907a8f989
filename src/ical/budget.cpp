#include "ical/budget.h"

#include <algorithm>

#include "core/error.h"

namespace citacal::ical {

void Budget::spend(std::size_t steps) {
  const auto all = static_cast<std::size_t>(std::max<std::int64_t>(left_, 0));
  left_ = steps > all || left_ < 0 ? -1 : left_ - static_cast<std::int64_t>(steps);
  if (!is_spent()) return;
  throw core::Error(core::Code::too_large, "number-of-matches-within-limits",
                    {"La consulta da demasiado trabajo: pida un intervalo de tiempo menor, o menos "
                     "objetos a la vez.",
                     "The request takes too much work: ask for a shorter range of time, or for "
                     "fewer objects at once."});
}

}  // namespace citacal::ical
