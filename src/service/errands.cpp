#include "service/errands.h"

#include <algorithm>

#include "core/text.h"
#include "domain/changes.h"
#include "ical/description.h"
#include "service/dossier.h"
#include "service/page.h"
#include "service/request.h"
#include "service/sight.h"
#include "store/appointment.h"
#include "store/errand.h"
#include "store/party.h"
#include "store/request.h"

namespace citacal::service {

namespace {

using domain::Errand;
using domain::ErrandKind;
using domain::ErrandState;

struct Heading {
  std::string_view action, words;
};

// What of a case is told in its ticket, as the trail names it, and the first words of the comment.
constexpr Heading kTold[] = {
    {"request completed", "Solicitud completada"},
    {"request closed", "Solicitud cerrada: el servicio se prestó en otra que la retomó"},
    {"request withdrawn", "Solicitud retirada: el servicio ya no se necesita"},
    {"appointment agreed", "Fecha acordada, por confirmar"},
    {"appointment confirmed", "Fecha confirmada"},
    {"appointment rescheduled", "Nueva fecha"},
    {"appointment amended", "Cambio en las condiciones del servicio"},
    {"appointment cancelled", "Fecha cancelada"},
    {"appointment held", "Fecha cumplida, por verificar"},
    {"answer given", "Respuesta a la citación"},
};

std::string_view heading_of(std::string_view action) {
  for (const auto& one : kTold)
    if (one.action == action) return one.words;
  return {};
}

const TicketSystem* find_system(Work& work, const core::Id& contractor) {
  const auto& systems = work.office().ticket_systems();
  if (systems.empty() || !work.tells()) return nullptr;
  const auto firm = store::get_contractor(work.tx(), contractor);
  const auto found = std::find_if(systems.begin(), systems.end(),
                                  [&](const auto& one) { return one.contractor == firm.key; });
  return found == systems.end() ? nullptr : &*found;
}

std::string name_of(Office& office, const std::string& system) {
  for (const auto& one : office.ticket_systems())
    if (one.key == system) return one.name;
  return system;  // no longer configured
}

// The request as its contractor reads it.
std::string text_of(Work& work, const domain::ServiceRequest& request) {
  const auto& institute = work.office().institute();
  std::string text = request.description.empty() ? "" : request.description + "\n\n";
  const auto add = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) text += std::string(name) + ": " + std::string(value) + "\n";
  };
  add("Solicitud", request.number);
  add("Tipo", ical::kind_in_spanish(request.kind));
  add("Prioridad", ical::priority_in_spanish(request.priority));
  add("Lugar", request.place);
  add("Servicios afectados", core::join(request.affected, ", "));
  add("Solicita",
      institute.organizer_name + ", " + institute.name + " <" + institute.organizer + ">");
  add("El caso, con cuenta del Instituto", institute.base_url + "/cases/" + request.number);
  return text;
}

std::string text_of(const Dossier& dossier) {
  auto text = ical::describe(dossier.view(), ical::Detail::full) + "\n";
  for (const auto& one : dossier.appointment.attendees)
    text += "Asistente: " + (one.name.empty() ? one.email : one.name) + " – " +
            std::string(ical::answer_in_spanish(one.answer)) + "\n";
  return text;
}

Errand errand_for(Work& work, const domain::ServiceRequest& request, const TicketSystem& system,
                  ErrandKind kind) {
  Errand errand;
  errand.id = core::new_id(work.now());
  errand.kind = kind;
  errand.request = request.id;
  errand.contractor = request.contractor;
  errand.system = system.key;
  errand.number = request.number;
  errand.service = request.kind;
  errand.priority = request.priority;
  errand.next_at = errand.created_at = work.now();
  return errand;
}

std::vector<Errand> list_of(Work& work, const core::Id& request, const std::string& system) {
  auto all = store::list_errands_of(work.tx(), request);
  std::erase_if(all, [&](const Errand& one) { return one.system != system; });
  return all;
}

// Lets the next errand of this request go, if it is its time.
void advance(Work& work, const core::Id& request, const std::string& system) {
  if (const auto next = domain::take_next(list_of(work, request, system), work.now()))
    store::save(work.tx(), *next);
}

bool is_opened(const std::vector<Errand>& errands) {
  return std::any_of(errands.begin(), errands.end(),
                     [](const Errand& one) { return one.kind == ErrandKind::open; });
}

// The number of a ticket of this system that the request has, however it came.
std::string ticket_of(const domain::ServiceRequest& request, const TicketSystem& system) {
  for (const auto& ticket : request.tickets)
    if (ticket.system == system.name) return ticket.number;
  return {};
}

void open_in(Work& work, const domain::ServiceRequest& request, const TicketSystem& system) {
  if (!ticket_of(request, system).empty()) return;
  auto errand = errand_for(work, request, system, ErrandKind::open);
  errand.key = "open " + system.key + " " + request.id;
  errand.subject = request.subject;
  errand.text = text_of(work, request);
  store::add_errand(work.tx(), errand);
  advance(work, request.id, system.key);
}

// `what`: the subject and its version, so that one change is one comment.
void comment_in(Work& work, const domain::ServiceRequest& request, const TicketSystem& system,
                const std::string& what, const std::string& heading, const std::string& text) {
  if (!is_opened(list_of(work, request.id, system.key))) open_in(work, request, system);
  auto errand = errand_for(work, request, system, ErrandKind::comment);
  errand.key = "comment " + system.key + " " + what;
  errand.subject = heading;
  errand.text = heading + "\n\n" + text;
  errand.ticket = ticket_of(request, system);
  store::add_errand(work.tx(), errand);
  advance(work, request.id, system.key);
}

