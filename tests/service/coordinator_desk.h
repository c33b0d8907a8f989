// A coordinator at the institute's calendar, and what goes out by mail of what they do there. At
// its end the store must hold together.
#pragma once

#include <catch2/catch.hpp>

#include "service/calendar_client.h"
#include "service/check.h"
#include "service/outbox.h"
#include "store/database.h"
#include "store/letter.h"

namespace citacal::test {

struct CoordinatorDesk : TestOffice {
  CalendarClient calendar{*this, coordinator, "institute"};

  domain::Appointment now_of(const core::Id& id) {
    return service::get_appointment(office, coordinator, id);
  }
  // What waits to be sent: "kind address".
  std::vector<std::string> queued(const core::Id& appointment) {
    const auto tx = office.database().read();
    std::vector<std::string> list;
    for (const auto& letter : store::list_letters_of(*tx, appointment))
      if (letter.state == domain::LetterState::queued)
        list.push_back(std::string(core::word(letter.kind)) + " " + letter.to);
    return list;
  }
  void sent_all(const core::Id& appointment) {
    for (const auto& letter : service::claim_letters(office, 100))
      service::settle_letter(office, letter.id, {}, 0);
    REQUIRE(queued(appointment).empty());
  }
  ~CoordinatorDesk() { CHECK(service::check_store(office).faults.empty()); }
};

inline constexpr const char* kNewEvent =
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN\r\n"
    "BEGIN:VEVENT\r\nUID:c7f1e2d0-1111-4222-8333-444455556666\r\nDTSTAMP:20260302T140000Z\r\n"
    "SUMMARY:Cambio de baterías\r\nDESCRIPTION:Traer dos baterías de 12 V\r\n"
    "LOCATION:Cuarto eléctrico\r\nDTSTART;TZID=America/Bogota:20260325T190000\r\n"
    "DTEND;TZID=America/Bogota:20260325T210000\r\n"
    "ORGANIZER:mailto:coordinadora@instituto.example\r\n"
    "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:ana@redes.example\r\n"
    "X-MOZ-GENERATION:1\r\n"
    "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT30M\r\nDESCRIPTION:Pronto\r\nEND:VALARM\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n";

}  // namespace citacal::test
