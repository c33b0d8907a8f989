#include "service/errands.h"
#include "service/answer.h"

#include <catch2/catch.hpp>

#include "service/amendment.h"
#include "service/case.h"
#include "service/check.h"
#include "service/trail.h"
#include "store/database.h"
#include "store/errand.h"
#include "store/request.h"
#include "support/office.h"

using namespace citacal;
using domain::Delivery;
using domain::ErrandKind;
using domain::ErrandState;
using test::at;

namespace {

constexpr const char* kMesa = "mesa";
const domain::Told kDone{{Delivery::accepted, ""}, "4711", "https://mesa.example/4711"};
const domain::Told kLater{{Delivery::deferred, "no connection"}, "", ""};
const domain::Told kNever{{Delivery::refused, "403 Forbidden"}, "", ""};

service::Settings with_system() {
  auto settings = test::settings();
  settings.ticket_systems = {{kMesa, "redes", "Mesa de ayuda"}};
  return settings;
}

struct Desk : test::TestOffice {
  Desk() : TestOffice(with_system()) {}

  std::vector<domain::Errand> errands_of(const core::Id& request) {
    const auto tx = office.database().read();
    return store::list_errands_of(*tx, request);
  }
  domain::ServiceRequest read(const core::Id& request) {
    const auto tx = office.database().read();
    return store::get_request(*tx, request);
  }
  // Claims what is due and settles it all like this; how many there were.
  int settle_due(const domain::Told& told) {
    const auto due = service::claim_errands(office, kMesa, 50);
    for (const auto& one : due) service::settle_errand(office, one.id, told, 0);
    return static_cast<int>(due.size());
  }
};

std::vector<std::string> headings(const std::vector<domain::Errand>& errands) {
  std::vector<std::string> found;
  for (const auto& one : errands)
    if (one.kind == ErrandKind::comment)
      found.push_back(one.subject.substr(0, one.subject.find(':')));
  return found;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a request is opened in its contractor's system, and the number comes into the case") {
  Desk desk;
  const auto request = desk.request();
  auto errands = desk.errands_of(request.id);
  REQUIRE(errands.size() == 1);
  CHECK(errands[0].kind == ErrandKind::open);
  CHECK(errands[0].state == ErrandState::queued);
  CHECK(errands[0].number == request.number);
  CHECK(errands[0].subject == request.subject);
  CHECK(has(errands[0].text, "Prioridad: Media\nLugar: Centro de cómputo, piso 3\n"));
  CHECK(has(errands[0].text, "https://citas.instituto.example/cases/" + request.number));
  CHECK(service::claim_errands(desk.office, "otra", 50).empty());
  CHECK(desk.settle_due(kDone) == 1);
  CHECK(desk.settle_due(kDone) == 0);
  const std::vector<domain::Ticket> tickets{{"Mesa de ayuda", "4711", "https://mesa.example/4711"}};
  CHECK(desk.read(request.id).tickets == tickets);
  const auto trail = service::list_trail(desk.office, desk.auditor, 0, 500);
  CHECK(std::any_of(trail.begin(), trail.end(), [](const auto& one) {
    return one.action == "ticket added" && one.detail == "Mesa de ayuda 4711" &&
           one.door == "ticket";
  }));
}

TEST_CASE("what becomes of the appointment is told in order, once the ticket has its number") {
  Desk desk;
  const auto appointment = desk.appointment();
  const auto& id = appointment.id;
  service::answer(desk.office, desk.coordinator, id,
                  {"ana@redes.example", domain::Participation::accepted, ""});
  service::confirm(desk.office, desk.coordinator, id);
  service::reschedule(desk.office, desk.coordinator, id,
                      {{at("2026-03-21T20:00:00-05:00"), at("2026-03-21T22:00:00-05:00")},
                       std::nullopt,
                       "Cambio de turno"});
  service::cancel(desk.office, desk.coordinator, id, "Sin repuestos");
  const auto errands = desk.errands_of(appointment.request);
  CHECK(headings(errands) == std::vector<std::string>{"Fecha acordada, por confirmar",
                                                      "Respuesta a la citación", "Fecha confirmada",
                                                      "Nueva fecha", "Fecha cancelada"});
  CHECK(has(errands[2].text, "Asistente: Ana Gómez – aceptó\n"));
  CHECK(has(errands[4].text, "Motivo: Cambio de turno"));
  CHECK(has(errands[5].text, "Motivo: Sin repuestos"));
  for (std::size_t i = 1; i < errands.size(); ++i) CHECK(errands[i].state == ErrandState::waiting);

  CHECK(desk.settle_due(kLater) == 1);
  CHECK(desk.settle_due(kDone) == 0);
  desk.clock.forward(core::Minutes(2));
  for (std::size_t i = 0; i < errands.size(); ++i) {
    const auto due = service::claim_errands(desk.office, kMesa, 50);
    REQUIRE(due.size() == 1);
    CHECK(due[0].id == errands[i].id);
    CHECK(due[0].ticket == (i == 0 ? "" : "4711"));
    service::settle_errand(desk.office, due[0].id, kDone, 0);
  }
  CHECK(desk.settle_due(kDone) == 0);
  CHECK(service::check_store(desk.office).faults.empty());
}

TEST_CASE("held, amended and withdrawn are told; a date that is only proposed is not") {
  Desk desk;
  const auto appointment = desk.appointment();
  const core::Slot other_slot{appointment.slot.start + std::chrono::hours(24),
                              appointment.slot.end + std::chrono::hours(24)};
  service::propose(desk.office, desk.coordinator, appointment.id,
                   {"", "ana@redes.example", other_slot, "Mejor otro día", {}, {}});
  domain::Particulars particulars;
  particulars.conditions = "Con escolta";
  {
    service::Work work(desk.office, desk.coordinator);
    service::amend(work, appointment.id, particulars);
    work.commit();
  }
  service::confirm(desk.office, desk.coordinator, appointment.id);
  desk.clock.set(appointment.slot.end);
  service::hold(desk.office, desk.coordinator, appointment.id);
  CHECK(headings(desk.errands_of(appointment.request)) ==
        std::vector<std::string>{"Fecha acordada, por confirmar",
                                 "Cambio en las condiciones del servicio", "Fecha confirmada",
                                 "Fecha cumplida, por verificar"});
  const auto other = desk.request();
  service::withdraw_request(desk.office, desk.coordinator, other.id, "Ya no se usa");
  const auto told = desk.errands_of(other.id);
  REQUIRE(told.size() == 2);
  CHECK(has(told[1].text, "Ya no se usa"));
  desk.settle_due(kDone);
  CHECK(desk.read(other.id).tickets.size() == 1);  // of a withdrawn request, too
}

TEST_CASE("nothing is told where the contractor has no system, or of what is loaded as history") {
  test::TestOffice plain;
  CHECK(service::list_errands(plain.office, plain.auditor, std::nullopt, {}).items.empty());
  plain.appointment();
  CHECK(service::list_errands(plain.office, plain.auditor, std::nullopt, {}).items.empty());

  Desk desk;
  domain::ServiceRequest request;
  request.subject = "De antes";
  request.contractor = desk.redes.id;
  {
    service::Work work(desk.office, desk.coordinator);
    work.set_tells(false);
    request = service::register_request(work, request);
    work.commit();
  }
  CHECK(desk.errands_of(request.id).empty());
  // What happens to it later is told, in a ticket that is opened for it.
  domain::Agreement agreement;
  agreement.request = request.id;
  agreement.slot = {at("2026-03-20T20:00:00-05:00"), at("2026-03-20T22:00:00-05:00")};
  service::agree(desk.office, desk.coordinator, agreement);
  const auto errands = desk.errands_of(request.id);
  REQUIRE(errands.size() == 2);
  CHECK(errands[0].kind == ErrandKind::open);
  CHECK(errands[0].state == ErrandState::queued);
  CHECK(errands[1].kind == ErrandKind::comment);
}

TEST_CASE("a ticket opened by hand is not opened again, and what waited goes to it") {
  Desk desk;
  const auto appointment = desk.appointment();
  CHECK(desk.settle_due(kNever) == 1);
  CHECK(desk.settle_due(kDone) == 0);  // the comment waits for a number
  service::add_ticket(desk.office, desk.coordinator, appointment.request, {"Otra mesa", "1", ""});
  CHECK(desk.settle_due(kDone) == 0);
  service::add_ticket(desk.office, desk.coordinator, appointment.request,
                      {"Mesa de ayuda", "12", ""});
  const auto due = service::claim_errands(desk.office, kMesa, 50);
  REQUIRE(due.size() == 1);
  CHECK(due[0].kind == ErrandKind::comment);
  CHECK(due[0].ticket == "12");
  CHECK(desk.errands_of(appointment.request)[0].state == ErrandState::superseded);

  domain::ServiceRequest known;
  known.subject = "Con tiquete";
  known.contractor = desk.redes.id;
  known.tickets = {{"Mesa de ayuda", "99", ""}};
  known = service::register_request(desk.office, desk.coordinator, known);
  CHECK(desk.errands_of(known.id).empty());
  service::withdraw_request(desk.office, desk.coordinator, known.id, "Ya no");
  REQUIRE(desk.errands_of(known.id).size() == 1);
  CHECK(desk.errands_of(known.id)[0].ticket == "99");
}

TEST_CASE("a failed errand is seen by who may, and retried by who agrees dates") {
  Desk desk;
  const auto request = desk.request();
  CHECK(desk.settle_due(kNever) == 1);
  const auto failed =
      service::list_errands(desk.office, desk.auditor, ErrandState::failed, {}).items;
  REQUIRE(failed.size() == 1);
  CHECK(failed[0].last_error == "403 Forbidden");
  CHECK_THROWS_AS(service::list_errands(desk.office, desk.staff, std::nullopt, {}), core::Error);
  CHECK_THROWS_AS(service::get_errand(desk.office, desk.contractor, failed[0].id), core::Error);
  CHECK_THROWS_AS(service::retry_errand(desk.office, desk.auditor, failed[0].id), core::Error);
  CHECK(service::retry_errand(desk.office, desk.coordinator, failed[0].id).state ==
        ErrandState::queued);
  CHECK_THROWS_AS(service::retry_errand(desk.office, desk.coordinator, failed[0].id), core::Error);
  CHECK(desk.settle_due(kDone) == 1);
  const auto whole = service::get_case(desk.office, desk.auditor, request.number);
  REQUIRE(whole.errands.size() == 1);
  CHECK(whole.errands[0].ticket == "4711");
}

TEST_CASE("after a death what was under way is queued again, and known to be perhaps there") {
  Desk desk;
  desk.request();
  REQUIRE(service::claim_errands(desk.office, kMesa, 50).size() == 1);
  CHECK(service::claim_errands(desk.office, kMesa, 50).empty());
  CHECK(service::recover_errands(desk.office) == 1);
  const auto due = service::claim_errands(desk.office, kMesa, 50);
  REQUIRE(due.size() == 1);
  CHECK(domain::may_be_there(due[0]));
  service::return_errand(desk.office, due[0].id);
  CHECK(service::claim_errands(desk.office, kMesa, 50) == due);
}
