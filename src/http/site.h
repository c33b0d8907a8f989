// What the connections of one server have in common, and the present second as text.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/exchange.h"
#include "http/access_log.h"
#include "http/limits.h"
#include "http/workers.h"

namespace citacal::http {

struct Site {
  Limits limits;
  std::vector<std::string> trusted_proxies;
  std::function<core::Response(core::Request&)> handler;
  std::function<std::optional<core::Response>(core::Request&)> quick;
  AccessLog& log;
  Workers& workers;
  std::atomic<bool> draining{false};
  std::atomic<bool> crowded{false};          // others wait to be accepted
  std::atomic<std::size_t> bodies_bytes{0};  // of the requests in hand
};

// The present second as text, for one I/O thread.
class Stamp {
 public:
  const std::string& http_date() { return refreshed().http_date_; }
  const std::string& utc() { return refreshed().utc_; }

 private:
  Stamp& refreshed();
  std::int64_t second_ = -1;
  std::string http_date_;
  std::string utc_;
};

}  // namespace citacal::http
