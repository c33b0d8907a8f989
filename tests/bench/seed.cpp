// bench_seed CONFIG COUNT: fills the store of a configuration with COUNT (over 20) agreed
// appointments over the feed's window and one account, and prints "login password".
#include <cstdio>
#include <cstdlib>

#include "app/config.h"
#include "service/appointment.h"
#include "service/party.h"
#include "service/request.h"

using namespace citacal;

namespace {

constexpr int kContractors = 8;
constexpr int kBatch = 500;
constexpr int kInWeek = 20;
constexpr const char* kPassword = "clave-de-medicion";

std::vector<domain::Contractor> make_contractors(service::Office& office) {
  std::vector<domain::Contractor> made;
  for (int i = 0; i < kContractors; ++i) {
    domain::Contractor contractor;
    contractor.key = "firma-" + std::to_string(i);
    contractor.name = "Firma de Servicios " + std::to_string(i) + " S.A.S.";
    contractor.service = "Redes y servidores";
    contractor.contacts = {{"Persona Uno", "uno@" + contractor.key + ".example", "", "", true},
                           {"Persona Dos", "dos@" + contractor.key + ".example", "", "", true}};
    made.push_back(service::create_contractor(office, service::system_caller("bench"), contractor));
  }
  return made;
}

// The coming week holds kInWeek whatever the count, so that what it costs to ask for it can be
// compared; the others are spread over −29 … −1 and +8 … +399 days.
std::chrono::minutes minutes_from_now(int i, int count) {
  constexpr long kDay = 24 * 60;
  if (i < kInWeek) return std::chrono::minutes(6 * kDay * (i + 1) / kInWeek);
  const long spread = 420 * kDay * (i - kInWeek) / (count - kInWeek);
  return std::chrono::minutes(spread < 28 * kDay ? spread - 29 * kDay : spread - 20 * kDay);
}

void make_appointment(service::Work& work, const domain::Contractor& contractor, int i, int count) {
  domain::ServiceRequest request;
  request.subject = "Mantenimiento preventivo de la red, tramo " + std::to_string(i);
  request.description = "Revisión de equipos activos y pasivos.";
  request.contractor = contractor.id;
  request.place = "Sede principal, piso " + std::to_string(i % 9 + 1);
  request.affected = {"Red LAN", "Correo"};
  domain::Agreement agreement;
  agreement.request = service::register_request(work, request).id;
  const auto start =
      std::chrono::floor<std::chrono::minutes>(work.now()) + minutes_from_now(i, count);
  agreement.slot = {start, start + std::chrono::hours(2)};
  agreement.conditions = "Ingreso con carné y acta de entrada de equipos.";
  agreement.impact = domain::Impact::degraded;
  agreement.affects_network = true;
  service::agree(work, agreement);
}

void seed(const char* config, int count) {
  const core::SystemClock clock;
  service::Office office(app::read_config(config).settings, clock);
  const auto contractors = make_contractors(office);
  for (int done = 0; done < count;) {
    service::Work work(office, service::system_caller("bench"));
    work.set_tells(false);
    for (int i = 0; i < kBatch && done < count; ++i, ++done)
      make_appointment(work, contractors[static_cast<std::size_t>(done % kContractors)], done,
                       count);
    work.commit();
  }
  service::NewAccount account;
  account.login = "medidor";
  account.name = "Cuenta de medición";
  account.email = "medidor@instituto.example";
  account.password = kPassword;
  account.role = domain::Role::coordinator;
  service::create_account(office, service::system_caller("bench"), account);
  std::printf("%s %s\n", account.login.c_str(), kPassword);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return std::fputs("bench_seed CONFIG COUNT\n", stderr), 2;
  try {
    seed(argv[1], std::atoi(argv[2]));
  } catch (const core::Error& error) {
    return std::fprintf(stderr, "%s\n", error.logged().c_str()), 1;
  }
}