std::string in_what(const core::Id& id, std::int64_t version) {
  return id + " " + std::to_string(version);
}

// For the trail: "SOL-2026-0001 → redes 4711".
// For the trail.
std::string say_change(const Errand& before, const Errand& after) {
  return after.number + " " + after.system + "; " +
         domain::Changes()
             .word("state", before.state, after.state)
             .text("ticket", before.ticket, after.ticket)
             .text("error", before.last_error, after.last_error)
             .print();
}

}  // namespace

void open_ticket(Work& work, const domain::ServiceRequest& request) {
  if (const auto* system = find_system(work, request.contractor)) open_in(work, request, *system);
}

void tell_ticket(Work& work, const domain::Appointment& appointment, std::string_view action) {
  const std::string words(heading_of(action));
  if (words.empty()) return;
  const auto* system = find_system(work, appointment.contractor);
  if (!system) return;
  const auto dossier = open_dossier(work.tx(), work.office().institute(), appointment);
  const auto start = appointment.slot.start;
  comment_in(work, dossier.request, *system, in_what(appointment.id, appointment.version),
             words + ": " + core::say_day(core::day_of(start), core::Language::es) + ", " +
                 core::say_time(start),
             text_of(dossier));
}

void tell_ticket(Work& work, const domain::ServiceRequest& request, std::string_view action,
                 const std::string& detail) {
  const std::string words(heading_of(action));
  if (words.empty()) return;
  const auto* system = find_system(work, request.contractor);
  if (!system) return;
  const auto first = detail.empty() ? "" : detail + "\n\n";
  comment_in(work, request, *system, in_what(request.id, request.version), words,
             first + text_of(work, request));
}

void take_over_ticket(Work& work, const domain::ServiceRequest& request,
                      const domain::Ticket& ticket) {
  const auto* system = find_system(work, request.contractor);
  if (!system || ticket.system != system->name) return;
  for (const auto& one : list_of(work, request.id, system->key)) {
    if (one.kind != ErrandKind::open) continue;
    if (const auto given_up = domain::supersede(one, ticket)) store::save(work.tx(), *given_up);
  }
  advance(work, request.id, system->key);
}

std::vector<Errand> claim_errands(Office& office, const std::string& system, int most) {
  {
    // Most times nothing is due: asked without a write.
    Reading reading(office, system_caller("tick"));
    if (store::list_due_errands(reading.tx(), system, reading.now(), 1).empty()) return {};
  }
  Work work(office, system_caller("tick"));
  auto due = store::list_due_errands(work.tx(), system, work.now(), most);
  for (auto& errand : due) {
    errand.state = ErrandState::sending;
    store::save(work.tx(), errand);
  }
  work.commit();
  return due;
}

void settle_errand(Office& office, const core::Id& id, const domain::Told& told, double jitter) {
  Work work(office, system_caller("ticket"));
  const auto before = store::get_errand(work.tx(), id);
  const auto errand = domain::settle(before, told, jitter, work.now());
  store::save(work.tx(), errand);
  const bool is_open = errand.kind == ErrandKind::open;
  if (errand.state == ErrandState::sent && is_open) {
    const domain::Ticket ticket{name_of(office, errand.system), errand.ticket, errand.url};
    auto request = store::get_request(work.tx(), errand.request);
    const auto known = request.tickets.size();
    request = domain::with_ticket_of_system(std::move(request), ticket);
    if (request.tickets.size() > known) keep_ticket(work, std::move(request), ticket);
  }
  if (errand.state == ErrandState::sent)
    work.audit(is_open ? "ticket opened" : "ticket told", "errand", id, say_change(before, errand));
  if (errand.state == ErrandState::failed)
    work.audit("errand failed", "errand", id, say_change(before, errand));
  if (errand.state != ErrandState::queued) advance(work, errand.request, errand.system);
  work.commit();
}

void return_errand(Office& office, const core::Id& id) {
  Work work(office, system_caller("ticket"));
  auto errand = store::get_errand(work.tx(), id);
  if (errand.state == ErrandState::sending) errand.state = ErrandState::queued;
  store::save(work.tx(), errand);
  work.commit();
}

int recover_errands(Office& office) {
  Work work(office, system_caller("ticket"));
  const int count = store::requeue_errands(work.tx());
  work.commit();
  return count;
}

std::vector<std::string> list_systems_of_nobody(Office& office) {
  Reading reading(office, system_caller("ticket"));
  std::vector<std::string> keys;
  for (const auto& system : office.ticket_systems())
    if (!store::find_contractor_by_key(reading.tx(), system.contractor)) keys.push_back(system.key);
  return keys;
}

Listing<Errand> list_errands(Office& office, const Caller& caller, std::optional<ErrandState> state,
                             const Paging& paging) {
  permit(caller, domain::Right::audit);
  Reading reading(office, caller);
  return to_listing(
      store::list_errands(reading.tx(), state, to_page(paging), caller.person.clearance));
}

Errand get_errand(Office& office, const Caller& caller, const core::Id& id) {
  permit(caller, domain::Right::audit);
  Reading reading(office, caller);
  auto errand = store::get_errand(reading.tx(), id);
  permit_sight_of(reading.tx(), caller, errand.request);
  return errand;
}

Errand retry_errand(Office& office, const Caller& caller, const core::Id& id) {
  permit(caller, domain::Right::agree);
  Work work(office, caller);
  const auto before = store::get_errand(work.tx(), id);
  permit_sight_of(work.tx(), caller, before.request);
  auto errand = domain::retry(before, work.now());
  store::save(work.tx(), errand);
  work.audit("errand retried", "errand", id, say_change(before, errand));
  work.commit();
  return errand;
}

}  // namespace citacal::service
