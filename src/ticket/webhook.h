// Any ticket system that takes JSON by POST: what is sent, where the answer has the ticket's number
// and what address it has for people are given in the configuration. Each call carries the errand's
// id as Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): such a system cannot be asked
// what it has, so it is by this key alone that it can tell a repetition after a lost answer.
#pragma once

#include "ticket/system.h"
#include "ticket/template.h"

namespace citacal::ticket {

struct WebhookSettings {
  Template open_url;  // without {{ticket}}
  Template open_body;
  Template comment_url;
  Template comment_body;
  std::vector<std::string> number;  // pointer to the ticket's number in the answer
  std::vector<std::string> link;    // pointer to its address for people; or else
  std::optional<Template> ticket_url;
  std::vector<Header> headers;  // with the secret
  Priorities priorities;
  int timeout_ms = 30'000;  // of one call
};

std::unique_ptr<System> webhook(WebhookSettings settings);

}  // namespace citacal::ticket
