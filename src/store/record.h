// Records (evidence) and their bytes in the store; bytes are kept once for each SHA-256.
#pragma once

#include "domain/party.h"
#include "domain/record.h"
#include "store/database.h"
#include "store/page.h"

namespace citacal::store {

struct RecordFilter {
  core::Id contractor;                            // of its request or programme; empty: any
  domain::Level up_to = domain::Level::reserved;  // of the record and of its request
  bool only_exceptions = false;                   // those that are not open
};

void save(Transaction& tx, const domain::Record& record, std::string_view content);
// Its classification only; stale where the version before is not there.
void save_classification(Transaction& tx, const domain::Record& record);
std::optional<domain::Record> find_record(Transaction& tx, const core::Id& id);
domain::Record get_record(Transaction& tx, const core::Id& id);
std::string get_content(Transaction& tx, const std::string& sha256);  // not_found
std::vector<domain::Record> list_records_of(Transaction& tx, const core::Id& request);
std::vector<domain::Record> list_records_of_programme(Transaction& tx, const core::Id& programme);
Listed<domain::Record> list_records(Transaction& tx, const Page& page,
                                    const RecordFilter& filter = {});  // by id

}  // namespace citacal::store
