#include "app/load_contacts.h"

#include <algorithm>

#include "core/secret.h"
#include "core/text.h"

namespace citacal::app {

namespace {

const std::vector<std::string> kColumns = {"clave",    "nit",    "nombre", "servicio",
                                           "contacto", "correo", "cargo",  "teléfono"};
const std::vector<std::string> kRequired = {"nombre", "servicio", "contacto", "correo"};

constexpr std::size_t kKeyMax = 64;
constexpr std::size_t kPhoneMax = 40;

// Excel may show 900123456-8 as 900.123.456-8, with blanks.
std::string bare_nit(const std::string& text) {
  std::string out;
  for (const char c : text)
    if (c != '.' && c != ' ') out += c;
  return out;
}

std::string key_of(const std::string& name) {
  auto key = core::slug(name).substr(0, kKeyMax);
  while (key.ends_with('-')) key.pop_back();
  return key;
}

// One reading of one file.
class Reader {
 public:
  Reader(const Row& header, Problems& problems)
      : columns_(header, kColumns, kRequired, problems), problems_(problems) {}

  void read(const Row& row) {
    columns_.check_width(row);
    const auto at = columns_.at(row, "clave"), name = columns_.at(row, "nombre");
    const auto key = at.text.empty() ? key_of(name.text) : at.text;
    if (at.text.empty() && name.text.empty()) columns_.missing(name, "nombre");
    if (at.text != core::slug(at.text) || at.text.size() > kKeyMax)
      columns_.fault(at, "clave",
                     {"minúsculas sin tilde, cifras y guiones, como «redes-andinas»",
                      "lower-case plain letters, digits and dashes, such as \"redes-andinas\""});
    auto& contractor = contractor_of(key, row);
    auto nit = columns_.at(row, "nit");
    const auto shown_nit = nit;
    nit.text = bare_nit(nit.text);
    if (!nit.text.empty() && !domain::is_nit(nit.text))
      columns_.fault(shown_nit, "nit",
                     {"un NIT con su dígito de verificación: 899999034-1",
                      "a NIT with its check digit: 899999034-1"});
    keep_equal(contractor.tax_id, nit, "nit");
    columns_.line(row, "nombre");
    keep_equal(contractor.name, name, "nombre");
    columns_.line(row, "servicio");
    keep_equal(contractor.service, columns_.at(row, "servicio"), "servicio");
    contractor.contacts.push_back({columns_.line(row, "contacto", true), address(row, contractor),
                                   columns_.line(row, "cargo"),
                                   columns_.line(row, "teléfono", false, kPhoneMax), true});
  }

  service::LoadFile finish() {
    for (std::size_t i = 0; i < file_.contractors.size(); ++i) {
      auto& load = file_.contractors[i];
      const auto& first = *first_rows_[i];
      const auto name = columns_.at(first, "nombre");
      if (load.contractor.name.empty() && !load.contractor.key.empty())
        columns_.missing(name, "nombre");
      if (load.contractor.service.empty())
        columns_.missing(columns_.at(first, "servicio"), "servicio");
      load.digest = digest_of(load.contractor);
    }
    if (problems_.empty())
      for (auto& load : file_.contractors) check(load);
    return std::move(file_);
  }

 private:
  domain::Contractor& contractor_of(const std::string& key, const Row& row) {
    for (auto& load : file_.contractors)
      if (load.contractor.key == key) return load.contractor;
    file_.contractors.push_back({row.front().origin, {}, {}});
    first_rows_.push_back(&row);
    file_.contractors.back().contractor.key = key;
    return file_.contractors.back().contractor;
  }

  // What a later row says of the contractor must be what the first said, or nothing.
  void keep_equal(std::string& value, const Cell& cell, const char* column) {
    if (value.empty()) value = cell.text;
    if (cell.text.empty() || value == cell.text) return;
    columns_.fault(cell, column,
                   {"«" + shown(value) + "», como en la primera fila",
                    "\"" + shown(value) + "\", as in the first row"});
  }

  // Of a contact; no two of one contractor have the same.
  std::string address(const Row& row, const domain::Contractor& contractor) {
    const auto at = columns_.at(row, "correo");
    if (at.text.empty()) {
      columns_.missing(at, "correo");
      return {};
    }
    for (const auto& other : contractor.contacts)
      if (core::equals_ignoring_case(other.email, at.text))
        columns_.fault(at, "correo",
                       {"una dirección que no sea la de otro contacto del contratista",
                        "an address that no other contact of the contractor has"});
    try {
      return core::checked_address("correo", at.text);
    } catch (const core::Error& error) {
      problems_.add(at.origin, error, at.text);
      return {};
    }
  }

  // What no single cell tells: how many contacts.
  void check(service::LoadContractor& load) {
    try {
      load.contractor = domain::checked(load.contractor);
    } catch (const core::Error& error) {
      problems_.add(load.origin, error);
    }
  }

  static std::string digest_of(const domain::Contractor& contractor) {
    std::string text = contractor.key + "\n" + contractor.tax_id + "\n" + contractor.name + "\n" +
                       contractor.service + "\n";
    for (const auto& contact : contractor.contacts)
      text += contact.name + "\n" + contact.email + "\n" + contact.position + "\n" + contact.phone +
              "\n";
    return core::sha256_hex(text);
  }

  const Columns columns_;
  Problems& problems_;
  service::LoadFile file_;
  std::vector<const Row*> first_rows_;  // of each contractor
};

}  // namespace

service::LoadFile read_contacts(const std::vector<Row>& rows, Problems& problems) {
  Reader reader(rows[0], problems);
  for (std::size_t i = 1; i < rows.size(); ++i) reader.read(rows[i]);
  return reader.finish();
}

}  // namespace citacal::app
