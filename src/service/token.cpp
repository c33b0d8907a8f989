#include "service/token.h"

#include "core/check.h"
#include "core/secret.h"
#include "core/text.h"
#include "domain/changes.h"
#include "service/calendar.h"
#include "service/sign_ins.h"
#include "store/party.h"
#include "store/token.h"

namespace citacal::service {

namespace {

constexpr int kDaysMax = 3'650;

domain::Person owner_of(Office& office, const Caller& caller, const std::string& login) {
  if (login.empty() || core::to_lower(login) == caller.person.login) return caller.person;
  permit(caller, domain::Right::administer);
  Reading reading(office, caller);
  if (auto person = store::find_person_by_login(reading.tx(), core::to_lower(login)))
    return *person;
  core::refuse("login", "unknown-account", {"no es ninguna cuenta", "is no account"});
}

}  // namespace

MadeToken create_token(Office& office, const Caller& caller, const NewToken& asked) {
  permit_person(caller);
  const auto owner = owner_of(office, caller, asked.login);
  if (owner.id.empty())
    core::refuse("login", "missing", {"falta: de quién es el token", "is missing: whose token"});
  if (asked.days < 0 || asked.days > kDaysMax)
    core::refuse("days", "out-of-range",
                 {"debe estar entre 1 y 3650, o 0 para siempre",
                  "must be between 1 and 3650, or 0 for ever"});
  MadeToken made;
  auto& token = made.token;
  token.scope = asked.scope;
  token.label = core::checked_line("label", asked.label);
  if (asked.scope == domain::TokenScope::feed) {
    Caller as_owner;
    as_owner.person = owner;
    token.calendar = get_calendar(office, asked.calendar, &as_owner).id;
  }
  made.secret = core::random_token();
  token.hash = core::sha256_hex(made.secret);
  Work work(office, caller);
  token.id = core::new_id(work.now());
  token.person = owner.id;
  token.created_at = work.now();
  if (asked.days > 0) token.expires_at = work.now() + std::chrono::days(asked.days);
  store::add_token(work.tx(), token);
  work.audit("token created", "token", token.id,
             owner.login + "; " +
                 domain::Changes()
                     .plain("scope", "", core::word(token.scope))
                     .plain("calendar", "", token.calendar)
                     .text("label", "", token.label)
                     .plain("expires_at", "",
                            token.expires_at ? core::print_local(*token.expires_at) : "never")
                     .print());
  work.commit();
  return made;
}

std::vector<domain::AccessToken> list_tokens(Office& office, const Caller& caller) {
  Reading reading(office, caller);
  const bool all = domain::may(caller.person.role, domain::Right::administer);
  return store::list_tokens(reading.tx(), all ? core::Id{} : caller.person.id);
}

void revoke_token(Office& office, const Caller& caller, const core::Id& id) {
  Work work(office, caller);
  auto token = store::find_token(work.tx(), id);
  const bool own = token && token->person == caller.person.id;
  if (!token || (!own && !domain::may(caller.person.role, domain::Right::administer)))
    throw core::Error(core::Code::not_found, "not-found",
                      {"No hay tal token; véalos con «token list».",
                       "There is no such token; see them with \"token list\"."});
  if (!token->revoked_at) {
    token->revoked_at = work.now();
    store::save(work.tx(), *token);
    work.audit(
        "token revoked", "token", id,
        domain::Changes().text("label", token->label, "").print() + "; state: valid → revoked");
  }
  work.commit();
  office.sign_ins().forget_feeds();
}

}  // namespace citacal::service
