#include "domain/letter.h"

#include <array>

namespace citacal::domain {

core::Phrase say(LetterState state) {
  static const std::array<core::Phrase, 6> kNames = {{{"en cola", "queued"},
                                                      {"en envío", "sending"},
                                                      {"enviada", "sent"},
                                                      {"fallida", "failed"},
                                                      {"reemplazada", "superseded"},
                                                      {"devuelta", "returned"}}};
  return kNames[static_cast<std::size_t>(state)];
}

Letter settle(Letter letter, const Attempt& outcome, double jitter, core::Instant now) {
  return after_attempt(std::move(letter), outcome, jitter, now, "letter-state",
                       {"La carta", "The letter"});
}

}  // namespace citacal::domain
