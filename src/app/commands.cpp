#include "app/commands.h"

#include <fmt/core.h>

#include <cstdlib>
#include <map>

#include "app/desk.h"
#include "app/loading.h"
#include "app/password.h"
#include "app/report.h"
#include "app/serve.h"
#include "core/check.h"
#include "mail/mime.h"
#include "service/appointment.h"
#include "service/calendar.h"
#include "service/case.h"
#include "service/check.h"
#include "service/letters.h"

namespace citacal::app {

namespace {

std::string day_or_dash(const std::optional<core::Instant>& at) {
  return at ? core::print_local(*at).substr(0, 16) : "-";
}

std::string new_password(bool random) {
  return random ? core::random_password() : ask_password();
}

// The last appointment of the case that stands, else the last of all.
core::Id appointment_of(Desk& desk, const std::string& number) {
  const auto file = service::get_case(desk.office, desk.caller, number);
  core::Id chosen;
  for (const auto& one : file.appointments)
    if (chosen.empty() || one.status != domain::AppointmentStatus::cancelled) chosen = one.id;
  if (chosen.empty())
    throw core::Error(core::Code::not_found, "no-appointment",
                      {"La solicitud " + number + " no tiene ninguna cita acordada.",
                       "The request " + number + " has no appointment agreed."});
  return chosen;
}

}  // namespace

std::string config_path(const std::string& given) {
  if (!given.empty()) return given;
  const char* configured = std::getenv("CITACAL_CONFIG");
  return configured && *configured ? configured : "/etc/citacal/citacal.toml";
}

void run_service(const std::string& config) {
  block_signals();
  Desk desk(config, Store::may_be_new);
  service::publish_all(desk.office);
  serve(desk.office, desk.config, [] {});
}

void load_files(const std::string& config, const std::vector<std::string>& paths) {
  Desk desk(config, Store::may_be_new);
  for (const auto& path : paths) {
    const auto report = load_path(desk.office, path);
    fmt::print("{}: {} nuevos, {} cambiados, {} sin cambio\n", path, report.made, report.changed,
               report.unchanged);
  }
}

void add_user(const std::string& config, service::NewAccount account, bool random) {
  Desk desk(config, Store::may_be_new);
  account.password = new_password(random);
  const auto made = service::create_account(desk.office, desk.caller, account);
  fmt::print("{} {}{}\n", made.login, core::word(made.role),
             random ? " " + account.password : std::string());
}

void change_password(const std::string& config, const std::string& login, bool random) {
  Desk desk(config);
  const auto password = new_password(random);
  service::set_password(desk.office, desk.caller, login, password);
  if (random) fmt::print("{}\n", password);
}

void remove_user(const std::string& config, const std::string& login) {
  Desk desk(config);
  for (const auto& one : service::list_accounts(desk.office, desk.caller))
    if (one.login == login && !one.active)
      throw core::Error(core::Code::conflict, "account-removed",
                        {"La cuenta «" + login + "» ya estaba desactivada.",
                         "The account \"" + login + "\" was inactive already."});
  service::remove_account(desk.office, desk.caller, login);
}

void list_users(const std::string& config) {
  Desk desk(config);
  for (const auto& one : service::list_accounts(desk.office, desk.caller))
    fmt::print("{:<24} {:<14} {:<11} {:<9} {} <{}>\n", one.login, core::word(one.role),
               core::word(one.clearance), one.active ? "active" : "inactive", one.name, one.email);
}

void make_token(const std::string& config, const service::NewToken& asked) {
  if ((asked.scope == domain::TokenScope::feed) == asked.calendar.empty())
    core::refuse("--calendar", "missing",
                 {"o «--api»: indique uno de los dos", "or \"--api\": give one of the two"});
  Desk desk(config);
  const auto made = service::create_token(desk.office, desk.caller, asked);
  const bool feed = made.token.scope == domain::TokenScope::feed;
  fmt::print("{}\n", feed ? fmt::format("{}/feeds/{}/{}.ics", desk.office.institute().base_url,
                                        made.secret, made.token.calendar)
                          : made.secret);
}

void list_tokens(const std::string& config) {
  Desk desk(config);
  std::map<core::Id, std::string> logins;
  for (const auto& person : service::list_accounts(desk.office, desk.caller))
    logins[person.id] = person.login;
  for (const auto& one : service::list_tokens(desk.office, desk.caller))
    fmt::print("{} {:<16} {:<5} {:<24} {:<8} {:<16} {:<16} {}\n", one.id, logins[one.person],
               core::word(one.scope), one.calendar.empty() ? "-" : one.calendar,
               domain::is_valid(one, desk.clock.now()) ? "valid" : "ended",
               day_or_dash(one.expires_at), day_or_dash(one.last_used_at), one.label);
}

void revoke_token(const std::string& config, const std::string& id) {
  Desk desk(config);
  service::revoke_token(desk.office, desk.caller, id);
}

void print_invitation(const std::string& config, const std::string& appointment, bool whole_mail) {
  Desk desk(config);
  const auto id = domain::is_number(appointment) ? appointment_of(desk, appointment) : appointment;
  if (!whole_mail) {
    fmt::print("{}", service::print_invitation(desk.office, desk.caller, id));
    return;
  }
  const auto letter = service::compose_invitation(desk.office, desk.caller, id);
  fmt::print("{}", mail::print_mail(letter, desk.office.institute(), letter.created_at));
}

bool check_store(const std::string& config, const std::vector<std::string>& heads) {
  std::vector<domain::ChainHead> known;
  for (const auto& head : heads) known.push_back(domain::parse_head("--head", head));
  Desk desk(config);
  const auto report = service::check_store(desk.office, known);
  fmt::print(
      "{} citas, {} eventos publicados, {} registros, {} cartas, {} correos recibidos, {} entradas "
      "de "
      "auditoría\n",
      report.appointments, report.objects, report.records, report.letters, report.mails,
      report.audit_entries);
  fmt::print("cabeza de la auditoría: {}\n", domain::print_head(report.head));
  for (const auto& fault : report.faults) fmt::print("{}\n", fault);
  return report.faults.empty();
}

}  // namespace citacal::app
