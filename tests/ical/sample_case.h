// A case with something in every field, and what the tests of this floor ask of a text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ical/content_reader.h"
#include "ical/event.h"

namespace citacal::ical {

struct SampleCase {
  domain::Appointment appointment;
  domain::ServiceRequest request;
  domain::Contractor contractor;
  domain::Institute institute;

  SampleCase() {
    institute.name = "Instituto Distrital de Prueba";
    institute.base_url = "https://citas.example.gov.co";
    institute.organizer_name = "Oficina de Planeación – Sistemas";
    institute.organizer = "soporte@example.gov.co";
    institute.uid_host = "citas.example.gov.co";
    institute.provider = "example.gov.co";
    contractor.key = "redes-andinas";
    contractor.name = "Redes Andinas S.A.S.";
    contractor.service = "Red LAN y Wi-Fi";
    request.number = "SOL-2026-0012";
    request.kind = domain::Kind::scheduled;
    request.priority = domain::Priority::high;
    request.subject = "Actualización de conmutadores; piso 3, núcleo";
    request.tickets = {{"Mesa de ayuda", "INC-99817", "https://mesa.example.com/INC-99817"}};
    appointment.uid = "0192f0c4-7b1e-7000-8000-000000000001@citas.example.gov.co";
    appointment.status = domain::AppointmentStatus::confirmed;
    appointment.sequence = 3;
    appointment.slot = {*core::parse_instant("2026-11-23T10:00:00-05:00"),
                        *core::parse_instant("2026-11-23T12:30:00-05:00")};
    appointment.place = "Centro de datos, piso 3";
    appointment.link = "https://reunion.example.com/sala/42?clave=secreta";
    appointment.conditions = "Ventana de dos horas;\nrespaldo previo, con acta";
    appointment.responsible = "Marta Rincón";
    appointment.affected = {"Correo", "Telefonía IP"};
    appointment.impact = domain::Impact::reduced_redundancy;
    appointment.affects_network = true;
    appointment.attendees = {{"Peña, Luis \"Lucho\"",
                              "luis@redes.example.com",
                              domain::AttendeeRole::required,
                              domain::AttendeeKind::individual,
                              domain::Participation::accepted,
                              "",
                              {}},
                             {"",
                              "ana+citas@redes.example.com",
                              domain::AttendeeRole::informed,
                              domain::AttendeeKind::individual,
                              domain::Participation::needs_action,
                              "",
                              {}}};
    appointment.replaces = "0192f0c4-0000-7000-8000-000000000000@citas.example.gov.co";
    appointment.reason = "El proveedor pidió otra hora";
    appointment.created_at = *core::parse_instant("2026-11-01T09:00:00-05:00");
    appointment.changed_at = *core::parse_instant("2026-11-10T09:30:00-05:00");
  }

  CaseView view() const {
    return {appointment, request, contractor, institute, {}, "CPS-041-2026"};
  }
};

inline const Line* find_line(const std::vector<Line>& lines, std::string_view name) {
  for (const auto& line : lines)
    if (line.name == name) return &line;
  return nullptr;
}

// The values of all lines of this name, TEXT unescaped.
inline std::vector<std::string> values_of(std::string_view text, std::string_view name) {
  std::vector<std::string> values;
  for (const auto& line : lines_of(text))
    if (line.name == name) values.push_back(unescaped_text(line.value));
  return values;
}

inline std::string value_of(std::string_view text, std::string_view name) {
  const auto values = values_of(text, name);
  return values.empty() ? "(none)" : values.front();
}

inline bool mentions(std::string_view text, std::string_view what) {
  return text.find(what) != std::string_view::npos;
}

// The text without its folds.
inline std::string unfolded(std::string text) {
  for (auto at = text.find("\r\n "); at != std::string::npos; at = text.find("\r\n ", at))
    text.erase(at, 3);
  return text;
}

}  // namespace citacal::ical
