#include "domain/errand.h"

#include <array>

namespace citacal::domain {

namespace {

constexpr const char* kCondition = "errand-state";
const core::Phrase kThing{"La diligencia", "The errand"};

// The number that a comment is to be added under.
std::string ticket_of(const std::vector<Errand>& of_request, const Errand& comment) {
  if (!comment.ticket.empty()) return comment.ticket;
  for (const auto& one : of_request)
    if (one.kind == ErrandKind::open) return one.ticket;
  return {};
}

}  // namespace

core::Phrase say(ErrandState state) {
  static const std::array<core::Phrase, 6> kNames = {{{"en espera", "waiting"},
                                                      {"en cola", "queued"},
                                                      {"en envío", "sending"},
                                                      {"enviada", "sent"},
                                                      {"fallida", "failed"},
                                                      {"reemplazada", "superseded"}}};
  return kNames[static_cast<std::size_t>(state)];
}

bool may_be_there(const Errand& errand) {
  return errand.attempts > 0;
}

Errand settle(Errand errand, const Told& told, double jitter, core::Instant now) {
  errand = after_attempt(std::move(errand), told.attempt, jitter, now, kCondition, kThing);
  if (errand.state == ErrandState::sent && errand.kind == ErrandKind::open) {
    errand.ticket = told.ticket;
    errand.url = told.url;
  }
  return errand;
}

std::optional<Errand> take_next(const std::vector<Errand>& of_request, core::Instant now) {
  for (const auto& one : of_request)
    if (one.state == ErrandState::queued || one.state == ErrandState::sending) return std::nullopt;
  for (const auto& one : of_request) {
    if (one.state != ErrandState::waiting) continue;
    auto next = one;
    if (next.kind == ErrandKind::comment) next.ticket = ticket_of(of_request, one);
    if (next.kind == ErrandKind::comment && next.ticket.empty()) return std::nullopt;
    next.state = ErrandState::queued;
    next.next_at = now;
    return next;
  }
  return std::nullopt;
}

Errand retry(Errand errand, core::Instant now) {
  require_one_of(kCondition, kThing, errand.state, {ErrandState::failed});
  errand.state = ErrandState::queued;
  errand.attempts = 1;  // it may be there
  errand.next_at = now;
  return errand;
}

std::optional<Errand> supersede(Errand errand, const Ticket& ticket) {
  if (errand.state != ErrandState::waiting && errand.state != ErrandState::queued &&
      errand.state != ErrandState::failed)
    return std::nullopt;
  errand.state = ErrandState::superseded;
  errand.ticket = ticket.number;
  errand.url = ticket.url;
  return errand;
}

}  // namespace citacal::domain
