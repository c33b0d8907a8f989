// Who takes part: persons with an account, and the contractors with their contacts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/id.h"
#include "core/time.h"
#include "core/words.h"

namespace citacal::domain {

enum class Role { coordinator, staff, contractor, auditor, administrator };

// What somebody may read (Ley 1712 de 2014): pública, pública clasificada, pública reservada.
enum class Level { open, classified, reserved };

struct Person {
  core::Id id;
  std::int64_t version = 1;
  std::string login;  // unique, lower case: letters, digits, . - _ ; 1 to 64
  std::string name;
  std::string email;
  std::vector<std::string> aliases;  // other addresses of the same person, in lower case
  Role role = Role::staff;
  Level clearance = Level::open;
  core::Id contractor;        // the firm of a person with Role::contractor, else empty
  std::string password_hash;  // argon2id; empty = cannot log in
  bool active = true;
  core::Instant created_at{};
  bool operator==(const Person&) const = default;
};

struct Contact {
  std::string name;
  std::string email;
  std::string position;  // "Ingeniero de soporte"; may be empty
  std::string phone;     // never published (Ley 1581 de 2012); may be empty
  bool invited = true;   // whether invitations of this contractor go to this contact
  bool operator==(const Contact&) const = default;
};

struct Contractor {
  core::Id id;
  std::int64_t version = 1;
  std::string key;            // slug, unique, stable: part of calendar ids ("contractor-redes")
  std::string name;           // "Redes Andinas S.A.S."
  std::string tax_id;         // NIT with check digit: "900123456-7"; may be empty
  std::string service;        // "Red LAN y Wi-Fi"
  std::string ticket_system;  // URL of its own system, for people; may be empty
  std::vector<Contact> contacts;
  bool active = true;
  bool operator==(const Contractor&) const = default;
};

// Whether an address is of somebody who speaks for this firm. Whose account it is decides; without
// one, an address in the domain of a contact's, or that somebody invited delegated to.
bool speaks_for(const Contractor& firm, std::string_view email,
                const std::optional<core::Id>& firm_of_account, bool is_delegate);

// Whether the check digit of a Colombian NIT "123456789-0" is right.
bool is_nit(std::string_view text);

// These throw core::Error (invalid) naming the field; the values returned are clean.
Person checked(Person person);  // role contractor needs a contractor and no other has one
Contractor checked(Contractor contractor);  // at least one contact; addresses unique

}  // namespace citacal::domain

CITACAL_WORDS(citacal::domain::Role, "coordinator", "staff", "contractor", "auditor",
              "administrator");
CITACAL_WORDS(citacal::domain::Level, "open", "classified", "reserved");
