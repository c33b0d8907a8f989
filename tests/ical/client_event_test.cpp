#include "ical/client_event.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "ical/bundle.h"
#include "ical/client_text.h"
#include "ical/description.h"
#include "ical/sample_case.h"

using namespace citacal;
using namespace citacal::ical;

namespace {

std::string event_of(const SampleCase& sample) {
  return print_event(sample.view(), Detail::full);
}

std::string in_calendar(const std::string& event) {
  return "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y\n" + event + "END:VCALENDAR\n";
}

std::string lines_of_client(const std::string& more, bool with_alarm = true) {
  const std::string alarm = with_alarm
                                ? "BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:x\nTRIGGER:-PT5M\n"
                                  "END:VALARM\n"
                                : "";
  return read_client_event(in_calendar("BEGIN:VEVENT\nUID:a\nDTSTAMP:20261101T000000Z\n"
                                       "DTSTART:20261123T150000Z\nDTEND:20261123T160000Z\n" +
                                       more + alarm + "END:VEVENT\n"))
      .client_lines;
}

bool has(std::string_view text, std::string_view what) {
  return text.find(what) != std::string_view::npos;
}

}  // namespace

TEST_CASE("our own event reads back to what it says, and has no lines of a client's") {
  const SampleCase sample;
  const auto event = event_of(sample);
  const auto read = read_client_event(object_of(event));
  CHECK(read.uid == sample.appointment.uid);
  CHECK(read.slot == sample.appointment.slot);
  CHECK_FALSE(read.all_day);
  CHECK_FALSE(read.recurring);
  CHECK(read.status == "CONFIRMED");
  CHECK(read.sequence == 3);
  CHECK(read.summary == summary_of(sample.view()));
  CHECK(read.description == describe(sample.view(), Detail::full));
  CHECK(read.place == sample.appointment.place);
  CHECK(read.link == sample.appointment.link);
  CHECK(read.organizer == sample.institute.organizer);
  REQUIRE(read.attendees.size() == 2);
  CHECK(read.attendees[0].answer == "ACCEPTED");
  CHECK(lines_beside(read.client_lines, event).empty());
  CHECK(with_client_lines(event, "") == event);
  CHECK(etag_with(event, "") == etag_of(event));
}

TEST_CASE("what another program writes of the same event has no lines of its own either") {
  const SampleCase sample;
  auto event = event_of(sample);
  // As libical writes it: each category on its line, the alarm's lines in its own order.
  const auto start = event.find("CATEGORIES:");
  event.replace(start, event.find("\r\n", start) - start,
                "CATEGORIES:Red\r\nCATEGORIES:Mantenimiento\r\n  programado");
  const auto alarm = event.find("BEGIN:VALARM");
  event.erase(alarm);
  event += "BEGIN:VALARM\nTRIGGER:-P1D\nDESCRIPTION:" +
           std::string("Actualización de conmutadores\\; piso 3\\, núcleo — Redes Andinas S.A.S.") +
           "\nACTION:DISPLAY\nEND:VALARM\nEND:VEVENT\n";
  const auto read = read_client_event(in_calendar(event));
  CHECK(lines_beside(read.client_lines, event_of(sample)).empty());
}

TEST_CASE("a client's alarms, categories and X- lines stand in place of ours, whatever it wrote") {
  const SampleCase sample;
  const auto lines = lines_of_client(
      "x-moz-lastack:20261101T000000Z\nCATEGORIES:Mío\nCOLOR:red\nX-LARGO:uno\n  dos\n"
      "BEGIN:VLOCATION\nUID:z\nEND:VLOCATION\n");
  CHECK_FALSE(has(lines, "DTSTART"));
  const auto event = event_of(sample);
  const auto beside = lines_beside(lines, event);
  const auto merged = with_client_lines(event, beside);
  CHECK(has(merged, "\r\nx-moz-lastack:20261101T000000Z\r\n"));
  CHECK(has(merged, "\r\nX-LARGO:uno\r\n  dos\r\n"));
  CHECK(has(merged, "\r\nCATEGORIES:Mío\r\n"));
  CHECK_FALSE(has(merged, "CATEGORIES:Mantenimiento"));
  CHECK(has(merged, "BEGIN:VLOCATION\r\nUID:z\r\nEND:VLOCATION\r\n"));
  CHECK(has(merged, "TRIGGER:-PT5M"));
  CHECK_FALSE(has(merged, "TRIGGER:-P1D"));
  CHECK(merged.ends_with("END:VEVENT\r\n"));
  CHECK(has(merged, "\r\nUID:" + sample.appointment.uid));
  CHECK(etag_with(event, beside) != etag_of(event));
  // Given back as it is, it says the same lines again.
  const auto again = read_client_event(object_of(merged));
  CHECK(with_client_lines(event, lines_beside(again.client_lines, event)) == merged);
}

