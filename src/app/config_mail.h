// The [mail] section: where letters go out and which mailboxes are read.
#pragma once

#include "app/config.h"
#include "app/config_reader.h"

namespace citacal::app {

void read_mail(const Value& table, ConfigReader& in, Config& out);

}  // namespace citacal::app
