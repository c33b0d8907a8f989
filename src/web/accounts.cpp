#include "core/text.h"
#include "service/party.h"
#include "web/json_fields.h"
#include "web/nouns.h"

namespace citacal::web {

namespace {

Shown show_account(const domain::Person& person) {
  auto json = Json::object();
  json.set("id", person.id)
      .set("version", person.version)
      .set("login", person.login)
      .set("name", person.name)
      .set("email", person.email)
      .set("aliases", Json::array(person.aliases))
      .set("role", core::word(person.role))
      .set("clearance", core::word(person.clearance))
      .set_or_null("contractor", person.contractor)
      .set("active", person.active)
      .set("created_at", core::print_utc(person.created_at));
  return {std::move(json), std::string(kApi) + "/accounts/" + person.login, person.version};
}

core::Response list(Exchange& exchange) {
  const auto listing = cut(service::list_accounts(exchange.office, exchange.caller),
                           exchange.query.paging(), [](const auto& one) { return one.login; });
  return page_of(exchange, listing, [](const auto& one) { return show_account(one).json; });
}

core::Response create(Exchange& exchange) {
  // Without Idempotency-Key: its digest would keep a trace of the password, and a login is taken
  // once in any case.
  auto body = Fields::of(exchange.request);
  service::NewAccount account;
  account.login = body.line("login", 64);
  account.name = body.line("name");
  account.email = body.address("email");
  account.aliases = body.lines("aliases");
  account.password = body.secret("password", service::kPasswordMax);
  account.role = body.word<domain::Role>("role");
  account.clearance = body.word("clearance", domain::Level::open);
  account.contractor_key = body.optional_line("contractor", 60);
  body.done();
  return created(show_account(service::create_account(exchange.office, exchange.caller, account)));
}

core::Response get(Exchange& exchange) {
  const auto login = core::to_lower(exchange.key("login"));
  const auto& caller = exchange.caller;
  if (login == caller.person.login)
    return reply(exchange,
                 show_account(service::get_account(exchange.office, caller, caller.person.id)));
  for (const auto& one : service::list_accounts(exchange.office, caller))
    if (one.login == login) return reply(exchange, show_account(one));
  throw core::Error(
      core::Code::not_found, "not-found",
      {"No hay ninguna cuenta «" + login + "».", "There is no account \"" + login + "\"."});
}

core::Response get_own(Exchange& exchange) {
  const auto& caller = exchange.caller;
  return reply(exchange,
               show_account(service::get_account(exchange.office, caller, caller.person.id)));
}

core::Response set_password(Exchange& exchange) {
  auto body = Fields::of(exchange.request);
  const auto password = body.secret("password", service::kPasswordMax);
  body.done();
  service::set_password(exchange.office, exchange.caller, exchange.key("login"), password);
  return empty_reply();
}

core::Response remove(Exchange& exchange) {
  service::remove_account(exchange.office, exchange.caller, exchange.key("login"));
  return empty_reply();
}

}  // namespace

std::vector<Route> account_routes() {
  return {
      {"GET", "/api/v1/me", get_own, Access::account, "The caller's own account", {}},
      {"GET", "/api/v1/accounts", list, Access::account, "Accounts, by login", {"limit", "cursor"}},
      {"POST", "/api/v1/accounts", create, Access::account, "Open an account", {}},
      {"GET", "/api/v1/accounts/{login}", get, Access::account, "An account", {}},
      {"PUT",
       "/api/v1/accounts/{login}/password",
       set_password,
       Access::account,
       "Set a password",
       {}},
      {"DELETE",
       "/api/v1/accounts/{login}",
       remove,
       Access::account,
       "Close an account: its name stays in what it signed",
       {}},
  };
}

}  // namespace citacal::web
