// The CSV of contractors: a row for each contact; rows with the same clave are one contractor.
#pragma once

#include "app/csv.h"
#include "service/load.h"

namespace citacal::app {

service::LoadFile read_contacts(const std::vector<Row>& rows, Problems& problems);

}  // namespace citacal::app
