#include "app/load_contacts.h"

#include <algorithm>

#include "core/secret.h"
#include "core/text.h"

namespace citacal::app {

namespace {

const std::vector<std::string> kColumns = {"clave",    "nit",    "nombre", "servicio",
                                           "contacto", "correo", "cargo",  "telefono"};

// Excel may show 900123456-8 as 900.123.456-8, with blanks.
std::string bare_nit(const std::string& text) {
  std::string out;
  for (const char c : text)
    if (c != '.' && c != ' ') out += c;
  return out;
}

// What a later row says of the contractor must be what the first said, or nothing.
void keep_equal(std::string& value, const Cell& cell, const char* column, Problems& problems) {
  if (value.empty()) value = cell.text;
  if (cell.text.empty() || value == cell.text) return;
  problems.add(cell.origin, found_expected(column, cell.text,
                                           {"«" + shown(value) + "», como en la primera fila",
                                            "\"" + shown(value) + "\", as in the first row"}));
}

service::LoadContractor& contractor_of(service::LoadFile& file, const std::string& key,
                                       service::Origin origin) {
  const auto found = std::find_if(file.contractors.begin(), file.contractors.end(),
                                  [&](const auto& load) { return load.contractor.key == key; });
  if (found != file.contractors.end()) return *found;
  file.contractors.push_back({origin, {}, {}});
  file.contractors.back().contractor.key = key;
  return file.contractors.back();
}

void check(service::LoadContractor& load, Problems& problems) {
  const auto& contractor = load.contractor;
  std::string text = contractor.key + "\n" + contractor.tax_id + "\n" + contractor.name + "\n" +
                     contractor.service + "\n";
  for (const auto& contact : contractor.contacts)
    text +=
        contact.name + "\n" + contact.email + "\n" + contact.position + "\n" + contact.phone + "\n";
  load.digest = core::sha256_hex(text);
  try {
    load.contractor = domain::checked(contractor);
  } catch (const core::Error& error) {
    problems.add(load.origin, error);
  }
}

}  // namespace

service::LoadFile read_contacts(const std::vector<Row>& rows, Problems& problems) {
  const Columns columns(rows[0], kColumns, {"nombre", "contacto", "correo"}, problems);
  service::LoadFile file;
  if (!problems.empty()) return file;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto& row = rows[i];
    columns.check_width(row, problems);
    const auto name = columns.at(row, "nombre");
    auto key = columns.at(row, "clave").text;
    if (key.empty()) key = core::slug(name.text);
    if (key.empty()) {
      problems.add_missing(name.origin, "nombre");
      continue;
    }
    auto& contractor = contractor_of(file, key, row.front().origin).contractor;
    auto nit = columns.at(row, "nit");
    nit.text = bare_nit(nit.text);
    keep_equal(contractor.tax_id, nit, "nit", problems);
    keep_equal(contractor.name, name, "nombre", problems);
    keep_equal(contractor.service, columns.at(row, "servicio"), "servicio", problems);
    contractor.contacts.push_back({columns.at(row, "contacto").text, columns.at(row, "correo").text,
                                   columns.at(row, "cargo").text, columns.at(row, "telefono").text,
                                   true});
  }
  for (auto& load : file.contractors) check(load, problems);
  return file;
}

}  // namespace citacal::app
