// Databases on disk in a fresh folder, and one full value of every noun.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "core/secret.h"
#include "domain/errand.h"
#include "domain/letter.h"
#include "domain/notice.h"
#include "domain/programme.h"
#include "domain/record.h"
#include "domain/token.h"
#include "domain/verification.h"
#include "store/appointment.h"
#include "store/party.h"
#include "store/request.h"

namespace citacal::store {

inline const core::Instant kNow = *core::parse_instant("2026-03-02T15:00:00Z");

// A folder of its own, removed at the end.
class Folder {
 public:
  Folder()
      : path_(std::filesystem::temp_directory_path() /
              ("citacal-store-" + core::base64url(core::random_bytes(9)))) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;

  std::string file(const std::string& name = "citacal.db") const { return path_ / name; }
  Location location(const std::string& name = "citacal.db") const {
    return {.url = "sqlite://" + file(name), .readers = 2, .patience_ms = 5'000};
  }

 private:
  std::filesystem::path path_;
};

inline domain::Contractor a_contractor(const std::string& key) {
  domain::Contractor contractor;
  contractor.id = core::new_id(kNow);
  contractor.key = key;
  contractor.name = "Redes Andinas S.A.S.";
  contractor.tax_id = "900123456-7";
  contractor.service = "Red LAN y Wi-Fi";
  contractor.ticket_system = "https://mesa.redes.example/";
  contractor.contacts = {{"Ana Díaz", "ana@redes.example", "Ingeniera", "+57 601 555 0100", true},
                         {"Luis Ríos", "luis@redes.example", "", "", false}};
  return contractor;
}

inline domain::Person a_person(const std::string& login) {
  domain::Person person;
  person.id = core::new_id(kNow);
  person.login = login;
  person.name = "Marta Gómez";
  person.email = login + "@instituto.example";
  person.role = domain::Role::coordinator;
  person.clearance = domain::Level::reserved;
  person.password_hash = "$argon2id$v=19$…";
  person.created_at = kNow;
  return person;
}

inline domain::Programme a_programme(const domain::Contractor& contractor,
                                     const std::string& contract) {
  domain::Programme programme;
  programme.id = core::new_id(kNow);
  programme.contractor = contractor.id;
  programme.year = 2026;
  programme.contract = contract;
  programme.conditions = "Dos ingenieros en sitio.\nRepuestos incluidos.";
  for (const auto* key : {"ups", "switches"}) {
    domain::PlannedService service;
    service.id = core::new_id(kNow);
    service.key = key;
    service.subject = "Mantenimiento preventivo";
    service.period = domain::Period::quarterly;
    service.first_month = 2;
    service.duration = core::Minutes(150);
    service.place = "Centro de datos";
    service.affected = {"Correo", "Telefonía"};
    service.impact = domain::Impact::degraded;
    service.affects_network = true;
    programme.services.push_back(service);
  }
  return programme;
}

inline domain::ServiceRequest a_request(const domain::Contractor& contractor,
                                        const std::string& number) {
  domain::ServiceRequest request;
  request.id = core::new_id(kNow);
  request.number = number;
  request.kind = domain::Kind::failure;
  request.priority = domain::Priority::critical;
  request.subject = "Caída del enlace";
  request.description = "Sin servicio desde las 7:00.\n\tPiso 3.";
  request.contractor = contractor.id;
  request.place = "Piso 3";
  request.affected = {"Internet"};
  request.tickets = {{"Mesa Redes", "RA-77", "https://mesa.redes.example/77"}, {"Otra", "9", ""}};
  request.requested_at = kNow;
  request.classification.level = domain::Level::classified;
  return request;
}

inline domain::Appointment an_appointment(const domain::ServiceRequest& request, core::Slot slot) {
  domain::Appointment appointment;
  appointment.id = core::new_id(kNow);
  appointment.uid = appointment.id + "@instituto.example";
  appointment.request = request.id;
  appointment.contractor = request.contractor;
  appointment.status = domain::AppointmentStatus::confirmed;
  appointment.sequence = 2;
  appointment.slot = slot;
  appointment.place = "Centro de datos";
  appointment.link = "https://reunion.example/abc";
  appointment.conditions = "Llevar carné.";
  appointment.responsible = "Marta Gómez";
  appointment.affected = {"Internet", "Wi-Fi"};
  appointment.impact = domain::Impact::outage;
  appointment.affects_network = true;
  appointment.attendees.resize(2);
  appointment.attendees[0].name = "Ana Díaz";
  appointment.attendees[0].email = "ana@redes.example";
  appointment.attendees[0].role = domain::AttendeeRole::chair;
  appointment.attendees[0].answer = domain::Participation::accepted;
  appointment.attendees[0].answered_at = kNow;
  appointment.attendees[1].email = "sala@instituto.example";
  appointment.attendees[1].kind = domain::AttendeeKind::room;
  appointment.proposals = {{core::new_id(kNow),
                            "ana@redes.example",
                            {slot.start + core::Seconds(3600), slot.end + core::Seconds(3600)},
                            "Mejor más tarde",
                            kNow,
                            domain::ProposalState::declined}};
  appointment.replaces = "otra@instituto.example";
  appointment.reason = "Aplazada por el contratista";
  appointment.created_at = kNow;
  appointment.changed_at = kNow + core::Seconds(60);
  return appointment;
}

inline core::Slot a_slot(int hours_from_now, int hours = 2) {
  const auto start = kNow + std::chrono::hours(hours_from_now);
  return {start, start + std::chrono::hours(hours)};
}

inline domain::Letter a_letter(const domain::Appointment& appointment, const std::string& to) {
  domain::Letter letter;
  letter.id = core::new_id(kNow);
  letter.kind = domain::LetterKind::update;
  letter.about = letter.appointment = appointment.id;
  letter.request = appointment.request;
  letter.sequence = appointment.sequence;
  letter.to_name = "Ana Díaz";
  letter.to = to;
  letter.subject = "Citación: mantenimiento";
  letter.text = "Buenos días.";
  letter.calendar = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";
  letter.method = "REQUEST";
  letter.message_id = letter.id + "@instituto.example";
  letter.next_at = kNow;
  letter.created_at = kNow;
  return letter;
}

inline domain::Errand an_errand(const domain::ServiceRequest& request, const std::string& key) {
  domain::Errand errand;
  errand.id = core::new_id(kNow);
  errand.kind = domain::ErrandKind::comment;
  errand.request = request.id;
  errand.contractor = request.contractor;
  errand.system = "mesa";
  errand.key = key;
  errand.number = request.number;
  errand.service = domain::Kind::failure;
  errand.priority = domain::Priority::high;
  errand.subject = "Fecha acordada";
  errand.text = "Fecha acordada\n\nBuenos días.";
  errand.ticket = "4711";
  errand.url = "https://mesa.example/4711";
  errand.state = domain::ErrandState::queued;
  errand.next_at = kNow;
  errand.created_at = kNow;
  return errand;
}

// A contractor, a request and an appointment of it, saved: what most nouns hang on.
struct Ground {
  explicit Ground(Transaction& tx, const std::string& key = "redes")
      : contractor(a_contractor(key)),
        request(a_request(contractor, "SOL-2026-0001")),
        appointment(an_appointment(request, a_slot(24))) {
    save(tx, contractor);
    save(tx, request);
    save(tx, appointment);
  }
  domain::Contractor contractor;
  domain::ServiceRequest request;
  domain::Appointment appointment;
};

// The code of the core::Error that `act` throws; nothing when it throws none.
template <class Act>
std::optional<core::Code> code_of(Act act) {
  try {
    act();
  } catch (const core::Error& error) {
    return error.code;
  }
  return std::nullopt;
}

template <class Act>
std::optional<Trouble> trouble_of(Act act) {
  try {
    act();
  } catch (const DatabaseError& error) {
    return error.trouble;
  }
  return std::nullopt;
}

}  // namespace citacal::store
