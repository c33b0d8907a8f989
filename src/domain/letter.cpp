#include "domain/letter.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace citacal::domain {

namespace {

bool is_queued(const Recipient& one) {
  return one.state == LetterState::queued;
}

bool reaches_anybody(const Letter& letter) {
  return std::any_of(letter.recipients.begin(), letter.recipients.end(),
                     [](const Recipient& one) { return one.state == LetterState::sent; });
}

// What the attempt came to for one of many.
NotTaken outcome_for(const Recipient& one, const Attempt& outcome) {
  for (const auto& other : outcome.not_taken)
    if (core::equals_ignoring_case(other.address, one.address)) return other;
  return {one.address, outcome.delivery, outcome.detail};
}

void settle_each(Letter& letter, const Attempt& outcome, core::Instant now) {
  for (auto& one : letter.recipients) {
    if (!is_queued(one)) continue;
    const auto came = outcome_for(one, outcome);
    one.detail =
        came.delivery == Delivery::accepted ? "" : core::safe_line(came.detail, kDetailMax);
    if (came.delivery == Delivery::deferred) continue;
    one.state = came.delivery == Delivery::accepted ? LetterState::sent : LetterState::failed;
    one.settled_at = now;
  }
}

// What the attempt came to for the letter as a whole.
Attempt outcome_for_all(const Letter& letter, const Attempt& outcome) {
  const auto& all = letter.recipients;
  const auto waiting = std::find_if(all.begin(), all.end(), is_queued);
  if (waiting != all.end()) return {Delivery::deferred, waiting->detail};
  return {reaches_anybody(letter) ? Delivery::accepted : Delivery::refused,
          outcome.not_taken.empty() ? outcome.detail : outcome.not_taken.front().detail};
}

// The last attempt has put somebody off once more.
void give_up(Letter& letter, core::Instant now) {
  for (auto& one : letter.recipients)
    if (is_queued(one)) one.state = LetterState::failed, one.settled_at = now;
  if (reaches_anybody(letter)) letter.state = LetterState::sent;
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

Letter settle(Letter letter, const Attempt& outcome, double jitter, core::Instant now) {
  const core::Phrase thing{"La carta", "The letter"};
  if (letter.recipients.empty())
    return after_attempt(std::move(letter), outcome, jitter, now, "letter-state", thing);
  settle_each(letter, outcome, now);
  const auto first_sent = letter.sent_at;
  const auto whole = outcome_for_all(letter, outcome);
  letter = after_attempt(std::move(letter), whole, jitter, now, "letter-state", thing);
  if (letter.state == LetterState::failed) give_up(letter, now);
  if (reaches_anybody(letter)) letter.sent_at = first_sent.value_or(now);
  return letter;
}

std::vector<std::string> envelope_of(const Letter& letter) {
  if (letter.recipients.empty()) return {letter.to};
  std::vector<std::string> addresses;
  for (const auto& one : letter.recipients)
    if (is_queued(one)) addresses.push_back(one.address);
  return addresses;
}

}  // namespace citacal::domain
