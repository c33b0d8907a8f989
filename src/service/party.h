// Verbs of contractors and of accounts.
#pragma once

#include "service/office.h"

namespace citacal::service {

// Contractors. Changes keep key and id; contacts come as a whole. Right: plan.
domain::Contractor create_contractor(Office& office, const Caller& caller,
                                     domain::Contractor contractor);
domain::Contractor create_contractor(Work& work, domain::Contractor contractor);
domain::Contractor change_contractor(Office& office, const Caller& caller, const core::Id& id,
                                     domain::Contractor changed);
domain::Contractor change_contractor(Work& work, const core::Id& id, domain::Contractor changed);
domain::Contractor get_contractor(Office& office, const Caller& caller, const core::Id& id);
std::vector<domain::Contractor> list_contractors(Office& office, const Caller& caller);  // by key

struct NewAccount {
  std::string login, name, email, password;
  domain::Role role = domain::Role::staff;
  domain::Level clearance = domain::Level::open;
  std::string contractor_key;        // for Role::contractor
  std::vector<std::string> aliases;  // other addresses of the same person
};

inline constexpr std::size_t kPasswordMin = 10;  // characters
inline constexpr std::size_t kPasswordMax = 200;

// Accounts. Right: administer; one's own password also by oneself. conflict "taken" (login) and
// "address-taken" (email, aliases): no two open accounts have one address, in any case.
domain::Person create_account(Office& office, const Caller& caller, const NewAccount& account);
void set_password(Office& office, const Caller& caller, const std::string& login,
                  const std::string& password);
// Deactivates: the name stays in the records that it signed; its tokens are revoked.
void remove_account(Office& office, const Caller& caller, const std::string& login);
std::vector<domain::Person> list_accounts(Office& office, const Caller& caller);
domain::Person get_account(Office& office, const Caller& caller, const core::Id& id);

}  // namespace citacal::service
