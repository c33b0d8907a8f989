#include "store/party.h"

#include <set>

#include "core/text.h"
#include "store/rows.h"

namespace citacal::store {
namespace {

using domain::Contractor;
using domain::Person;

const Table kPerson("person",
                    "id, version, login, name, email, aliases, role, clearance, contractor, "
                    "password_hash, active, created_at");
const Table kContractor("contractor",
                        "id, version, key, name, tax_id, service, ticket_system, active");
const core::Phrase kAPerson{"una persona", "a person"};
const core::Phrase kAContractor{"un contratista", "a contractor"};

std::vector<Person> read_persons(std::unique_ptr<Rows> rows) {
  std::vector<Person> persons;
  while (rows->next()) {
    Person& person = persons.emplace_back();
    int c = 0;
    person.id = rows->text(c++);
    person.version = rows->integer(c++);
    person.login = rows->text(c++);
    person.name = rows->text(c++);
    person.email = rows->text(c++);
    person.aliases = parse_lines(rows->view(c++));
    person.role = rows->word<domain::Role>(c++);
    person.clearance = rows->word<domain::Level>(c++);
    person.contractor = rows->text(c++);
    person.password_hash = rows->text(c++);
    person.active = rows->flag(c++);
    person.created_at = rows->instant(c++);
  }
  return persons;
}

std::vector<Contractor> read_contractors(Transaction& tx, std::unique_ptr<Rows> rows) {
  std::vector<Contractor> contractors;
  while (rows->next()) {
    Contractor& contractor = contractors.emplace_back();
    int c = 0;
    contractor.id = rows->text(c++);
    contractor.version = rows->integer(c++);
    contractor.key = rows->text(c++);
    contractor.name = rows->text(c++);
    contractor.tax_id = rows->text(c++);
    contractor.service = rows->text(c++);
    contractor.ticket_system = rows->text(c++);
    contractor.active = rows->flag(c++);
  }
  rows.reset();
  read_children(tx, "SELECT contractor, name, email, position, phone, invited FROM contact",
                "contractor", contractors, [](Contractor& contractor, const Rows& row) {
                  contractor.contacts.push_back(
                      {row.text(1), row.text(2), row.text(3), row.text(4), row.flag(5)});
                });
  return contractors;
}

}  // namespace

void save(Transaction& tx, const Person& person) {
  save_row(tx, kPerson, "login", kAPerson, person.id, person.version, person.login, person.name,
           person.email, print_lines(person.aliases), person.role, person.clearance,
           or_null(person.contractor), person.password_hash, person.active, person.created_at);
  if (person.version > 1) tx.execute("DELETE FROM person_address WHERE person = $1", person.id);
  std::set<std::string> addresses = {core::to_lower(person.email)};
  for (const auto& alias : person.aliases) addresses.insert(core::to_lower(alias));
  for (const auto& address : addresses)
    tx.execute("INSERT INTO person_address (address, person) VALUES ($1, $2)", address, person.id);
}

std::optional<Person> find_person(Transaction& tx, const core::Id& id) {
  return first_of(read_persons(tx.query(kPerson.select + "WHERE id = $1", id)));
}

std::optional<Person> find_person_by_login(Transaction& tx, std::string_view login) {
  return first_of(read_persons(tx.query(kPerson.select + "WHERE login = $1", login)));
}

std::optional<Person> find_person_by_address(Transaction& tx, std::string_view address) {
  return first_of(read_persons(
      tx.query(kPerson.select + "WHERE id IN (SELECT person FROM person_address WHERE address = $1)"
                                " ORDER BY active DESC, login LIMIT 1",
               core::to_lower(address))));
}

Person get_person(Transaction& tx, const core::Id& id) {
  if (auto person = find_person(tx, id)) return *std::move(person);
  throw_not_found(kAPerson);
}

std::vector<Person> list_persons(Transaction& tx) {
  return read_persons(tx.query(kPerson.select + "ORDER BY login"));
}

std::vector<Person> list_persons_named(Transaction& tx, std::string_view name) {
  return read_persons(tx.query(
      kPerson.select + "WHERE lower(name) = lower($1) AND active = 1 ORDER BY login", name));
}

void save(Transaction& tx, const Contractor& contractor) {
  save_row(tx, kContractor, "key", kAContractor, contractor.id, contractor.version, contractor.key,
           contractor.name, contractor.tax_id, contractor.service, contractor.ticket_system,
           contractor.active);
  if (contractor.version > 1)
    tx.execute("DELETE FROM contact WHERE contractor = $1", contractor.id);
  int item = 0;
  for (const auto& contact : contractor.contacts)
    tx.execute(
        "INSERT INTO contact (contractor, item, name, email, position, phone, invited) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
        contractor.id, item++, contact.name, contact.email, contact.position, contact.phone,
        contact.invited);
}

std::optional<Contractor> find_contractor(Transaction& tx, const core::Id& id) {
  return first_of(read_contractors(tx, tx.query(kContractor.select + "WHERE id = $1", id)));
}

std::optional<Contractor> find_contractor_by_key(Transaction& tx, std::string_view key) {
  return first_of(read_contractors(tx, tx.query(kContractor.select + "WHERE key = $1", key)));
}

std::optional<Contractor> find_contractor_by_contact(Transaction& tx, std::string_view address) {
  return first_of(read_contractors(
      tx, tx.query(kContractor.select + "WHERE id IN (SELECT contractor FROM contact "
                                        "WHERE lower(email) = $1) ORDER BY key LIMIT 1",
                   core::to_lower(address))));
}

Contractor get_contractor(Transaction& tx, const core::Id& id) {
  if (auto contractor = find_contractor(tx, id)) return *std::move(contractor);
  throw_not_found(kAContractor);
}

std::vector<Contractor> list_contractors(Transaction& tx) {
  return read_contractors(tx, tx.query(kContractor.select + "ORDER BY key"));
}

}  // namespace citacal::store
