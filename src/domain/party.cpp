#include "domain/party.h"

#include <algorithm>
#include <array>

#include "core/text.h"
#include "domain/fields.h"

namespace citacal::domain {

namespace {

constexpr std::size_t kLoginMax = 64;
constexpr std::size_t kKeyMax = 64;
constexpr std::size_t kPhoneMax = 40;
constexpr std::size_t kContactsMax = 30;
constexpr std::size_t kAliasesMax = 10;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string checked_login(std::string_view value) {
  auto login = core::to_lower(core::checked_line("login", value, kLoginMax));
  for (const char c : login)
    if (!(c >= 'a' && c <= 'z') && !is_digit(c) && c != '.' && c != '-' && c != '_')
      core::refuse("login", "not-a-login",
                   {"solo admite letras sin tilde, cifras, punto, guion y guion bajo",
                    "may hold only plain letters, digits, dot, dash and underscore"});
  return login;
}

Contact checked(const Contact& contact, std::size_t index) {
  Contact clean = contact;
  clean.name = core::checked_line(element("contacts", index, "name"), contact.name);
  clean.email = core::checked_address(element("contacts", index, "email"), contact.email);
  clean.position =
      core::checked_optional_line(element("contacts", index, "position"), contact.position);
  clean.phone =
      core::checked_optional_line(element("contacts", index, "phone"), contact.phone, kPhoneMax);
  return clean;
}

std::vector<Contact> checked(const std::vector<Contact>& contacts) {
  if (contacts.empty())
    core::refuse("contacts", "missing",
                 {"debe tener al menos un contacto", "must hold at least one contact"});
  check_count("contacts", contacts.size(), kContactsMax);
  std::vector<Contact> clean;
  for (std::size_t i = 0; i < contacts.size(); ++i) {
    auto contact = checked(contacts[i], i);
    for (const auto& other : clean)
      if (core::equals_ignoring_case(other.email, contact.email))
        core::refuse(element("contacts", i, "email"), "repeated-address",
                     {"repite la dirección de otro contacto", "repeats another contact's address"});
    clean.push_back(std::move(contact));
  }
  return clean;
}

// Other addresses of the same person: in lower case, each once, and not the first one.
std::vector<std::string> checked_aliases(const Person& person) {
  check_count("aliases", person.aliases.size(), kAliasesMax);
  std::vector<std::string> clean;
  for (std::size_t i = 0; i < person.aliases.size(); ++i) {
    const auto field = element("aliases", i);
    auto alias = core::to_lower(core::checked_address(field, person.aliases[i]));
    if (core::equals_ignoring_case(alias, person.email) ||
        std::find(clean.begin(), clean.end(), alias) != clean.end())
      core::refuse(field, "repeated-address",
                   {"repite otra dirección de la misma persona",
                    "repeats another address of the same person"});
    clean.push_back(std::move(alias));
  }
  return clean;
}

}  // namespace

// The check digit of the DIAN: each digit from the right times its prime, modulo 11; 0 and 1 stand
// for themselves, any other remainder r for 11 − r.
bool speaks_for(const Contractor& firm, std::string_view email,
                const std::optional<core::Id>& firm_of_account, bool is_delegate) {
  if (firm_of_account) return *firm_of_account == firm.id;
  const auto host = [](std::string_view address) {
    return address.substr(std::min(address.find('@'), address.size()));
  };
  return is_delegate ||
         std::any_of(firm.contacts.begin(), firm.contacts.end(), [&](const Contact& contact) {
           return core::equals_ignoring_case(host(contact.email), host(email));
         });
}

bool is_nit(std::string_view text) {
  constexpr std::array<int, 15> kWeights = {3,  7,  13, 17, 19, 23, 29, 37,
                                            41, 43, 47, 53, 59, 67, 71};
  constexpr std::size_t kDigitsMin = 5;
  const auto dash = text.find('-');
  if (dash == std::string_view::npos || dash < kDigitsMin || dash > kWeights.size() ||
      text.size() != dash + 2 || !is_digit(text.back()))
    return false;
  int sum = 0;
  for (std::size_t i = 0; i < dash; ++i) {
    const char c = text[dash - 1 - i];
    if (!is_digit(c)) return false;
    sum += (c - '0') * kWeights[i];
  }
  const int rest = sum % 11;
  return text.back() - '0' == (rest < 2 ? rest : 11 - rest);
}

Person checked(Person person) {
  person.login = checked_login(person.login);
  person.name = core::checked_line("name", person.name);
  person.email = core::checked_address("email", person.email);
  person.aliases = checked_aliases(person);
  person.contractor = checked_optional_id("contractor", person.contractor);
  if (person.role == Role::contractor && person.contractor.empty())
    core::refuse("contractor", "missing",
                 {"es obligatorio para una persona con el rol «contractor»",
                  "is required of a person with the role \"contractor\""});
  if (person.role != Role::contractor && !person.contractor.empty())
    core::refuse(
        "contractor", "not-a-contractor",
        {"solo se admite con el rol «contractor»", "is allowed only with the role \"contractor\""});
  return person;
}

Contractor checked(Contractor contractor) {
  contractor.key = core::checked_line("key", contractor.key, kKeyMax);
  if (contractor.key != core::slug(contractor.key))
    core::refuse("key", "not-a-key",
                 {"solo admite minúsculas sin tilde, cifras y guiones sencillos",
                  "may hold only lower-case plain letters, digits and single dashes"});
  contractor.name = core::checked_line("name", contractor.name);
  contractor.tax_id = core::checked_optional_line("tax_id", contractor.tax_id);
  if (!contractor.tax_id.empty() && !is_nit(contractor.tax_id))
    core::refuse("tax_id", "not-a-nit",
                 {"no es un NIT con su dígito de verificación, sin puntos: 899999034-1",
                  "is not a NIT with its check digit, without dots: 899999034-1"});
  contractor.service = core::checked_line("service", contractor.service);
  contractor.ticket_system = checked_optional_link("ticket_system", contractor.ticket_system);
  contractor.contacts = checked(contractor.contacts);
  return contractor;
}

}  // namespace citacal::domain
