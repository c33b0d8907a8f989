#include "ical/itip.h"

#include <catch2/catch.hpp>

#include "core/error.h"

using namespace citacal;
using namespace citacal::ical;
using domain::Participation;

namespace {

core::Instant at(std::string_view text) {
  return *core::parse_instant(text);
}

std::string calendar(const std::string& method, const std::string& lines) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" +
         (method.empty() ? "" : "METHOD:" + method + "\r\n") + lines + "END:VCALENDAR\r\n";
}

std::string event(const std::string& lines) {
  return "BEGIN:VEVENT\r\nUID:cita-1@instituto.example\r\n" + lines + "END:VEVENT\r\n";
}

}  // namespace

TEST_CASE("Outlook's answer: no ORGANIZER, a zone of Windows, its words in COMMENT") {
  const auto itip = read_itip(calendar(
      "REPLY",
      "BEGIN:VTIMEZONE\r\nTZID:W. Europe Standard Time\r\nBEGIN:STANDARD\r\n"
      "DTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
      "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\n"
      "DTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
      "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n" +
          event("ATTENDEE;PARTSTAT=DECLINED;CN=Ana:MAILTO:Ana@Redes.example\r\n"
                "COMMENT;LANGUAGE=es-CO:De viaje\\; lo siento.\\n\\n\r\n"
                "SUMMARY;LANGUAGE=es-CO:Rechazado: UPS\r\n"
                "DTSTART;TZID=W. Europe Standard Time:20260615T090000\r\n"
                "DTEND;TZID=W. Europe Standard Time:20260615T120000\r\n"
                "DTSTAMP:20260602T101500Z\r\nSEQUENCE:2\r\n"
                "X-MICROSOFT-CDO-APPT-SEQUENCE:2\r\n")));
  CHECK(itip.method == "REPLY");
  CHECK(itip.uid == "cita-1@instituto.example");
  CHECK(itip.sequence == 2);
  CHECK(itip.organizer.empty());
  REQUIRE(itip.attendees.size() == 1);
  CHECK(itip.attendees[0].email == "ana@redes.example");
  CHECK(itip.attendees[0].answer == Participation::declined);
  CHECK(itip.comment == "De viaje; lo siento.");
  CHECK(itip.stamp == at("2026-06-02T10:15:00Z"));
  CHECK(itip.slot == core::Slot{at("2026-06-15T07:00:00Z"), at("2026-06-15T10:00:00Z")});
}

TEST_CASE("Outlook's other date says the old one, too") {
  const auto itip =
      read_itip(calendar("COUNTER", event("ATTENDEE;PARTSTAT=TENTATIVE:mailto:ana@redes.example\r\n"
                                          "DTSTART:20260616T140000Z\r\nDTEND:20260616T170000Z\r\n"
                                          "X-MS-OLK-ORIGINALSTART:20260615T140000Z\r\n"
                                          "X-MS-OLK-ORIGINALEND:20260615T170000Z\r\n")));
  CHECK(itip.slot->start == at("2026-06-16T14:00:00Z"));
  CHECK(itip.original == core::Slot{at("2026-06-15T14:00:00Z"), at("2026-06-15T17:00:00Z")});
  CHECK(itip.sequence == 0);
  CHECK(!itip.stamp);
}

TEST_CASE("the mail's method wins over the calendar's, as in the programs that send them") {
  const auto text = calendar("REQUEST", event("DTSTART:20260616T140000Z\r\n"));
  CHECK(read_itip(text, "reply").method == "REPLY");
  CHECK(read_itip(text).method == "REQUEST");
}

TEST_CASE("a delegation names both, with and without the scheme in its parameter") {
  for (const auto* to : {"\"mailto:luis@redes.example\"", "luis@redes.example"}) {
    const auto itip = read_itip(calendar(
        "REPLY", event(std::string("ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO=") + to +
                       ":mailto:ana@redes.example\r\n"
                       "ATTENDEE;PARTSTAT=NEEDS-ACTION;DELEGATED-FROM=\"mailto:ana@redes.example\""
                       ":mailto:luis@redes.example\r\n")));
    REQUIRE(itip.attendees.size() == 2);
    CHECK(itip.attendees[0].answer == Participation::delegated);
    CHECK(itip.attendees[0].delegated_to == "luis@redes.example");
    CHECK(itip.attendees[1].answer == Participation::needs_action);
  }
}

