#include "app/load_csv.h"

#include <algorithm>

#include "app/csv.h"
#include "app/load_contacts.h"
#include "app/load_schedule.h"
#include "core/text.h"

namespace citacal::app {

service::LoadFile read_load_csv(std::string_view bytes, const LoadContext& context,
                                Problems& problems) {
  const auto rows = parse_csv(bytes, kLoadRowsMax, problems);
  if (!problems.empty()) return {};
  if (rows.empty()) {
    problems.add({1, 1}, {"está vacío; se espera una línea de encabezado.",
                          "is empty; a header line is expected."});
    return {};
  }
  const auto names = [&](const char* column) {
    return std::any_of(rows[0].begin(), rows[0].end(),
                       [&](const Cell& cell) { return core::slug(cell.text) == column; });
  };
  if (names("contrato") || names("periodicidad")) return read_schedule(rows, context, problems);
  if (names("clave") || names("nit") || names("correo")) return read_contacts(rows, problems);
  problems.add(rows[0].front().origin,
               found_expected("encabezado", rows[0].front().text,
                              {"el de un cronograma (contrato;vigencia;contratista;…) o el de "
                               "contratistas (clave;nit;nombre;…), separado por «;»",
                               "that of a schedule (contrato;vigencia;contratista;…) or of "
                               "contractors (clave;nit;nombre;…), separated by \";\""}));
  return {};
}

}  // namespace citacal::app
