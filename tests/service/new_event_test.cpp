// What a coordinator makes in the calendar becomes a request and an appointment.
#include <catch2/catch.hpp>

#include "service/calendar.h"
#include "service/coordinator_desk.h"
#include "service/notice.h"
#include "store/notice.h"

using namespace citacal;
using test::at;
using test::CalendarClient;
using test::has;
using test::kNewEvent;
using test::with_line;
using test::with_more;

namespace {

using Desk = test::CoordinatorDesk;
using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("a new event of a coordinator's is a request and an appointment, to be completed") {
  Desk desk;
  const auto put = desk.calendar.put("nueva cita.ics", kNewEvent);
  CHECK(put.created);
  CHECK(put.etag.empty());
  const auto seen = desk.calendar.only();
  CHECK(seen.name == "nueva cita.ics");
  CHECK(has(seen.text, "UID:c7f1e2d0-1111-4222-8333-444455556666"));
  CHECK(has(seen.text, "SUMMARY:Cambio de baterías — Redes Andinas S.A.S."));
  CHECK(has(seen.text, "Estado: Por completar y confirmar"));
  CHECK(has(seen.text, "X-MOZ-GENERATION:1"));
  CHECK(has(seen.text, "TRIGGER:-PT30M"));

  const auto listed = service::list_appointments(desk.office, desk.coordinator, {}, {}).items;
  REQUIRE(listed.size() == 1);
  const auto& made = listed[0];
  CHECK(made.request.incomplete);
  CHECK(made.request.kind == domain::Kind::scheduled);
  CHECK(made.request.subject == "Cambio de baterías");
  CHECK(made.request.description == "Traer dos baterías de 12 V");
  CHECK(made.request.state == domain::RequestState::agreed);
  CHECK(made.contractor.key == "redes");
  CHECK(made.appointment.place == "Cuarto eléctrico");
  CHECK(made.appointment.slot.start == at("2026-03-25T19:00:00-05:00"));
  CHECK(made.appointment.attendees[0].name == "Ana Gómez");
  CHECK(desk.queued(made.appointment.id) == Strings{"invitation ana@redes.example"});
}

TEST_CASE("a new event says whose the service is, is one date, and has a UID of its own") {
  Desk desk;
  const std::string text = kNewEvent;
  const auto refused = [&](const std::string& what) {
    return desk.calendar.refusal("nueva.ics", what);
  };
  CHECK(refused(test::replaced(text, "ana@redes.example", "nadie@otra.example")) ==
        "contractor-needed");
  CHECK(refused(with_line(text, "ATTENDEE", "")) == "contractor-needed");
  auto other = desk.redes;
  other.key = "ups";
  other.name = "Energía Segura S.A.S.";
  other.contacts = {{"Eva", "eva@ups.example", "", "", true}};
  service::create_contractor(desk.office, service::system_caller("test"), other);
  CHECK(refused(with_more(text, "ATTENDEE:mailto:eva@ups.example")) == "contractor-needed");
  CHECK(refused(with_more(text, "RRULE:FREQ=DAILY;COUNT=2")) == "single-date-needed");
  CHECK(refused(with_line(text, "UID", "UID:a/../b")) == "valid-calendar-data");
  CHECK(service::list_requests(desk.office, desk.coordinator, {}, {}).items.empty());

  // The person of a firm is as good as its contact.
  CHECK(refused(test::replaced(text, "ana@redes.example", "REDES@redes.example")).empty());
  CHECK(desk.calendar.refusal("otra.ics", text) == "no-uid-conflict");
}

TEST_CASE("a UID that somebody's private event has is good for a new event") {
  Desk desk;
  const CalendarClient staffs(desk, desk.staff, "agenda"), firms(desk, desk.contractor, "agenda");
  // A meeting of the staff's, with the firm's person: it has nothing to do with the appointment.
  const auto meeting = test::replaced(
      test::replaced(kNewEvent, "coordinadora@instituto.example", "funcionario@instituto.example"),
      "ana@redes.example", "redes@redes.example");
  staffs.put("mia.ics", meeting);
  const auto before = staffs.only();
  desk.calendar.put("nueva.ics",
                    with_more(kNewEvent, "ATTENDEE:mailto:funcionario@instituto.example"));
  CHECK(desk.calendar.all().size() == 1);
  CHECK(staffs.only().etag == before.etag);  // who organizes goes on doing so
  CHECK(has(CalendarClient(desk, desk.staff, "inbox").only().text, "Cambio de bater"));
  staffs.put("mia.ics", with_line(meeting, "SUMMARY", "SUMMARY:Reunión"));
  CHECK(has(staffs.only().text, "SUMMARY:Reunión"));
  CHECK(has(firms.only().text, "SUMMARY:Reunión"));
  staffs.remove("mia.ics");
  const auto listed = service::list_appointments(desk.office, desk.coordinator, {}, {}).items;
  CHECK(listed.at(0).appointment.status == domain::AppointmentStatus::tentative);
  for (const auto& one : listed.at(0).appointment.attendees)
    CHECK(one.answer == domain::Participation::needs_action);
}

TEST_CASE("what was made in the calendar is completed by another door, once") {
  Desk desk;
  desk.calendar.put("nueva.ics", kNewEvent);
  const auto entry = service::list_appointments(desk.office, desk.coordinator, {}, {}).items.at(0);
  CHECK(service::list_notices(desk.office, desk.coordinator, std::nullopt, {}).items.empty());
  desk.sent_all(entry.appointment.id);
  domain::Completion completion;
  completion.priority = domain::Priority::high;
  domain::Particulars particulars;
  particulars.affects_network = true;
  particulars.impact = domain::Impact::outage;
  particulars.affected = {"Telefonía"};
  CHECK_THROWS_AS(
      service::complete_request(desk.office, desk.staff, entry.request.id, completion, particulars),
      core::Error);
  const auto request = service::complete_request(desk.office, desk.coordinator, entry.request.id,
                                                 completion, particulars);
  CHECK_FALSE(request.incomplete);
  CHECK(request.priority == domain::Priority::high);
  CHECK(desk.now_of(entry.appointment.id).affects_network);
  CHECK(service::list_notices(desk.office, desk.coordinator, std::nullopt, {}).items.size() == 1);
  CHECK(desk.queued(entry.appointment.id) == Strings{"update ana@redes.example"});
  CHECK_FALSE(has(desk.calendar.only().text, "completar"));
  CHECK(has(CalendarClient(desk, desk.coordinator, "network").only().text, "Telefonía"));
  CHECK_THROWS_AS(service::complete_request(desk.office, desk.coordinator, entry.request.id,
                                            completion, particulars),
                  core::Error);
}