TEST_CASE("no alarm is a wish, too; other lines alone leave ours") {
  const SampleCase sample;
  const auto event = event_of(sample);
  const auto none = lines_beside(lines_of_client("", false), event);
  CHECK(none == "VALARM:none\r\n");
  const auto merged = with_client_lines(event, none);
  CHECK_FALSE(has(merged, "VALARM"));
  CHECK(has(merged, "\r\nSUMMARY"));
  auto cancelled = sample;
  cancelled.appointment.status = domain::AppointmentStatus::cancelled;
  CHECK(lines_beside(lines_of_client("", false), event_of(cancelled)).empty());
}

TEST_CASE("a client's lines never speak for the appointment") {
  const SampleCase sample;
  const auto lines = lines_of_client(
      "UID2:x\nSTATUS:CANCELLED\nLINK;VALUE=URI:https://malo.example\nX-ALT-DESC:viejo\n"
      "ATTENDEE:mailto:otro@x.example\nX-MAINTNOTE-IMPACT:OUTAGE\nGEO:1;2\nCOMMENT:hola\n"
      "X-MICROSOFT-CDO-BUSYSTATUS:FREE\n");
  CHECK(has(lines, "UID2:x"));
  for (const auto* ours :
       {"STATUS", "LINK", "X-ALT-DESC", "ATTENDEE", "MAINTNOTE", "GEO", "COMMENT", "BUSYSTATUS"})
    CHECK_FALSE(has(lines, ours));
}

TEST_CASE("an event that recurs or takes all day is told as such; several are refused") {
  const auto read = [](const std::string& lines) {
    return read_client_event(
        in_calendar("BEGIN:VEVENT\nUID:a\nDTSTAMP:20261101T000000Z\n" + lines + "END:VEVENT\n"));
  };
  CHECK(read("DTSTART;VALUE=DATE:20261123\n").all_day);
  CHECK(read("DTSTART:20261123T150000Z\nRRULE:FREQ=DAILY;COUNT=2\n").recurring);
  CHECK(read("DTSTART:20261123T150000Z\nDURATION:PT90M\n").slot.length() == core::Minutes(90));
  const auto windows = read(
      "DTSTART;TZID=SA Pacific Standard Time:20261123T100000\n"
      "DTEND;TZID=SA Pacific Standard Time:20261123T110000\n");
  CHECK(windows.slot.start == *core::parse_instant("2026-11-23T10:00:00-05:00"));
  CHECK_FALSE(windows.sequence.has_value());
  try {
    read(
        "DTSTART:20261123T150000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\nBEGIN:VEVENT\nUID:a\n"
        "DTSTAMP:20261101T000000Z\nRECURRENCE-ID:20261124T150000Z\nDTSTART:20261124T160000Z\n");
    FAIL("two events are one object");
  } catch (const core::Error& error) {
    CHECK(error.condition == "valid-calendar-object-resource");
  }
}

TEST_CASE("the subject is what is left of a SUMMARY without our marks") {
  const std::string_view firm = "Redes Andinas S.A.S.";
  CHECK(subject_in("[CANCELADO] Falla imprevista: Corte — Redes Andinas S.A.S.", firm) == "Corte");
  CHECK(subject_in("Corte — Redes", firm) == "Corte — Redes");
  CHECK(subject_in(" Corte \n de luz ", firm) == "Corte, de luz");
}

TEST_CASE("conditions are what a client's description says beside our own lines") {
  const SampleCase sample;
  const auto given = describe(sample.view(), Detail::full);
  const auto& conditions = sample.appointment.conditions;
  const auto asked = [&](const std::string& text) {
    return conditions_in(text, given, conditions);
  };
  CHECK_FALSE(asked(given));
  CHECK_FALSE(asked(""));
  CHECK_FALSE(asked("\r\n"));
  std::string broken = given;
  broken.insert(broken.find("de 2026"), "\n ");
  CHECK_FALSE(asked(broken));
  // A line of ours that was changed or left out is no wish.
  auto changed = given;
  changed.replace(changed.find("Prioridad: Alta"), 15, "Prioridad: Baja");
  CHECK_FALSE(asked(changed));

  CHECK(asked(given + "\n\nLlamar antes") == conditions + "\nLlamar antes");
  CHECK(asked("Llamar antes") == conditions + "\nLlamar antes");
  auto edited = given;
  edited.replace(edited.find("respaldo previo"), 15, "sin respaldo");
  CHECK(asked(edited) == "Ventana de dos horas;\nsin respaldo, con acta");
  // What was asked for once, given back with the next description, asks for nothing more.
  auto next = sample;
  next.appointment.conditions = *asked(given + "\nLlamar antes\nPrioridad: ninguna");
  CHECK_FALSE(conditions_in(describe(next.view(), Detail::full),
                            describe(next.view(), Detail::full), next.appointment.conditions));

  auto without = sample;
  without.appointment.conditions.clear();
  const auto bare = describe(without.view(), Detail::full);
  CHECK(conditions_in("Condiciones: Traer carné\n" + bare, bare, "") == "Traer carné");
}
