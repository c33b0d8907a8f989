#include "web/minutes.h"

#include <algorithm>

#include "core/text.h"
#include "ical/description.h"
#include "web/paper.h"

namespace citacal::web {

namespace {

using service::Minutes;

constexpr std::string_view kNobody = "Nadie.";

std::string say_outcome(domain::Outcome outcome) {
  switch (outcome) {
    case domain::Outcome::as_agreed:
      return "El servicio se prestó según lo acordado.";
    case domain::Outcome::partly:
      return "El servicio se prestó en parte.";
    case domain::Outcome::not_provided:
      return "El servicio no se prestó.";
  }
  return "";
}

std::string say_impact(const domain::Appointment& appointment) {
  return std::string(ical::impact_in_spanish(appointment.impact)) +
         (appointment.affects_network ? "; afecta la red" : "; no afecta la red");
}

std::string say_contract(const service::Case& whole) {
  return whole.programme ? whole.programme->contract : "";
}

// The time of the meeting is that of the service, where that is known.
core::Slot time_of(const Minutes& minutes) {
  const auto& actual = minutes.verification.actual;
  return actual == core::Slot{} ? minutes.appointment.slot : actual;
}

void write_head(Html& html, const Minutes& minutes) {
  const auto& appointment = minutes.appointment;
  const auto slot = time_of(minutes);
  const bool is_one_day = core::day_of(slot.start) == core::day_of(slot.end);
  const auto end =
      (is_one_day ? "" : core::say_day(core::day_of(slot.end), core::Language::es) + ", ") +
      core::say_time(slot.end);
  Facts(html)
      .add("Fecha", core::say_day(core::day_of(slot.start), core::Language::es))
      .add("Hora de inicio", core::say_time(slot.start) + " (hora legal de Colombia)")
      .add("Hora de terminación", end)
      .add("Lugar", appointment.place)
      .add("Enlace", appointment.link)
      .add("Solicitud", minutes.whole.request.number)
      .add("Contrato", say_contract(minutes.whole))
      .add("Contratista", minutes.whole.contractor.name)
      .add("Referencia", minutes.verification.reference)
      .end();
  html.one("h2", "Objetivo");
  html.one("p", "Verificar que el servicio «" + minutes.whole.request.subject + "» (" +
                    minutes.whole.request.number + ") se prestó según lo acordado.");
}

void write_persons(Html& html, const Minutes& minutes) {
  const std::vector<std::string> heads = {"Nombre", "Cargo", "Entidad"};
  const auto& [attendees, guests, absent] = minutes.attendance;
  html.one("h2", "Asistentes");
  write_table(html, heads, rows_of(attendees), kNobody);
  html.one("h2", "Invitados");
  write_table(html, heads, rows_of(guests), kNobody);
  html.one("h2", "Ausentes");
  write_table(html, heads, rows_of(absent), kNobody);
}

void write_development(Html& html, const Minutes& minutes) {
  const auto& appointment = minutes.appointment;
  const auto& verification = minutes.verification;
  html.one("h2", "Orden del día").open("ol");
  for (const auto* point : {"Condiciones acordadas", "Verificación del servicio", "Compromisos"})
    html.one("li", point);
  html.close().one("h2", "Desarrollo").one("h3", "1. Condiciones acordadas");
  Facts(html)
      .add("Fecha acordada", say_slot(appointment.slot))
      .add("Tipo", ical::kind_in_spanish(minutes.whole.request.kind))
      .add("Prioridad", ical::priority_in_spanish(minutes.whole.request.priority))
      .add("Condiciones", appointment.conditions)
      .add("Servicios afectados", core::join(appointment.affected, ", "))
      .add("Impacto", say_impact(appointment))
      .add("Responsable", appointment.responsible)
      .end();
  html.one("h3", "2. Verificación del servicio");
  const bool is_given = verification.actual != core::Slot{};
  Facts(html)
      .add("Resultado", say_outcome(verification.outcome))
      .add("Prestado", is_given ? say_slot(verification.actual) : "")
      .add("Hallazgos", verification.findings)
      .end();
  html.one("h3", "3. Compromisos");
  html.one("p", verification.commitments.empty() ? "No se acordaron compromisos."
                                                 : "Los del cuadro siguiente.");
}

void write_commitments(Html& html, const Minutes& minutes) {
  const auto& all = minutes.verification.commitments;
  std::vector<std::vector<std::string>> rows;
  for (const auto& one : all)
    rows.push_back({one.what, one.who, core::say_day(one.by, core::Language::es)});
  html.one("h2", "Compromisos");
  write_table(html, {"Qué", "Quién", "Para cuándo"}, rows, "Ninguno.");
  html.one("h2", "Próxima reunión");
  const auto first = std::min_element(all.begin(), all.end(),
                                      [](const auto& a, const auto& b) { return a.by < b.by; });
  html.one("p", first == all.end() ? "No se fijó."
                                   : "No se fijó; los compromisos se revisan desde el " +
                                         core::say_day(first->by, core::Language::es) + ".");
}

void write_annexes(Html& html, const Minutes& minutes) {
  html.one("h2", "Anexos");
  const auto& number = minutes.verification.minutes_number;
  bool any = false;
  for (const auto& record : minutes.whole.records) {
    // The signed form of this acta is no annex of it.
    if (record.activity != 5 || record.request.empty() ||
        (!record.document.empty() && record.document == number))
      continue;
    any = true;
    html.open("p").text(record.title + " (" + record.file_name + ")").empty("br");
    html.one("span", "SHA-256 " + record.sha256, {{"class", "digest"}}).close();
  }
  if (!any) html.one("p", "Ninguno.", {{"class", "none"}});
}

// What says where and how to answer, for who has a link and who has none.
void write_answer(Html& html, const service::Citation& citation,
                  const domain::Institute& institute) {
  html.one("h2", "Respuesta");
  if (!citation.link.empty()) {
    html.open("p").text("Confirme, o proponga otra fecha, en: ");
    html.one("a", citation.link, {{"href", citation.link}}).close();
    return;
  }
  if (!domain::stands(citation.appointment)) {
    html.one("p", "La cita no espera respuesta.", {{"class", "none"}});
    return;
  }
  html.open("p").text(
      "Confirme, o proponga otra fecha, con el enlace personal de su invitación por correo, o "
      "escriba a ");
  html.one("a", institute.organizer, {{"href", "mailto:" + institute.organizer}}).text(".").close();
}

std::string say_status(const domain::Appointment& appointment) {
  auto text = domain::say(appointment.status).es;
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
  return text;
}

}  // namespace

std::string print_minutes(const Minutes& minutes, const domain::Institute& institute) {
  const auto& verification = minutes.verification;
  const auto& number = verification.minutes_number;
  const PaperHead head{institute.name, "Acta de verificación del servicio",
                       number.empty() ? "Acta n.º " + verification.reference : "Acta n.º " + number,
                       institute.papers.acta_code, institute.papers.acta_version};
  return print_paper(head, [&](Html& html) {
    write_head(html, minutes);
    write_persons(html, minutes);
    write_development(html, minutes);
    write_commitments(html, minutes);
    html.one("h2", "Firmas");
    write_signatures(html, minutes.attendance.attendees);
    write_annexes(html, minutes);
    html.one("h2", "Elaboración y revisión");
    Facts(html)
        .add("Elaboró",
             minutes.verified_by.empty() ? "________________________" : minutes.verified_by)
        .add("Revisó", "________________________")
        .end();
  });
}

std::string print_citation(const service::Citation& citation, const domain::Institute& institute) {
  const auto& appointment = citation.appointment;
  const auto& request = citation.whole.request;
  const PaperHead head{institute.name, "Citación a servicio de soporte tecnológico", request.number,
                       institute.papers.citation_code, institute.papers.citation_version};
  return print_paper(head, [&](Html& html) {
    if (!citation.addressee.empty()) html.one("p", "Para: " + citation.addressee);
    Facts(html)
        .add("Asunto", request.subject)
        .add("Solicitud", request.number)
        .add("Contrato", say_contract(citation.whole))
        .add("Contratista", citation.whole.contractor.name)
        .add("Tipo", ical::kind_in_spanish(request.kind))
        .add("Prioridad", ical::priority_in_spanish(request.priority))
        .add("Fecha y hora", say_slot(appointment.slot) + " (hora legal de Colombia)")
        .add("Duración", core::say_duration(appointment.slot.length()))
        .add("Lugar", appointment.place)
        .add("Sesión remota", appointment.link)
        .add("Servicios afectados", core::join(appointment.affected, ", "))
        .add("Impacto", say_impact(appointment))
        .add("Condiciones", appointment.conditions)
        .add("Responsable", appointment.responsible)
        .add("Estado", say_status(appointment))
        .end();
    html.one("h2", "Citados");
    auto invited = citation.attendance.attendees;
    for (const auto* more : {&citation.attendance.guests, &citation.attendance.absent})
      invited.insert(invited.end(), more->begin(), more->end());
    write_table(html, {"Nombre", "Cargo", "Entidad"}, rows_of(invited), kNobody);
    write_answer(html, citation, institute);
    html.one("h2", "Quien cita");
    write_signatures(html, {{institute.organizer_name, "", institute.name}});
  });
}

}  // namespace citacal::web
