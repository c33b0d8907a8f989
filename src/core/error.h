// The one exception of the house: what went wrong, in protocol-neutral words. It ends this request,
// this mail or this tick, and is caught only by http (and the door that words it), the postman and
// the tick. Expected outcomes are enums or optionals, never an Error.
#pragma once

#include <exception>
#include <string>
#include <string_view>

#include "core/phrase.h"

namespace citacal::core {

enum class Code {
  invalid,       // the input is wrong; repeating it cannot help
  unauthorised,  // nobody, or nobody known, asks
  forbidden,     // somebody known asks for what is not theirs
  not_found,     // there is no such thing, or not for this person
  conflict,      // the state of things does not allow it
  stale,         // the thing has changed since it was read (If-Match)
  too_large,     // beyond a limit
  unsupported,   // a media type, method or feature that is not spoken here
  throttled,     // too many attempts; later
  unavailable,   // the store or a peer cannot serve now; later
  internal       // our fault
};

// `condition` is a stable word for programs ("appointment-state"), `message` is for people: what
// was wrong, where, and what would be right. `field` names the input at fault, or is empty.
class Error : public std::exception {
 public:
  Error(Code code, std::string condition, Phrase message, std::string field = {})
      : code(code),
        condition(std::move(condition)),
        message(std::move(message)),
        field(std::move(field)) {}
  const char* what() const noexcept override { return message.en.c_str(); }

  Code code;
  std::string condition;
  Phrase message;
  std::string field;
  int retry_after_s = 0;  // for throttled and unavailable: when to come back, 0 = not said
  std::string log;        // for the log alone: what the engine said, the invariant that broke

  std::string logged() const;  // the message with what is for the log alone
};

// A broken invariant of ours: throws Code::internal naming `what`.
void expects(bool holds, std::string_view what);

}  // namespace citacal::core
