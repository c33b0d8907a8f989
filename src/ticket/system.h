// A contractor's own ticket system, as the clerk works with it. One engine for each kind.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "domain/errand.h"
#include "ticket/http_client.h"

namespace citacal::ticket {

class System {
 public:
  virtual ~System() = default;
  // One attempt each, in bounded time. Never throws for what the other side does: refused is what
  // will be as wrong the next time, deferred what may be otherwise later.
  virtual domain::Told open(const domain::Errand& errand) = 0;
  virtual domain::Told comment(const domain::Errand& errand) = 0;  // to errand.ticket
  // Looks whether the errand has been told before, where the system can be asked: then what it came
  // to. Throws core::Error unavailable where it could not be looked for now.
  virtual std::optional<domain::Told> find(const domain::Errand& errand) = 0;
};

// What an answer means for the outbox: 2xx is done, 408, 425, 429 and 5xx may be otherwise later,
// all else (with redirects, which are not followed) is refused.
domain::Attempt judge(const Answer& answer);
// The number and URL of a ticket as they came, checked at this door: refused where the number is
// not one line of text, without a URL where it is no web address.
domain::Told opened(std::string_view number, std::string_view url);

}  // namespace citacal::ticket
