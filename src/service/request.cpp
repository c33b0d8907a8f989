#include "service/request.h"

#include "core/check.h"
#include "service/amendment.h"
#include "service/calendar.h"
#include "service/errands.h"
#include "service/letters.h"
#include "service/notice.h"
#include "service/page.h"
#include "service/sight.h"
#include "store/appointment.h"
#include "store/party.h"
#include "store/programme.h"
#include "store/request.h"

namespace citacal::service {

namespace {

// A planned service belongs to the programme, and the programme to the contractor.
void check_programme(Work& work, const domain::ServiceRequest& request) {
  if (request.programme.empty()) {
    if (!request.planned_service.empty())
      core::refuse("planned_service", "without-programme",
                   {"necesita el programa al que pertenece", "needs the programme it belongs to"});
    return;
  }
  const auto programme = store::find_programme(work.tx(), request.programme);
  if (!programme || programme->contractor != request.contractor)
    core::refuse("programme", "unknown-programme",
                 {"no es un programa de ese contratista", "is no programme of that contractor"});
  if (request.planned_service.empty()) return;
  for (const auto& service : programme->services)
    if (service.id == request.planned_service) return;
  core::refuse("planned_service", "unknown-service",
               {"no está en ese programa", "is not in that programme"});
}

domain::ServiceRequest save_next(Work& work, domain::ServiceRequest request, std::string action,
                                 std::string detail) {
  ++request.version;
  store::save(work.tx(), request);
  work.audit(std::move(action), "request", request.id, std::move(detail));
  return request;
}

domain::ServiceRequest get_for_change(Work& work, const core::Id& id) {
  auto request = store::get_request(work.tx(), id);
  permit_sight(work.caller(), request);
  permit_version(work.caller(), request.version);
  return request;
}

}  // namespace

void require_unfollowed(store::Transaction& tx, const domain::ServiceRequest& request) {
  const auto follower = store::find_follower(tx, request.id);
  if (!follower) return;
  throw core::Error(core::Code::conflict, "request-followed",
                    {"La solicitud " + request.number + " se retomó en la " + follower->number +
                         ": lo que siga se hace en esa, y esta se cierra con ella.",
                     "The request " + request.number + " was taken up again in " +
                         follower->number + ": what follows is done there, and closes this one."},
                    "request");
}

domain::ServiceRequest enter_request(Work& work, domain::ServiceRequest request) {
  request.id = core::new_id(work.now());
  request.version = 1;
  request.state = domain::RequestState::open;
  request.requested_by = work.caller().person.id;
  request.requested_at = work.now();
  request.withdrawn_reason.clear();
  request.number.clear();
  request = domain::checked(std::move(request));
  permit_level(work.caller(), request.classification);
  const int year = core::year_of(work.now());
  request.number = domain::print_number(year, store::take_number(work.tx(), year));
  store::save(work.tx(), request);
  ask_contractor(work, request);
  auto detail = request.number;
  if (!request.follows.empty())
    detail += " follows " + store::get_request(work.tx(), request.follows).number;
  work.audit("request registered", "request", request.id, detail);
  open_ticket(work, request);
  return request;
}

domain::ServiceRequest register_request(Work& work, domain::ServiceRequest request) {
  if (!store::find_contractor(work.tx(), request.contractor))
    core::refuse("contractor", "unknown-contractor",
                 {"no es ningún contratista registrado", "is no registered contractor"});
  check_programme(work, request);
  request = enter_request(work, std::move(request));
  work.made(request.id);
  return request;
}

domain::ServiceRequest register_request(Office& office, const Caller& caller,
                                        domain::ServiceRequest request) {
  return in_work(office, caller, domain::Right::request,
                 [&](Work& work) { return register_request(work, std::move(request)); });
}

domain::ServiceRequest withdraw_request(Office& office, const Caller& caller, const core::Id& id,
                                        const std::string& reason) {
  permit(caller, domain::Right::request);
  Work work(office, caller);
  const auto before = get_for_change(work, id);
  require_unfollowed(work.tx(), before);
  auto request = domain::withdraw(before, reason);
  request = save_next(work, std::move(request), "request withdrawn", reason);
  tell_ticket(work, request, "request withdrawn", reason);
  work.commit();
  return request;
}

domain::ServiceRequest complete_request(Office& office, const Caller& caller, const core::Id& id,
                                        const domain::Completion& completion,
                                        const domain::Particulars& particulars) {
  permit(caller, domain::Right::agree);
  Work work(office, caller);
  auto request = domain::complete(get_for_change(work, id), completion);
  if (particulars.affected) request.affected = *particulars.affected;
  request = save_next(work, domain::checked(std::move(request)), "request completed",
                      std::string(core::word(request.kind)));
  permit_level(caller, request.classification);
  for (const auto& appointment : store::list_appointments_of(work.tx(), request.id)) {
    if (stands(appointment) && particulars != domain::Particulars{})
      amend(work, appointment.id, particulars);
    else
      publish(work, appointment);
  }
  tell_ticket(work, request, "request completed", "");
  work.commit();
  return request;
}

domain::ServiceRequest classify_request(Office& office, const Caller& caller, const core::Id& id,
                                        const domain::Classification& classification) {
  permit(caller, domain::Right::agree);
  Work work(office, caller);
  auto request = get_for_change(work, id);
  const auto before = domain::print_classification(request.classification);
  request.classification = domain::checked(classification);
  permit_level(caller, request.classification);
  request = save_next(work, std::move(request), "request classified",
                      before + " → " + domain::print_classification(request.classification));
  for (const auto& appointment : store::list_appointments_of(work.tx(), request.id)) {
    if (stands(appointment)) plan_notice(work, appointment, false);
    publish(work, appointment);
  }
  work.commit();
  return request;
}

domain::ServiceRequest add_ticket(Office& office, const Caller& caller, const core::Id& id,
                                  const domain::Ticket& ticket) {
  permit(caller, domain::Right::request);
  Work work(office, caller);
  auto request = domain::with_ticket(get_for_change(work, id), ticket);
  request = keep_ticket(work, std::move(request), ticket);
  take_over_ticket(work, request, ticket);
  work.commit();
  return request;
}

domain::ServiceRequest keep_ticket(Work& work, domain::ServiceRequest request,
                                   const domain::Ticket& ticket) {
  request =
      save_next(work, std::move(request), "ticket added", ticket.system + " " + ticket.number);
  for (const auto& appointment : store::list_appointments_of(work.tx(), request.id))
    publish(work, appointment);
  return request;
}

domain::ServiceRequest get_request(Office& office, const Caller& caller, const std::string& id) {
  permit(caller, domain::Right::read);
  Reading reading(office, caller);
  auto request = store::find_request_by_number(reading.tx(), id);
  if (!request) request = store::get_request(reading.tx(), id);
  permit_sight(caller, *request);
  return as_seen(reading.tx(), caller, *std::move(request));
}

Listing<domain::ServiceRequest> list_requests(Office& office, const Caller& caller,
                                              const RequestQuery& query, const Paging& paging) {
  permit(caller, domain::Right::read);
  Reading reading(office, caller);
  store::RequestFilter filter;
  filter.contractor = narrowed(caller, query.contractor);
  filter.kind = query.kind;
  filter.priority = query.priority;
  filter.state = query.state;
  filter.year = query.year;
  filter.up_to = caller.person.clearance;
  auto listed = store::list_requests(reading.tx(), filter, to_page(paging));
  for (auto& one : listed.items) one = as_seen(reading.tx(), caller, std::move(one));
  return to_listing(std::move(listed));
}

}  // namespace citacal::service
