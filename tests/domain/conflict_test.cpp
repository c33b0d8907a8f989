#include "domain/examples.h"

using namespace examples;

namespace {

const WorkCalendar& calendar() {
  static const WorkCalendar one({{"cartagena",
                                  {"Independencia de Cartagena", "Independence of Cartagena"},
                                  HolidayRule::next_monday,
                                  11,
                                  11,
                                  0,
                                  0,
                                  0}},
                                {});
  return one;
}

// Another firm's appointment elsewhere, at the same time, that touches nothing of ours.
Appointment other() {
  auto one = appointment();
  one.id = id(4);
  one.contractor = id(8);
  one.place = "Sede norte";
  one.affected = {"Impresión"};
  return one;
}

std::string kinds(const std::vector<ConflictWarning>& warnings) {
  std::string all;
  for (const auto& warning : warnings) all += std::string(core::word(warning.kind)) + " ";
  return all;
}

std::string with(const Appointment& second) {
  return kinds(find_conflicts(appointment(), {second}, calendar(), kNow));
}

std::vector<ConflictWarning> alone(core::Slot slot, core::Instant now = kNow) {
  auto one = appointment();
  one.slot = slot;
  return find_conflicts(one, {}, calendar(), now);
}

}  // namespace

TEST_CASE("two appointments at once collide by contractor, place or service, each told") {
  CHECK(with(other()) == "");
  auto second = other();
  second.contractor = id(1);
  CHECK(with(second) == "contractor_busy ");
  second = other();
  second.place = "SEDE  PRINCIPAL";
  CHECK(with(second) == "place_busy ");
  second = other();
  second.affected = {"Correo", "telefonia"};
  const auto warnings = find_conflicts(appointment(), {second}, calendar(), kNow);
  REQUIRE(kinds(warnings) == "service_touched ");
  CHECK(warnings[0].other == id(4));
  CHECK(warnings[0].message.es ==
        "Otra cita afecta también «Telefonía» el lunes 23 de noviembre de 2026, de 10:00 a 12:00.");
  CHECK(warnings[0].message.en ==
        "Another appointment also affects \"Telefonía\" on Monday 23 November 2026, 10:00 to "
        "12:00.");
}

TEST_CASE("itself, cancelled ones and those that do not overlap are no collision") {
  auto second = appointment();
  CHECK(with(second) == "");
  second.id = id(4);
  CHECK(with(second) == "contractor_busy place_busy service_touched ");
  second.status = AppointmentStatus::cancelled;
  CHECK(with(second) == "");
  second.status = AppointmentStatus::held;
  second.slot = slot("2026-11-23 12:00", "2026-11-23 13:00");
  CHECK(with(second) == "");
}

TEST_CASE("places and services without a name are not the same place") {
  auto first = appointment();
  first.place = "";
  first.affected = {};
  auto second = other();
  second.place = "";
  second.affected = {};
  CHECK(kinds(find_conflicts(first, {second}, calendar(), kNow)) == "");
}

TEST_CASE("a holiday is named, on any day of the slot") {
  const auto warnings = alone(slot("2026-11-16 10:00", "2026-11-16 12:00"));
  REQUIRE(kinds(warnings) == "holiday ");
  CHECK(says(warnings[0].message,
             "lunes 16 de noviembre de 2026 es festivo: Independencia de Cartagena",
             "Monday 16 November 2026 is a public holiday: Independence of Cartagena"));
  CHECK(kinds(alone(slot("2026-11-13 22:00", "2026-11-17 02:00"))) == "holiday ");
  // One that ends at midnight does not touch the next day.
  CHECK(kinds(alone(slot("2026-11-15 22:00", "2026-11-16 00:00"))) == "outside_hours ");
}

TEST_CASE("a slot outside working hours or in the past is a warning, not a refusal") {
  CHECK(kinds(alone(slot("2026-11-21 10:00", "2026-11-21 12:00"))) == "outside_hours ");
  CHECK(kinds(alone(slot("2026-11-23 20:00", "2026-11-23 22:00"))) == "outside_hours ");
  CHECK(kinds(alone(slot("2026-11-23 10:00", "2026-11-23 12:00"))) == "");
  const auto late = alone(slot("2026-11-23 10:00", "2026-11-23 12:00"), at("2026-11-23 10:01"));
  REQUIRE(kinds(late) == "past ");
  CHECK(late[0].other.empty());
}
