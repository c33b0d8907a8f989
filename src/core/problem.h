// What went wrong as an HTTP answer: RFC 9457 problem details.
#pragma once

#include "core/error.h"
#include "core/exchange.h"

namespace citacal::core {

int http_status(Code code);

struct Problem {
  int status;
  std::string condition;  // stable word for programs
  Phrase title;
  Phrase detail;
  std::string field = {};
  int retry_after_s = 0;    // 0 = not said
  std::string logged = {};  // for the access log alone
};

// What an exception says. A fault of ours is told in general words; its own, and those of an
// unavailable store, are only logged.
Problem explain(const std::exception& exception);

// application/problem+json: type, title, status, detail (in the person's language), code (the
// condition), field where there is one. 401 carries WWW-Authenticate with our one realm.
Response problem(const Problem& why, Language language);

Response problem(const std::exception& exception, Language language);

}  // namespace citacal::core
