// Request Tracker 5 by its REST2 interface. It keeps no idempotency keys, but can be asked: before
// an attempt is repeated, the tickets that our own user has opened are searched for the request's
// number in their subject, and the 100 newest entries of a ticket's history for the errand's id.
#pragma once

#include "ticket/system.h"
#include "ticket/template.h"

namespace citacal::ticket {

struct RequestTrackerSettings {
  std::string url;    // "https://rt.redes.example", no trailing "/"
  std::string token;  // of the user that opens the tickets (RT::Authen::Token)
  std::string queue;
  Priorities priorities;    // numbers
  int timeout_ms = 30'000;  // of one call
};

std::unique_ptr<System> request_tracker(RequestTrackerSettings settings);

}  // namespace citacal::ticket
