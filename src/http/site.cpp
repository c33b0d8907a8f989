#include "http/site.h"

#include <ctime>

#include "core/time.h"

namespace citacal::http {

Stamp& Stamp::refreshed() {
  const auto now = static_cast<std::int64_t>(std::time(nullptr));
  if (now == second_) return *this;
  second_ = now;
  const core::Instant instant{core::Seconds(now)};
  http_date_ = core::print_http_date(instant);
  utc_ = core::print_utc(instant);
  return *this;
}

}  // namespace citacal::http
