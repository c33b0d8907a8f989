#include "ical/event.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "ical/description.h"
#include "ical/meaning.h"
#include "ical/sample_case.h"

namespace citacal::ical {

namespace {

const Line& line_of(const std::vector<Line>& lines, std::string_view name) {
  const auto* line = find_line(lines, name);
  REQUIRE(line);
  return *line;
}

}  // namespace

TEST_CASE("The same values give the same bytes, and another value another tag") {
  const SampleCase one, other;
  const auto text = print_event(one.view(), Detail::full);
  CHECK(text == print_event(other.view(), Detail::full));
  CHECK(etag_of(text) == etag_of(print_event(other.view(), Detail::full)));
  SampleCase changed;
  changed.appointment.sequence = 4;
  CHECK(etag_of(print_event(changed.view(), Detail::full)) != etag_of(text));
  CHECK(etag_of(text).size() == 34);
  CHECK(etag_of(text).front() == '"');
  CHECK(etag_of(text).back() == '"');
}

TEST_CASE("An event printed in full has the appointment's meaning") {
  SampleCase sample;
  const auto text = print_event(sample.view(), Detail::full);
  const auto meaning = read_event(text);
  CHECK(meaning.uid == sample.appointment.uid);
  CHECK(meaning.start == sample.appointment.slot.start);
  CHECK(meaning.end == sample.appointment.slot.end);
  CHECK(meaning.sequence == 3);
  CHECK(meaning.status == "CONFIRMED");
  CHECK(meaning.summary == summary_of(sample.view()));
  CHECK(meaning.organizer == sample.institute.organizer);
  REQUIRE(meaning.attendees.size() == 2);
  CHECK(meaning.attendees[0].answer == domain::Participation::accepted);
  CHECK(meaning.attendees[1].email == "ana+citas@redes.example.com");
  CHECK(meaning.attendees[1].answer == domain::Participation::needs_action);
}

TEST_CASE("An event in full carries every property of an invitation") {
  SampleCase sample;
  const auto text = print_event(sample.view(), Detail::full);
  const auto lines = lines_of(text);
  CHECK(lines.front().value == "VEVENT");
  CHECK(line_of(lines, "DTSTAMP").value == "20261110T143000Z");
  CHECK(line_of(lines, "CREATED").value == "20261101T140000Z");
  CHECK(line_of(lines, "DTSTART").value == "20261123T100000");
  CHECK(line_of(lines, "DTSTART").params == Params{{"TZID", "America/Bogota"}});
  CHECK(line_of(lines, "DTEND").value == "20261123T123000");
  CHECK(value_of(text, "LOCATION") == "Centro de datos, piso 3");
  CHECK(line_of(lines, "CONFERENCE").value == sample.appointment.link);
  CHECK(line_of(lines, "CATEGORIES").value == "Mantenimiento programado,Red");
  CHECK(line_of(lines, "PRIORITY").value == "3");
  CHECK(line_of(lines, "CLASS").value == "PUBLIC");
  CHECK(line_of(lines, "TRANSP").value == "OPAQUE");
  CHECK(line_of(lines, "URL").value == "https://citas.example.gov.co/cases/SOL-2026-0012");
  CHECK(line_of(lines, "REFID").value == "SOL-2026-0012");
  CHECK(line_of(lines, "RELATED-TO").value == sample.appointment.replaces);
  CHECK(line_of(lines, "X-MICROSOFT-CDO-BUSYSTATUS").value == "BUSY");
  CHECK(line_of(lines, "TRIGGER").value == "-P1D");
  CHECK(line_of(lines, "ORGANIZER").params == Params{{"CN", "Oficina de Planeación – Sistemas"}});
  CHECK(line_of(lines, "ATTENDEE").params == Params{{"CUTYPE", "INDIVIDUAL"},
                                                    {"ROLE", "REQ-PARTICIPANT"},
                                                    {"PARTSTAT", "ACCEPTED"},
                                                    {"RSVP", "TRUE"},
                                                    {"CN", "Peña, Luis \"Lucho\""}});
  const auto whole = unfolded(text);
  CHECK(mentions(whole,
                 "\r\nLINK;LINKREL=\"https://citas.example.gov.co/rel/request\";VALUE=URI;"
                 "LABEL=SOL-2026-0012:https://citas.example.gov.co/cases/SOL-2026-0012\r\n"));
  CHECK(mentions(whole,
                 "\r\nLINK;LINKREL=\"https://citas.example.gov.co/rel/verification\";VALUE=URI;"
                 "LABEL=Verificación de SOL-2026-0012:"
                 "https://citas.example.gov.co/cases/SOL-2026-0012#verification\r\n"));
}

TEST_CASE("The description is a citación that a person can read") {
  SampleCase sample;
  const auto text = value_of(print_event(sample.view(), Detail::full), "DESCRIPTION");
  for (const std::string line :
       {"Asunto: Actualización de conmutadores; piso 3, núcleo", "Solicitud: SOL-2026-0012",
        "Contrato: CPS-041-2026", "Contratista: Redes Andinas S.A.S. (Red LAN y Wi-Fi)",
        "Tipo: Mantenimiento programado", "Prioridad: Alta", "Estado: Confirmada",
        "Fecha: lunes 23 de noviembre de 2026, 10:00 a 12:30 (hora legal de Colombia)",
        "Duración: 2 h 30 min", "Servicios afectados: Correo, Telefonía IP",
        "Impacto: redundancia reducida", "Afecta la red: sí", "Responsable: Marta Rincón",
        "Condiciones: Ventana de dos horas;\nrespaldo previo, con acta",
        "https://citas.example.gov.co/cases/SOL-2026-0012#verification"})
    CHECK(mentions(text, line));
  sample.appointment.slot.end += std::chrono::hours(24);
  CHECK(mentions(value_of(print_event(sample.view(), Detail::full), "DESCRIPTION"),
                 "10:00 a martes 24 de noviembre de 2026, 12:30"));
}

TEST_CASE("A maintenance notice names request, tickets, objects and impact") {
  SampleCase sample;
  const auto text = print_event(sample.view(), Detail::full);
  CHECK(value_of(text, "X-MAINTNOTE-PROVIDER") == "example.gov.co");
  CHECK(value_of(text, "X-MAINTNOTE-ACCOUNT") == "redes-andinas");
  CHECK(value_of(text, "X-MAINTNOTE-IMPACT") == "REDUCED-REDUNDANCY");
  CHECK(value_of(text, "X-MAINTNOTE-STATUS") == "CONFIRMED");
  CHECK(values_of(text, "X-MAINTNOTE-MAINTENANCE-ID") ==
        std::vector<std::string>{"SOL-2026-0012", "INC-99817"});
  CHECK(values_of(text, "X-MAINTNOTE-OBJECT-ID") ==
        std::vector<std::string>{"Correo", "Telefonía IP"});
  const auto whole = unfolded(text);
  CHECK(mentions(whole, "ID;X-MAINTNOTE-PRECEDENCE=NON-PRIMARY:INC-99817\r\n"));
  CHECK(mentions(whole, "ID;X-MAINTNOTE-OBJECT-IMPACT=REDUCED-REDUNDANCY:Correo\r\n"));
}

TEST_CASE("Each status says the same in every vocabulary") {
  SampleCase sample;
  const auto words = [&](domain::AppointmentStatus status) {
    sample.appointment.status = status;
    const auto text = print_event(sample.view(), Detail::full);
    return value_of(text, "STATUS") + " " + value_of(text, "X-MAINTNOTE-STATUS") + " " +
           value_of(text, "X-MICROSOFT-CDO-BUSYSTATUS") + " " + value_of(text, "TRANSP") + " " +
           value_of(text, "TRIGGER");
  };
  CHECK(words(domain::AppointmentStatus::tentative) == "TENTATIVE TENTATIVE TENTATIVE OPAQUE -P1D");
  CHECK(words(domain::AppointmentStatus::confirmed) == "CONFIRMED CONFIRMED BUSY OPAQUE -P1D");
  CHECK(words(domain::AppointmentStatus::held) == "CONFIRMED COMPLETED BUSY OPAQUE (none)");
  CHECK(words(domain::AppointmentStatus::cancelled) ==
        "CANCELLED CANCELLED FREE TRANSPARENT (none)");
}

TEST_CASE("A cancelled event is marked in calendars and not in invitations") {
  SampleCase sample;
  const auto plain = summary_of(sample.view());
  CHECK(value_of(print_event(sample.view(), Detail::full), "SUMMARY") == plain);
  sample.appointment.status = domain::AppointmentStatus::cancelled;
  CHECK(value_of(print_event(sample.view(), Detail::full), "SUMMARY") == "[CANCELADO] " + plain);
  CHECK(value_of(print_event(sample.view(), Detail::open), "SUMMARY") == "[CANCELADO] " + plain);
  CHECK(value_of(print_event(sample.view(), Detail::invitation), "SUMMARY") == plain);
}

TEST_CASE("A public event holds nothing of persons, conditions, tickets or remote sessions") {
  SampleCase sample;
  const auto text = unfolded(print_event(sample.view(), Detail::open));
  for (const std::string secret :
       {"ATTENDEE", "ORGANIZER", "mailto:", "luis@", "Peña", "Marta", "Ventana", "respaldo",
        "INC-99817", "CONFERENCE", "reunion.example.com", "VALARM", "proveedor pidió"})
    CHECK_FALSE(mentions(text, secret));
  for (const std::string shown : {"conmutadores", "Redes Andinas", "Centro de datos", "LINK;",
                                  "URL:", "X-MAINTNOTE-IMPACT:REDUCED-REDUNDANCY"})
    CHECK(mentions(text, shown));
}

TEST_CASE("Of a case that is not open the public sees only when, and the impact on the network") {
  SampleCase sample;
  sample.request.classification.level = domain::Level::reserved;
  const auto text = unfolded(print_event(sample.view(), Detail::open));
  CHECK(value_of(text, "SUMMARY") == "Ocupado");
  CHECK(value_of(text, "CLASS") == "CONFIDENTIAL");
  CHECK(value_of(text, "CATEGORIES") == "Red");
  CHECK(value_of(text, "X-MAINTNOTE-IMPACT") == "REDUCED-REDUNDANCY");
  for (const std::string secret :
       {"SOL-2026", "conmutadores", "Redes", "redes", "Centro de datos", "Correo", "CPS-041"})
    CHECK_FALSE(mentions(text, secret));
  const auto meaning = read_event(text);
  CHECK(meaning.start == sample.appointment.slot.start);
  CHECK(meaning.end == sample.appointment.slot.end);
  CHECK(describe(sample.view(), Detail::open) ==
        "Fecha: lunes 23 de noviembre de 2026, 10:00 a 12:30 (hora legal de Colombia)\n"
        "Duración: 2 h 30 min\n"
        "Impacto: redundancia reducida\n"
        "Afecta la red: sí");
  CHECK(mentions(print_event(sample.view(), Detail::full), "conmutadores"));
}

TEST_CASE("An address that cannot stand in a URI is refused, not published broken") {
  SampleCase sample;
  sample.appointment.link = "https://a b\r\nATTENDEE:mailto:x@y.co";
  CHECK_THROWS_AS(print_event(sample.view(), Detail::full), core::Error);
}

TEST_CASE("Lines injected through any text field stay text") {
  SampleCase sample;
  const std::string attack = "x\r\nATTENDEE:mailto:evil@example.com\r\nEND:VEVENT\r\nBEGIN:VEVENT";
  sample.request.subject = sample.appointment.place = sample.appointment.conditions =
      sample.appointment.responsible = sample.appointment.reason = sample.contractor.name =
          sample.contractor.key = sample.institute.organizer_name = sample.institute.provider =
              sample.appointment.uid = sample.appointment.replaces = sample.request.number = attack;
  sample.appointment.affected = {attack};
  sample.appointment.attendees[0].name = attack;
  sample.appointment.attendees[0].email = "a\r\nX:y@b.co";
  sample.request.tickets = {{attack, attack, attack}};
  CHECK_THROWS_AS(print_event(sample.view(), Detail::full), core::Error);  // the URL of the case
  sample.request.number = "SOL-2026-0001";
  const auto text = print_event(sample.view(), Detail::full);
  const auto lines = lines_of(text);
  int attendees = 0, begins = 0;
  for (const auto& line : lines) {
    attendees += line.name == "ATTENDEE";
    begins += line.name == "BEGIN";
    CHECK_FALSE((line.name == "ATTENDEE" && mentions(line.value, "evil")));
  }
  CHECK(attendees == 2);
  CHECK(begins == 2);  // the event and its alarm
}

TEST_CASE("A holiday is a free day of its own") {
  const domain::Holiday holiday{"independencia",
                                {"Día de la Independencia", "Independence Day"},
                                domain::HolidayRule::fixed,
                                7,
                                20,
                                0,
                                0,
                                0};
  SampleCase sample;
  const domain::Observed observed{*core::parse_day("2026-07-20"), &holiday};
  const auto text = print_holiday(observed, sample.institute);
  CHECK(text == print_holiday(observed, sample.institute));
  const auto meaning = read_event(text);
  CHECK(meaning.uid == "independencia-2026-07-20@citas.example.gov.co");
  CHECK(meaning.all_day);
  CHECK(meaning.start == core::start_of(observed.day));
  CHECK(meaning.end - meaning.start == std::chrono::hours(24));
  CHECK(value_of(text, "TRANSP") == "TRANSPARENT");
  CHECK(value_of(text, "SUMMARY") == "Día de la Independencia");
  CHECK(find_line(lines_of(text), "DTSTART")->params == Params{{"VALUE", "DATE"}});
}

}  // namespace citacal::ical
