// An answer that the transport gives by itself, before any handler has seen the request.
#pragma once

#include <string>
#include <string_view>

#include "core/exchange.h"

namespace citacal::http {

struct Refusal {
  int status;
  std::string condition;  // stable word for programs
  core::Phrase message;
};

Refusal too_slow();    // 408
Refusal overloaded();  // 503

// RFC 9457 problem details of a refusal, as core::problem words an Error.
core::Response refusal_response(const Refusal& refusal, core::Language language);

std::string_view reason(int status);  // the reason phrase of RFC 9110 §15, "Unknown" for others

}  // namespace citacal::http
