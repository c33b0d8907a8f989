#include "app/demo_accounts.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "app/problems.h"
#include "app/share.h"
#include "core/secret.h"
#include "core/text.h"
#include "service/access.h"
#include "service/party.h"
#include "service/token.h"

namespace citacal::app {

namespace {

using domain::Level;
using domain::Role;

constexpr std::size_t kFileMax = 64 * 1024;

std::vector<service::NewAccount> wanted_accounts() {
  const auto account = [](const char* login, const char* name, Role role, Level clearance,
                          const char* contractor = "") {
    const auto email = std::string(login) + "@instituto.example";
    return service::NewAccount{login, name, email, {}, role, clearance, contractor};
  };
  auto contractor =
      account("redes", "Andrés Felipe Rojas", Role::contractor, Level::open, "redes-andinas");
  contractor.email = "andres.rojas@redesandinas.example";
  return {account("coordinacion", "Marta Lucía Pardo", Role::coordinator, Level::reserved),
          account("funcionaria", "Diana Carolina Suárez", Role::staff, Level::open),
          account("funcionario", "Jorge Enrique Molina", Role::staff, Level::classified),
          contractor,
          account("auditoria", "Luz Stella Cárdenas", Role::auditor, Level::reserved),
          account("administracion", "Camilo Andrés Vega", Role::administrator, Level::reserved)};
}

std::vector<DemoAccount> read_accounts(const std::string& path) {
  std::vector<DemoAccount> accounts;
  if (!std::filesystem::exists(path)) return accounts;
  const auto text = read_file(path, kFileMax);
  for (const auto line : core::split(text, '\n')) {
    const auto words = core::split(core::trim(line), ' ');
    if (words.size() == 3)
      accounts.push_back({std::string(words[0]), std::string(words[1]), std::string(words[2])});
  }
  return accounts;
}

std::string print_accounts(const std::vector<DemoAccount>& accounts) {
  std::string text;
  for (const auto& [login, password, role] : accounts)
    text += login + " " + password + " " + role + "\n";
  return text;
}

std::string given_password() {
  const char* given = std::getenv("CITACAL_DEMO_PASSWORD");
  if (!given || !*given) return {};
  const std::string password(given);
  if (password.find_first_of(" \t\r\n") != std::string::npos)
    throw core::Error(core::Code::invalid, "bad-password",
                      {"$CITACAL_DEMO_PASSWORD no puede tener espacios.",
                       "$CITACAL_DEMO_PASSWORD may not hold blanks."});
  return password;
}

}  // namespace

std::vector<DemoAccount> open_accounts(service::Office& office, const std::string& path) {
  const auto caller = service::system_caller("cli");
  const auto kept = read_accounts(path);
  const auto given = given_password();
  const auto present = service::list_accounts(office, caller);
  std::vector<DemoAccount> accounts;
  for (auto wanted : wanted_accounts()) {
    const auto old = std::find_if(kept.begin(), kept.end(),
                                  [&](const auto& one) { return one.login == wanted.login; });
    const bool exists = std::any_of(present.begin(), present.end(), [&](const auto& person) {
      return person.login == wanted.login;
    });
    const bool is_known = exists && old != kept.end() && (given.empty() || given == old->password);
    wanted.password = is_known ? old->password : given.empty() ? core::random_password() : given;
    accounts.push_back({wanted.login, wanted.password, std::string(core::word(wanted.role))});
    if (is_known) continue;
    if (exists)
      service::set_password(office, caller, wanted.login, wanted.password);
    else
      service::create_account(office, caller, wanted);
  }
  if (print_accounts(accounts) != print_accounts(kept))
    write_private_file(path, print_accounts(accounts));
  return accounts;
}

std::string open_demo_feed(service::Office& office, const std::string& path,
                           const std::string& login) {
  if (std::filesystem::exists(path)) {
    const std::string secret(core::trim(read_file(path, kFileMax)));
    try {
      service::open_feed(office, secret, "institute", "citacal demo");
      return secret;
    } catch (const core::Error& error) {
      if (error.code != core::Code::not_found) throw;
    }
  }
  const auto made =
      service::create_token(office, service::system_caller("cli"),
                            {domain::TokenScope::feed, "institute", "Demostración", 0, login});
  write_private_file(path, made.secret + "\n");
  return made.secret;
}

}  // namespace citacal::app
