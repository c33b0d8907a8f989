// CSV as Spanish Excel writes it. The header says which kind it is:
//   cronograma   contrato;vigencia;contratista;servicio;periodicidad;mes inicial;duración;lugar;
//                servicios afectados;impacto;afecta red;condiciones;acta;fecha acta;fecha;hora
//   contratistas clave;nit;nombre;servicio;contacto;correo;cargo;teléfono
// A row of a cronograma is a planned service; with fecha and hora it is also a scheduled request
// with that date agreed, and the same service may have more rows for more dates. A row of
// contratistas is one contact. Case, accents and order of the columns do not matter.
#pragma once

#include "app/load_file.h"

namespace citacal::app {

service::LoadFile read_load_csv(std::string_view bytes, const LoadContext& context,
                                Problems& problems);

}  // namespace citacal::app
