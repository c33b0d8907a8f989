#include "domain/request.h"

#include <fmt/core.h>

#include <array>

#include "core/text.h"
#include "domain/fields.h"
#include "domain/transition.h"

namespace citacal::domain {

namespace {

constexpr std::size_t kTicketsMax = 10;
constexpr int kNumberMax = 99'999;

Ticket checked(const Ticket& ticket, const std::string& list) {
  return {core::checked_line(list + "system", ticket.system),
          core::checked_line(list + "number", ticket.number),
          checked_optional_link(list + "url", ticket.url)};
}

Ticket* find_ticket(ServiceRequest& request, const Ticket& ticket) {
  for (auto& known : request.tickets)
    if (known.system == ticket.system && known.number == ticket.number) return &known;
  return nullptr;
}

bool are_digits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

core::Phrase say(RequestState state) {
  static const std::array<core::Phrase, 5> kNames = {{{"abierta", "open"},
                                                      {"acordada", "agreed"},
                                                      {"prestada", "held"},
                                                      {"cerrada", "closed"},
                                                      {"retirada", "withdrawn"}}};
  return kNames[static_cast<std::size_t>(state)];
}

std::string print_number(int year, int number) {
  core::expects(year >= 1000 && year <= 9999, "the year of a request number has four digits");
  core::expects(number >= 1 && number <= kNumberMax, "a request number is 1 to 99999");
  return fmt::format("SOL-{}-{:04}", year, number);
}

bool is_number(std::string_view text) {
  constexpr std::size_t kPrefix = 9;  // "SOL-2026-"
  if (text.size() != kPrefix + 4 && text.size() != kPrefix + 5) return false;
  const auto year = text.substr(4, 4), number = text.substr(kPrefix);
  return text.starts_with("SOL-") && text[8] == '-' && are_digits(year) && year[0] != '0' &&
         are_digits(number) && number != "0000" && (number.size() == 4 || number[0] != '0');
}

ServiceRequest checked(ServiceRequest request) {
  if (!request.number.empty() && !is_number(request.number))
    core::refuse("number", "not-a-number",
                 {"no tiene la forma SOL-2026-0001", "is not of the form SOL-2026-0001"});
  request.subject = core::checked_line("subject", request.subject);
  request.description = core::checked_text("description", request.description);
  request.contractor = checked_id("contractor", request.contractor);
  request.programme = checked_optional_id("programme", request.programme);
  request.planned_service = checked_optional_id("planned_service", request.planned_service);
  if (!request.planned_service.empty() && request.programme.empty())
    core::refuse("programme", "missing",
                 {"falta: «planned_service» pertenece a una programación",
                  "is missing: \"planned_service\" belongs to a programme"});
  request.place = core::checked_optional_line("place", request.place);
  request.affected = checked_affected(request.affected);
  check_count("tickets", request.tickets.size(), kTicketsMax);
  for (std::size_t i = 0; i < request.tickets.size(); ++i)
    request.tickets[i] = checked(request.tickets[i], element("tickets", i) + ".");
  request.requested_by = checked_optional_id("requested_by", request.requested_by);
  request.follows = checked_optional_id("follows", request.follows);
  request.commitment = checked_optional_id("commitment", request.commitment);
  request.classification = checked(request.classification, "classification.");
  request.withdrawn_reason = core::checked_text("withdrawn_reason", request.withdrawn_reason);
  return request;
}

void require_state(const ServiceRequest& request, std::initializer_list<RequestState> allowed) {
  const std::string number = request.number.empty() ? "" : " " + request.number;
  require_one_of("request-state", {"La solicitud" + number, "The request" + number}, request.state,
                 allowed);
}

ServiceRequest withdraw(ServiceRequest request, const std::string& reason) {
  require_state(request, {RequestState::open});
  request.withdrawn_reason = checked_required_text("reason", reason);
  request.state = RequestState::withdrawn;
  return request;
}

ServiceRequest complete(ServiceRequest request, const Completion& completion) {
  require_state(request, {RequestState::open, RequestState::agreed, RequestState::held});
  if (!request.incomplete)
    throw core::Error(core::Code::conflict, "request-complete",
                      {"La solicitud " + request.number + " está completa.",
                       "The request " + request.number + " is complete."});
  request.incomplete = false;
  request.kind = completion.kind.value_or(request.kind);
  request.priority = completion.priority.value_or(request.priority);
  request.classification = completion.classification.value_or(request.classification);
  request.description = completion.description.value_or(request.description);
  return checked(std::move(request));
}

ServiceRequest repeat_request(const ServiceRequest& first, const std::string& reference) {
  auto request = first;
  request.follows = first.id;
  request.commitment.clear();
  request.followed_by.clear();
  request.tickets.clear();
  request.incomplete = false;
  request.description =
      "Retoma la solicitud " + first.number + ", cuyo servicio no se prestó (" + reference + ").";
  const auto whole = request.description + "\n\n" + first.description;
  if (!first.description.empty() && core::character_count(whole) <= core::kTextMax)
    request.description = whole;
  return request;
}

ServiceRequest close_with_follower(ServiceRequest first) {
  require_state(first, {RequestState::open});
  first.state = RequestState::closed;
  return first;
}

ServiceRequest with_ticket(ServiceRequest request, Ticket ticket) {
  require_state(request, {RequestState::open, RequestState::agreed, RequestState::held});
  ticket = checked(ticket, "");
  if (auto* known = find_ticket(request, ticket)) {
    *known = std::move(ticket);
    return request;
  }
  check_count("tickets", request.tickets.size() + 1, kTicketsMax);
  request.tickets.push_back(std::move(ticket));
  return request;
}

ServiceRequest with_ticket_of_system(ServiceRequest request, const Ticket& ticket) {
  if (!find_ticket(request, ticket) && request.tickets.size() < kTicketsMax)
    request.tickets.push_back(checked(ticket, ""));
  return request;
}

}  // namespace citacal::domain
