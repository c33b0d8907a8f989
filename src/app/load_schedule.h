// The CSV of a schedule (cronograma): rows of one contrato and vigencia are one programme.
#pragma once

#include "app/csv.h"
#include "app/load_file.h"

namespace citacal::app {

service::LoadFile read_schedule(const std::vector<Row>& rows, const LoadContext& context,
                                Problems& problems);

}  // namespace citacal::app
