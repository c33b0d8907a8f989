// Persons and contractors in the store.
#pragma once

#include "domain/party.h"
#include "store/database.h"

namespace citacal::store {

// save: inserts version 1, else updates the row whose version is one less; `stale` when it is not.
void save(Transaction& tx, const domain::Person& person);
std::optional<domain::Person> find_person(Transaction& tx, const core::Id& id);
std::optional<domain::Person> find_person_by_login(Transaction& tx, std::string_view login);
// Whose e-mail address or alias it is, whatever its case; an open account before a closed one, and
// of several the first by login.
std::optional<domain::Person> find_person_by_address(Transaction& tx, std::string_view address);
domain::Person get_person(Transaction& tx, const core::Id& id);  // not_found
std::vector<domain::Person> list_persons(Transaction& tx);       // by login
// Open accounts of that name, in any case; by login.
std::vector<domain::Person> list_persons_named(Transaction& tx, std::string_view name);

void save(Transaction& tx, const domain::Contractor& contractor);  // with its contacts
std::optional<domain::Contractor> find_contractor(Transaction& tx, const core::Id& id);
std::optional<domain::Contractor> find_contractor_by_key(Transaction& tx, std::string_view key);
// One of whose contacts has this address, in any case.
std::optional<domain::Contractor> find_contractor_by_contact(Transaction& tx,
                                                             std::string_view address);
domain::Contractor get_contractor(Transaction& tx, const core::Id& id);
std::vector<domain::Contractor> list_contractors(Transaction& tx);  // by key

}  // namespace citacal::store