TEST_CASE("Google's comment stands beside the answer; an assistant is named") {
  const auto itip = read_itip(calendar(
      "REPLY", event("ATTENDEE;PARTSTAT=ACCEPTED;X-RESPONSE-COMMENT=\"Llego a las 8\";"
                     "SENT-BY=\"mailto:asistente@redes.example\":mailto:ana@redes.example\r\n")));
  CHECK(itip.comment == "Llego a las 8");
  CHECK(itip.attendees[0].sent_by == "asistente@redes.example");
}

TEST_CASE("a series is read by its master, one occurrence by its date") {
  const auto master = event("DTSTART:20260616T140000Z\r\nRRULE:FREQ=WEEKLY\r\nSEQUENCE:1\r\n");
  const auto one = event("RECURRENCE-ID:20260623T140000Z\r\nDTSTART:20260624T140000Z\r\n");
  CHECK(!read_itip(calendar("REPLY", one + master)).recurrence_id);
  CHECK(read_itip(calendar("REPLY", one + master)).sequence == 1);
  CHECK(read_itip(calendar("REPLY", one)).recurrence_id == at("2026-06-23T14:00:00Z"));
  CHECK(read_itip(calendar("REPLY", one + master)).events == 1);
}

TEST_CASE("a carrier's notice: several numbers, the primary first, METHOD left out") {
  const auto itip = read_itip(calendar(
      "", event("DTSTART:20260616T140000Z\r\nDTEND:20260616T170000Z\r\n"
                "X-MAINTNOTE-PROVIDER:redes.example\r\nX-MAINTNOTE-ACCOUNT:INST-1\r\n"
                "X-MAINTNOTE-MAINTENANCE-ID;X-MAINTNOTE-PRECEDENCE=NON-PRIMARY:SOL-2026-0001\r\n"
                "X-MAINTNOTE-MAINTENANCE-ID;X-MAINTNOTE-PRECEDENCE=PRIMARY:RED-17\r\n"
                "X-MAINTNOTE-OBJECT-ID;X-MAINTNOTE-OBJECT-IMPACT=OUTAGE:Enlace\\, principal\r\n"
                "X-MAINTNOTE-IMPACT:REDUCED-REDUNDANCY\r\nX-MAINTNOTE-STATUS:in-process\r\n")));
  CHECK(itip.method == "PUBLISH");
  const auto& note = itip.maintenance;
  CHECK(note.ids == std::vector<std::string>{"RED-17", "SOL-2026-0001"});
  CHECK(note.objects == std::vector<std::string>{"Enlace, principal"});
  CHECK(note.impact == domain::Impact::reduced_redundancy);
  CHECK(note.status == "IN-PROCESS");
  CHECK(note.account == "INST-1");
}

TEST_CASE("tasks, journals and free time are no appointments") {
  CHECK(
      !read_itip("BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VTODO\r\nUID:a\r\n"
                 "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example\r\nEND:VTODO\r\nEND:VCALENDAR\r\n")
           .is_event);
}

TEST_CASE("what people read of a message is one short line without controls") {
  const auto itip = read_itip(calendar(
      "COUNTER", event("SUMMARY:uno\\ndos" + std::string(500, 'x') +
                       "\r\nCOMMENT:" + std::string(3'000, 'y') + "\r\nCOMMENT:otro\r\n")));
  CHECK(itip.summary.size() == 200);
  CHECK(itip.summary.starts_with("uno dos"));
  CHECK(itip.comment.size() == 2'000);
}

TEST_CASE("what is no message is refused with the reason") {
  CHECK_THROWS_AS(read_itip(""), core::Error);
  CHECK_THROWS_AS(read_itip("Hola"), core::Error);
  CHECK_THROWS_AS(read_itip(calendar("REPLY", "")), core::Error);
  CHECK_THROWS_AS(read_itip(calendar("REPLY", "BEGIN:VEVENT\r\nSUMMARY:a\r\nEND:VEVENT\r\n")),
                  core::Error);
  CHECK_THROWS_AS(
      read_itip(calendar("REPLY", event("DTSTART:20260616T140000Z\r\nDTEND:20260616T130000Z\r\n"))),
      core::Error);
  CHECK_THROWS_AS(
      read_itip(calendar("REPLY", event("DTSTART;TZID=../../etc/passwd:20260616T140000\r\n"))),
      core::Error);
  CHECK_THROWS_AS(read_itip(std::string(300'000, 'x')), core::Error);
}
