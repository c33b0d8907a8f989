#include "support/office.h"

#include <fstream>

#include "core/secret.h"
#include "service/calendar.h"
#include "store/party.h"

namespace citacal::test {

namespace {

domain::Calendar calendar(std::string id, domain::Audience audience) {
  domain::Calendar calendar;
  calendar.id = std::move(id);
  calendar.title = {"Calendario " + calendar.id, "Calendar " + calendar.id};
  calendar.colour = "#1f6feb";
  calendar.audience = audience;
  return calendar;
}

// Straight into the store with one hash for all: argon2 for each account of each test would be
// most of the tests' time.
service::Caller as(service::Office& office, const std::string& login, domain::Role role,
                   const core::Id& contractor = {}) {
  static const std::string hash = core::hash_password(kPassword);
  domain::Person person;
  person.id = core::new_id(office.clock().now());
  person.login = login;
  person.name = "Persona " + login;
  person.email = login + "@" + (contractor.empty() ? "instituto" : "redes") + ".example";
  person.role = role;
  const bool outsider = role == domain::Role::staff || role == domain::Role::contractor;
  person.clearance = outsider ? domain::Level::open : domain::Level::reserved;
  person.contractor = contractor;
  person.password_hash = hash;
  person.created_at = office.clock().now();
  const auto tx = office.database().write();
  store::save(*tx, domain::checked(person));
  tx->commit();
  service::Caller caller;
  caller.person = person;
  return caller;
}

// Those that come with the program.
domain::NoticeTexts notice_texts() {
  using domain::NoticeLetter;
  domain::NoticeTexts texts;
  const auto read = [&](NoticeLetter letter, const char* name) {
    std::ifstream file(std::string(CITACAL_ROOT "/config/letters/") + name);
    texts.of(letter) = domain::parse_notice_text(
        letter, {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()});
  };
  read(NoticeLetter::notice, "notice.txt");
  read(NoticeLetter::corrected, "notice-corrected.txt");
  read(NoticeLetter::cancelled, "notice-cancelled.txt");
  return texts;
}

}  // namespace

domain::Classification excepted(domain::Level level, domain::Extent extent) {
  if (level == domain::Level::open) return {};
  return {level,
          extent,
          "Seguridad pública",
          "Ley 1712 de 2014, art. 19, literal d",
          10,
          core::day_of(at("2026-03-01T12:00:00-05:00"))};
}

service::Settings settings(const std::string& store_url) {
  service::Settings settings;
  settings.store_url = store_url;
  auto& institute = settings.institute;
  institute.name = "Instituto Distrital de Pruebas";
  institute.base_url = "https://citas.instituto.example";
  institute.organizer_name = "Oficina de Planeación – Sistemas";
  institute.organizer = "citas@instituto.example";
  institute.uid_host = "citas.instituto.example";
  institute.provider = "instituto.example";
  institute.notice_to = {"todos@instituto.example"};
  institute.notice_texts = notice_texts();
  // What an acceptance confirms has tests of its own.
  institute.answers.confirm = domain::ConfirmWhen::coordinator;
  settings.holidays = {
      {"saint_joseph", {"San José", "Saint Joseph"}, domain::HolidayRule::next_monday, 3, 19},
      {"good_friday", {"Viernes Santo", "Good Friday"}, domain::HolidayRule::easter, 0, 0, -2}};
  auto network = calendar("network", domain::Audience::everyone);
  network.affects_network = true;
  auto each = calendar("contractor-{key}", domain::Audience::contractor);
  each.each_contractor = true;
  auto holidays = calendar("holidays", domain::Audience::everyone);
  holidays.source = domain::Source::holidays;
  settings.calendars = {calendar("institute", domain::Audience::accounts), network, each, holidays};
  return settings;
}

TestOffice::TestOffice(service::Settings settings)
    : clock(at(kStart)), office(std::move(settings), clock) {
  service::publish_all(office);
  domain::Contractor firm;
  firm.key = "redes";
  firm.name = "Redes Andinas S.A.S.";
  firm.service = "Red LAN y Wi-Fi";
  firm.contacts = {{"Ana Gómez", "ana@redes.example", "Ingeniera de soporte", "", true},
                   {"Archivo", "archivo@redes.example", "", "", false}};
  redes = service::create_contractor(office, service::system_caller("test"), firm);
  coordinator = as(office, "coordinadora", domain::Role::coordinator);
  staff = as(office, "funcionario", domain::Role::staff);
  auditor = as(office, "auditora", domain::Role::auditor);
  administrator = as(office, "admin", domain::Role::administrator);
  contractor = as(office, "redes", domain::Role::contractor, redes.id);
}

domain::ServiceRequest TestOffice::request(const std::string& subject) {
  domain::ServiceRequest request;
  request.subject = subject;
  request.contractor = redes.id;
  request.place = "Centro de cómputo, piso 3";
  request.affected = {"Red LAN"};
  return service::register_request(office, coordinator, request);
}

domain::Appointment TestOffice::appointment(std::string_view start, bool affects_network) {
  domain::Agreement agreement;
  agreement.request = request().id;
  agreement.slot = {at(start), at(start) + std::chrono::hours(2)};
  agreement.impact = domain::Impact::outage;
  agreement.affects_network = affects_network;
  return service::agree(office, coordinator, agreement).appointment;
}

}  // namespace citacal::test
