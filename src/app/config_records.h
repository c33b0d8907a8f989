// The sections [records] and [documents] of the configuration.
#pragma once

#include "app/config_reader.h"
#include "domain/institute.h"
#include "domain/record_rules.h"

namespace citacal::app {

// `body_bytes`: the longest request; one file with its form must fit.
void read_records(const Value& table, ConfigReader& in, std::size_t body_bytes,
                  domain::RecordRules& out);
void read_documents(const Value& table, ConfigReader& in, domain::PaperCodes& out);

}  // namespace citacal::app
