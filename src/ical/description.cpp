#include "ical/description.h"

#include "core/text.h"

namespace citacal::ical {

namespace {

std::string_view status_in_spanish(const CaseView& view) {
  if (view.request.incomplete && view.appointment.status == domain::AppointmentStatus::tentative)
    return "Por completar y confirmar";
  switch (view.appointment.status) {
    case domain::AppointmentStatus::tentative:
      return "Por confirmar";
    case domain::AppointmentStatus::confirmed:
      return "Confirmada";
    case domain::AppointmentStatus::held:
      if (!view.outcome) return "Realizada, por verificar";
      return *view.outcome == domain::Outcome::not_provided ? "Pasada: el servicio no se prestó"
                                                            : "Realizada y verificada";
    case domain::AppointmentStatus::cancelled:
      return "Cancelada";
  }
  return "";
}

// "lunes 23 de noviembre de 2026, 10:00 a 12:30 (hora legal de Colombia)"
std::string say_slot(const core::Slot& slot) {
  const auto say = [](core::Instant at) {
    return core::say_day(core::day_of(at), core::Language::es) + ", " + core::say_time(at);
  };
  const bool one_day = core::day_of(slot.start) == core::day_of(slot.end);
  return say(slot.start) + (one_day ? " a " + core::say_time(slot.end) : " a " + say(slot.end)) +
         " (hora legal de Colombia)";
}

std::string_view outcome_in_spanish(domain::Outcome outcome) {
  switch (outcome) {
    case domain::Outcome::as_agreed:
      return "hecha: se prestó según lo acordado";
    case domain::Outcome::partly:
      return "hecha: se prestó en parte";
    case domain::Outcome::not_provided:
      return "hecha: no se prestó";
  }
  return "";
}

// "pendiente hasta el viernes 27 de marzo de 2026, 16:30"; empty before it is awaited.
std::string say_verification(const CaseView& view) {
  if (view.outcome) return std::string(outcome_in_spanish(*view.outcome));
  const auto state = view.appointment.verification;
  const auto& by = view.appointment.verify_by;
  if (!by) return "";
  const auto moment =
      core::say_day(core::day_of(*by), core::Language::es) + ", " + core::say_time(*by);
  if (state == domain::VerificationState::pending) return "pendiente hasta el " + moment;
  return state == domain::VerificationState::overdue ? "vencida desde el " + moment : "";
}

// Adds "Name: value" lines; an empty value adds none.
class Lines {
 public:
  void add(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    if (!out_.empty()) out_ += '\n';
    out_ += name;
    out_ += ": ";
    out_ += value;
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

void add_slot(Lines& lines, const domain::Appointment& appointment) {
  lines.add("Fecha", say_slot(appointment.slot));
  lines.add("Duración", core::say_duration(appointment.slot.length()));
}

void add_impact(Lines& lines, const domain::Appointment& appointment) {
  lines.add("Impacto", impact_in_spanish(appointment.impact));
  lines.add("Afecta la red", appointment.affects_network ? "sí" : "no");
}

void add_private(Lines& lines, const CaseView& view) {
  lines.add("Sesión remota", view.appointment.link);
  lines.add("Responsable", view.appointment.responsible);
  for (const auto& ticket : view.request.tickets)
    lines.add("Tiquete del proveedor",
              ticket.system + " " + ticket.number + (ticket.url.empty() ? "" : " " + ticket.url));
  lines.add("Condiciones", view.appointment.conditions);
  lines.add("Motivo", view.appointment.reason);
}

}  // namespace

std::string_view kind_in_spanish(domain::Kind kind) {
  return kind == domain::Kind::scheduled ? "Mantenimiento programado" : "Falla imprevista";
}

std::string_view priority_in_spanish(domain::Priority priority) {
  switch (priority) {
    case domain::Priority::critical:
      return "Crítica";
    case domain::Priority::high:
      return "Alta";
    case domain::Priority::medium:
      return "Media";
    case domain::Priority::low:
      return "Baja";
  }
  return "";
}

std::string_view impact_in_spanish(domain::Impact impact) {
  switch (impact) {
    case domain::Impact::no_impact:
      return "sin interrupción";
    case domain::Impact::reduced_redundancy:
      return "redundancia reducida";
    case domain::Impact::degraded:
      return "servicio degradado";
    case domain::Impact::outage:
      return "interrupción del servicio";
  }
  return "";
}

std::string_view answer_in_spanish(domain::Participation answer) {
  switch (answer) {
    case domain::Participation::needs_action:
      return "sin respuesta";
    case domain::Participation::accepted:
      return "aceptó";
    case domain::Participation::declined:
      return "rechazó";
    case domain::Participation::tentative:
      return "tal vez";
    case domain::Participation::delegated:
      return "delegó";
  }
  return "";
}

std::string case_url(const CaseView& view) {
  return case_url(view.institute, view.request);
}

std::string case_url(const domain::Institute& institute, const domain::ServiceRequest& request) {
  return institute.base_url + "/cases/" + request.number;
}

std::string verification_url(const CaseView& view) {
  return case_url(view) + "#verification";
}

std::string describe(const CaseView& view, Detail detail) {
  const auto& appointment = view.appointment;
  const auto& contractor = view.contractor;
  Lines lines;
  if (is_withheld(view, detail)) {
    add_slot(lines, appointment);
    add_impact(lines, appointment);
    return lines.take();
  }
  lines.add("Asunto", view.request.subject);
  lines.add("Solicitud", view.request.number);
  lines.add("Contrato", view.contract);
  lines.add("Contratista", contractor.service.empty()
                               ? contractor.name
                               : contractor.name + " (" + contractor.service + ")");
  lines.add("Tipo", kind_in_spanish(view.request.kind));
  lines.add("Prioridad", priority_in_spanish(view.request.priority));
  lines.add("Estado", status_in_spanish(view));
  add_slot(lines, appointment);
  lines.add("Lugar", appointment.place);
  lines.add("Servicios afectados", core::join(appointment.affected, ", "));
  add_impact(lines, appointment);
  if (!is_for_all(detail)) add_private(lines, view);
  lines.add("El caso, con cuenta del Instituto", case_url(view));
  const auto verification = say_verification(view);
  lines.add("Verificación",
            (verification.empty() ? "" : verification + " – ") + verification_url(view));
  return lines.take();
}

std::string describe_request(const domain::ServiceRequest& request) {
  Lines lines;
  lines.add("Solicitud", request.number);
  lines.add("Asunto", request.subject);
  lines.add("Tipo", kind_in_spanish(request.kind));
  lines.add("Prioridad", priority_in_spanish(request.priority));
  lines.add("Lugar", request.place);
  lines.add("Servicios afectados", core::join(request.affected, ", "));
  lines.add("Descripción", request.description);
  return "Le solicitamos el servicio siguiente.\n\n" + lines.take() +
         "\n\nLa fecha se acuerda con usted y le llega como citación. Si escribe sobre esta "
         "solicitud, conserve «[" +
         request.number + "]» en el asunto.";
}

}  // namespace citacal::ical
