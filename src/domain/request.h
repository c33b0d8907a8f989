// Activity 2: a service asked of a contractor, scheduled or for a failure, with its priority.
#pragma once

#include "domain/classification.h"

namespace citacal::domain {

enum class Kind { scheduled, failure };
enum class Priority { critical, high, medium, low };
enum class RequestState {
  open,      // asked for; no date stands
  agreed,    // an appointment stands (tentative or confirmed)
  held,      // the service was given; to be verified
  closed,    // verified
  withdrawn  // no longer wanted
};

struct Ticket {
  std::string system;  // "Mesa de ayuda Redes Andinas"
  std::string number;
  std::string url;  // may be empty
  bool operator==(const Ticket&) const = default;
};

struct ServiceRequest {
  core::Id id;
  std::int64_t version = 1;
  std::string number;  // SOL-2026-0001: unique, given by the store per year
  Kind kind = Kind::scheduled;
  Priority priority = Priority::medium;
  RequestState state = RequestState::open;
  std::string subject;
  std::string description;
  core::Id contractor;
  core::Id programme;        // empty for a failure outside any programme
  core::Id planned_service;  // empty when none
  std::string place;
  std::vector<std::string> affected;
  std::vector<Ticket> tickets;  // in the provider's own system
  core::Id requested_by;        // Person
  core::Instant requested_at{};
  Classification classification;      // of the case
  core::Id follows;                   // the request that this one takes up again; empty: none
  core::Id commitment;                // of a verification, that opened it; empty: none
  std::vector<core::Id> followed_by;  // requests that follow it, oldest first; read, never saved
  std::string withdrawn_reason;
  bool incomplete = false;  // made of a calendar's event: what that cannot say is to be completed
  bool operator==(const ServiceRequest&) const = default;
};

struct Completion {  // what a calendar's event could not say; nullopt: as it is
  std::optional<Kind> kind;
  std::optional<Priority> priority;
  std::optional<std::string> description;
  std::optional<Classification> classification;
};

core::Phrase say(RequestState state);  // "acordada", "agreed"
// SOL-2026-0001; five digits from 10000 on. Expects 1 to 99999.
std::string print_number(int year, int number);
bool is_number(std::string_view text);

ServiceRequest checked(ServiceRequest request);  // its classification too
// Throws conflict "request-state" naming the state it is in and the ones that are allowed.
void require_state(const ServiceRequest& request, std::initializer_list<RequestState> allowed);
ServiceRequest withdraw(ServiceRequest request, const std::string& reason);  // only open
// Incomplete no more; conflict "request-complete" where it was not. Open, agreed or held.
ServiceRequest complete(ServiceRequest request, const Completion& completion);
// What was not provided is asked for anew: the same service in a request of its own, that follows
// the first. `reference`: of the verification that says so.
ServiceRequest repeat_request(const ServiceRequest& first, const std::string& reference);
// open → closed, with the request that took it up again.
ServiceRequest close_with_follower(ServiceRequest first);
ServiceRequest with_ticket(ServiceRequest request, Ticket ticket);  // open, agreed, held
// The same in any state, for what the provider's system answers late. Nothing changes where the
// request has no room for another.
ServiceRequest with_ticket_of_system(ServiceRequest request, const Ticket& ticket);

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::Kind, "scheduled", "failure");
CITACAL_WORDS(citacal::domain::Priority, "critical", "high", "medium", "low");
CITACAL_WORDS(citacal::domain::RequestState, "open", "agreed", "held", "closed", "withdrawn");
