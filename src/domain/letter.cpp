#include "domain/letter.h"

#include <algorithm>
#include <array>

#include "core/text.h"
#include "domain/transition.h"

namespace citacal::domain {

namespace {

constexpr core::Seconds kFirstDelay = core::Minutes(1);
constexpr core::Seconds kLongestDelay = std::chrono::hours(6);
constexpr std::size_t kDetailMax = 500;  // bytes

// A server's words are hostile until they are one short line of text.
std::string one_line(std::string detail) {
  if (!core::is_utf8(detail)) detail = core::windows_1252_to_utf8(detail);
  for (char& c : detail)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  if (detail.size() > kDetailMax) {
    detail.resize(kDetailMax);
    while (!core::is_utf8(detail)) detail.pop_back();
  }
  return std::string(core::trim(detail));
}

}  // namespace

core::Phrase say(LetterState state) {
  static const std::array<core::Phrase, 6> kNames = {{{"en cola", "queued"},
                                                      {"en envío", "sending"},
                                                      {"enviada", "sent"},
                                                      {"fallida", "failed"},
                                                      {"reemplazada", "superseded"},
                                                      {"devuelta", "returned"}}};
  return kNames[static_cast<std::size_t>(state)];
}

core::Seconds retry_delay(int attempts, double jitter) {
  auto delay = kFirstDelay;
  for (int i = 1; i < attempts && delay < kLongestDelay; ++i) delay *= 2;
  delay = std::min(delay, kLongestDelay);
  const double extra = static_cast<double>(delay.count()) / 4 * std::clamp(jitter, 0.0, 1.0);
  return delay + core::Seconds(static_cast<std::int64_t>(extra));
}

Letter settle(Letter letter, const Attempt& outcome, double jitter, core::Instant now) {
  require_one_of("letter-state", {"La carta", "The letter"}, letter.state,
                 {LetterState::queued, LetterState::sending});
  ++letter.attempts;
  if (outcome.delivery == Delivery::accepted) {
    letter.state = LetterState::sent;
    letter.sent_at = now;
    letter.last_error.clear();
    return letter;
  }
  letter.last_error = one_line(outcome.detail);
  if (outcome.delivery == Delivery::refused || letter.attempts >= kAttemptsMax) {
    letter.state = LetterState::failed;
    return letter;
  }
  letter.state = LetterState::queued;
  letter.next_at = now + retry_delay(letter.attempts, jitter);
  return letter;
}

}  // namespace citacal::domain
