// Verbs of the record: evidence of any of the five activities. Right: verify; reading by clearance.
#pragma once

#include "domain/record.h"
#include "service/listing.h"
#include "service/office.h"

namespace citacal::service {

inline constexpr std::size_t kRecordBytesMax = 10 * 1024 * 1024;

domain::Record add_record(Office& office, const Caller& caller, domain::Record record,
                          const std::string& content);
domain::Record add_record(Work& work, domain::Record record, const std::string& content);
// Another classification, by If-Match; in the trail from what to what.
domain::Record classify_record(Office& office, const Caller& caller, const core::Id& id,
                               const domain::Classification& classification);
domain::Record get_record(Office& office, const Caller& caller, const core::Id& id);
std::string get_content(Office& office, const Caller& caller, const core::Id& id);
Listing<domain::Record> list_records(Office& office, const Caller& caller, const Paging& paging);

}  // namespace citacal::service
