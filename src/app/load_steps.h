// The history of a request in a TOML file: its [[request.step]]s, each with what was done and when.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "app/fields.h"
#include "app/load_file.h"

namespace citacal::app {

struct History {
  std::vector<service::LoadStep> steps;
  std::string evidence_digest;  // over the files that it names; empty where it names none
};

// The steps in order of time, none before `since` or after the context's now.
History read_steps(const std::vector<const Value*>& tables, core::Instant since,
                   const LoadContext& context, Problems& problems);

// `vigencia = "hoy"` (the year of loading) or a number.
int read_year(Fields& fields, const LoadContext& context);
// "{vigencia}" in a contract's number or an acta's becomes the year.
std::string with_year(std::string text, int year);
// A key that the file has already is a fault.
void refuse_twin(std::set<std::string>& seen, const std::string& key, service::Origin origin,
                 Problems& problems);

// The table `classification` of a request or of a record; open where it is absent.
domain::Classification read_classification(Fields& fields, const LoadContext& context,
                                           Problems& problems);

}  // namespace citacal::app
