// Values that the tests of the domain start from, and what a refusal says.
#pragma once

#include <catch2/catch.hpp>

#include <string>

#include "domain/calendar.h"

namespace examples {

using namespace citacal;
using namespace citacal::domain;

inline core::Instant at(std::string_view local) {  // "2026-11-23 10:00", legal time
  return core::parse_instant(std::string(local) + ":00-05:00").value();
}

inline core::Slot slot(std::string_view start, std::string_view end) {
  return {at(start), at(end)};
}

inline core::Day day(std::string_view text) {
  return core::parse_day(text).value();
}

inline core::Id id(int number) {
  const auto digits = std::to_string(number);
  return "01890a5d-ac96-774b-bcce-" + std::string(12 - digits.size(), '0') + digits;
}

inline const core::Instant kNow = at("2026-10-01 09:00");

inline Contractor contractor() {
  Contractor one;
  one.id = id(1);
  one.key = "redes";
  one.name = "Redes Andinas S.A.S.";
  one.tax_id = "899999034-1";
  one.service = "Red LAN y Wi-Fi";
  one.contacts = {{"Ana Ruiz", "ana@redes.example", "Ingeniera", "601 555 1234", true}};
  return one;
}

inline ServiceRequest request() {
  ServiceRequest one;
  one.id = id(2);
  one.number = "SOL-2026-0001";
  one.subject = "Mantenimiento de switches";
  one.contractor = id(1);
  one.place = "Sede principal";
  one.affected = {"Red LAN", "Telefonía"};
  return one;
}

inline Attendee attendee(std::string name, std::string email) {
  Attendee one;
  one.name = std::move(name);
  one.email = std::move(email);
  return one;
}

inline Person person(Role role, core::Id firm = {}) {
  Person one;
  one.id = id(9);
  one.login = "ana";
  one.name = "Ana Ruiz";
  one.email = "ana@redes.example";
  one.role = role;
  one.contractor = std::move(firm);
  return one;
}

inline Agreement agreement() {
  Agreement one;
  one.request = id(2);
  one.slot = slot("2026-11-23 10:00", "2026-11-23 12:00");
  one.attendees = {attendee("Ana Ruiz", "ana@redes.example"),
                   attendee("Luis Mora", "luis@instituto.example")};
  return one;
}

inline Appointment appointment() {
  return agree(request(), agreement(), id(3), "uid@instituto.example", kNow);
}

// Runs `act`, which must throw; what it threw.
template <class Act>
core::Error refused(Act&& act) {
  try {
    act();
  } catch (const core::Error& error) {
    CAPTURE(error.message.en);
    CHECK(error.message.es != error.message.en);
    return error;
  }
  FAIL("nothing was refused");
  return {core::Code::internal, "", {}};
}

// The same for a field: its condition, having checked that it is an invalid `field`.
template <class Act>
std::string refused_field(const std::string& field, Act&& act) {
  const auto error = refused(act);
  CHECK(error.code == core::Code::invalid);
  CHECK(error.field == field);
  return error.condition;
}

inline bool says(const core::Phrase& phrase, std::string_view es, std::string_view en) {
  return phrase.es.find(es) != std::string::npos && phrase.en.find(en) != std::string::npos;
}

}  // namespace examples
