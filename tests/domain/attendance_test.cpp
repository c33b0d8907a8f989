#include "domain/attendance.h"

#include <catch2/catch.hpp>

using namespace citacal::domain;

namespace {

Attendee attendee(std::string name, std::string email,
                  Participation answer = Participation::accepted,
                  AttendeeRole role = AttendeeRole::required) {
  Attendee one;
  one.name = std::move(name);
  one.email = std::move(email);
  one.answer = answer;
  one.role = role;
  return one;
}

}  // namespace

TEST_CASE("papers name persons with position and entity, and never how to reach them") {
  Contractor redes;
  redes.name = "Redes Andinas S.A.S.";
  redes.contacts = {{"Ana Gómez", "Ana@redes.example", "Ingeniera de soporte", "+57 300 1", true}};
  Appointment appointment;
  appointment.attendees = {
      attendee("Ana", "ana@redes.example"),
      attendee("Luis", "luis@redes.example", Participation::declined),
      attendee("Marta", "marta@instituto.example", Participation::needs_action),
      attendee("Vecina", "vecina@otra.example", Participation::accepted, AttendeeRole::optional),
      attendee("Jefe", "jefe@redes.example", Participation::delegated)};
  auto room = attendee("Sala 3", "sala3@instituto.example");
  room.kind = AttendeeKind::room;
  appointment.attendees.push_back(room);
  const auto found =
      attendance_of(appointment, redes, "Instituto de Pruebas", "citas@instituto.example");
  CHECK(found.attendees ==
        std::vector<Named>{{"Ana Gómez", "Ingeniera de soporte", "Redes Andinas S.A.S."},
                           {"Marta", "", "Instituto de Pruebas"}});
  CHECK(found.guests == std::vector<Named>{{"Vecina", "", ""}});
  CHECK(found.absent == std::vector<Named>{{"Luis", "", "Redes Andinas S.A.S."},
                                           {"Jefe", "", "Redes Andinas S.A.S."}});
}
