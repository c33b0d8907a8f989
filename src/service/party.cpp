#include "service/party.h"

#include "core/check.h"
#include "core/secret.h"
#include "core/text.h"
#include "domain/changes.h"
#include "service/agenda.h"
#include "service/publication.h"
#include "service/sight.h"
#include "store/party.h"
#include "store/token.h"

namespace citacal::service {

namespace {

void check_password(const std::string& password) {
  const auto length = core::is_utf8(password) ? core::character_count(password) : 0;
  if (length < kPasswordMin || length > kPasswordMax)
    core::refuse("password", "bad-password",
                 {"debe tener entre 10 y 200 caracteres", "must have 10 to 200 characters"});
}

domain::Person get_by_login(store::Transaction& tx, const std::string& login) {
  if (auto person = store::find_person_by_login(tx, core::to_lower(login))) return *person;
  throw core::Error(core::Code::not_found, "not-found",
                    {"No hay ninguna cuenta «" + login + "»; véalas con «user list».",
                     "There is no account \"" + login + "\"; see them with \"user list\"."},
                    "login");
}

// Throws conflict "address-taken" where another open account has one of a person's addresses: by
// its address it is known whose agenda an invitation is for.
void require_own_addresses(store::Transaction& tx, const domain::Person& person) {
  const auto require = [&](std::string_view field, const std::string& address) {
    const auto other = store::find_person_by_address(tx, address);
    if (!other || !other->active || other->id == person.id) return;
    throw core::Error(core::Code::conflict, "address-taken",
                      {"La dirección " + address +
                           " es de otra cuenta; use una que sea solo de "
                           "esta persona.",
                       "The address " + address +
                           " is another account's; use one that is this "
                           "person's alone."},
                      std::string(field));
  };
  require("email", person.email);
  for (const auto& alias : person.aliases) require("aliases", alias);
}

bool is_own(const Caller& caller, const std::string& login) {
  return !caller.person.id.empty() && caller.person.login == core::to_lower(login);
}

}  // namespace

domain::Contractor create_contractor(Work& work, domain::Contractor contractor) {
  contractor.id = core::new_id(work.now());
  contractor.version = 1;
  if (contractor.key.empty()) contractor.key = core::slug(contractor.name);
  contractor = domain::checked(std::move(contractor));
  store::save(work.tx(), contractor);
  open_calendars(work, contractor);
  work.audit("contractor created", "contractor", contractor.id,
             domain::say_changes(nullptr, contractor));
  work.made(contractor.id);
  return contractor;
}

domain::Contractor create_contractor(Office& office, const Caller& caller,
                                     domain::Contractor contractor) {
  return in_work(office, caller, domain::Right::plan,
                 [&](Work& work) { return create_contractor(work, std::move(contractor)); });
}

domain::Contractor change_contractor(Work& work, const core::Id& id, domain::Contractor changed) {
  const auto before = store::get_contractor(work.tx(), id);
  permit_version(work.caller(), before.version);
  changed.id = before.id;
  changed.key = before.key;
  changed.version = before.version + 1;
  changed = domain::checked(std::move(changed));
  store::save(work.tx(), changed);
  if (changed.name != before.name || changed.service != before.service)
    publish_contractor(work, changed);
  work.audit("contractor changed", "contractor", id,
             changed.name + "; " + domain::say_changes(&before, changed));
  return changed;
}

domain::Contractor change_contractor(Office& office, const Caller& caller, const core::Id& id,
                                     domain::Contractor changed) {
  permit(caller, domain::Right::plan);
  Work work(office, caller);
  auto saved = change_contractor(work, id, std::move(changed));
  work.commit();
  return saved;
}

domain::Contractor get_contractor(Office& office, const Caller& caller, const core::Id& id) {
  permit(caller, domain::Right::read);
  Reading reading(office, caller);
  auto contractor = store::find_contractor(reading.tx(), id);
  if (!contractor) contractor = store::find_contractor_by_key(reading.tx(), id);
  permit_firm(caller, contractor ? contractor->id : core::Id("none"));
  return contractor ? *contractor : store::get_contractor(reading.tx(), id);
}

std::vector<domain::Contractor> list_contractors(Office& office, const Caller& caller) {
  permit(caller, domain::Right::read);
  Reading reading(office, caller);
  auto all = store::list_contractors(reading.tx());
  std::erase_if(all,
                [&](const auto& one) { return !domain::sees_contractor(caller.person, one.id); });
  return all;
}

domain::Person create_account(Office& office, const Caller& caller, const NewAccount& account) {
  permit(caller, domain::Right::administer);
  check_password(account.password);
  domain::Person person;
  person.login = core::to_lower(account.login);
  person.name = account.name;
  person.email = account.email;
  person.aliases = account.aliases;
  person.role = account.role;
  person.clearance = account.clearance;
  person.password_hash = core::hash_password(account.password);  // slow: before the transaction
  Work work(office, caller);
  person.id = core::new_id(work.now());
  person.created_at = work.now();
  if (!account.contractor_key.empty()) {
    const auto contractor = store::find_contractor_by_key(work.tx(), account.contractor_key);
    if (!contractor)
      core::refuse("contractor", "unknown-contractor",
                   {"no es la clave de ningún contratista", "is no contractor's key"});
    person.contractor = contractor->id;
  }
  person = domain::checked(std::move(person));
  // A login that is taken is what save refuses, and is told first.
  if (!store::find_person_by_login(work.tx(), person.login))
    require_own_addresses(work.tx(), person);
  store::save(work.tx(), person);
  publish_person(work, person);
  work.audit("account created", "person", person.id, domain::say_changes(nullptr, person));
  work.commit();
  return person;
}

void set_password(Office& office, const Caller& caller, const std::string& login,
                  const std::string& password) {
  permit_person(caller);
  if (!is_own(caller, login)) permit(caller, domain::Right::administer);
  check_password(password);
  const auto hash = core::hash_password(password);
  Work work(office, caller);
  auto person = get_by_login(work.tx(), login);
  permit_version(caller, person.version);
  person.password_hash = hash;
  ++person.version;
  store::save(work.tx(), person);
  work.audit("password set", "person", person.id, person.login);
  work.commit();
}

void remove_account(Office& office, const Caller& caller, const std::string& login) {
  permit(caller, domain::Right::administer);
  Work work(office, caller);
  const auto before = get_by_login(work.tx(), login);
  permit_version(caller, before.version);
  auto person = before;
  person.active = false;
  person.password_hash.clear();
  ++person.version;
  store::save(work.tx(), person);
  for (auto token : store::list_tokens(work.tx(), person.id)) {
    if (token.revoked_at) continue;
    token.revoked_at = work.now();
    store::save(work.tx(), token);
  }
  work.audit("account removed", "person", person.id,
             person.login + "; " + domain::say_changes(&before, person));
  work.commit();
}

std::vector<domain::Person> list_accounts(Office& office, const Caller& caller) {
  permit(caller, domain::Right::administer);
  Reading reading(office, caller);
  return store::list_persons(reading.tx());
}

domain::Person get_account(Office& office, const Caller& caller, const core::Id& id) {
  if (caller.person.id != id) permit(caller, domain::Right::administer);
  Reading reading(office, caller);
  return store::get_person(reading.tx(), id);
}

}  // namespace citacal::service
