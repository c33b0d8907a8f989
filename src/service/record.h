// Verbs of the record: evidence of any of the five activities. Right: verify; reading by clearance.
#pragma once

#include "domain/record.h"
#include "service/inspection.h"
#include "service/listing.h"

namespace citacal::service {

struct Upload {  // a file on its way to become a record; record.media_type is what it says to be
  domain::Record record;
  std::string content;
};

// All of them, or none: what is wrong with one is said of it by its name. Throws what inspect
// throws, and invalid "unknown-document" where `document` is no acta of the record's case. An
// idempotency key remembers the ids of all, with a blank between them.
std::vector<domain::Record> add_records(Office& office, const Caller& caller,
                                        std::vector<Upload> uploads);
// Whether the caller may see the case is asked before.
domain::Record add_record(Work& work, domain::Record record, const Inspected& file);
// Another classification, by If-Match; in the trail from what to what.
domain::Record classify_record(Office& office, const Caller& caller, const core::Id& id,
                               const domain::Classification& classification);
domain::Record get_record(Office& office, const Caller& caller, const core::Id& id);
// A mail of a case that can still be answered, to who may not agree: it quotes links to answer by.
bool is_sealed_for(store::Transaction& tx, const Caller& caller, const domain::Record& record);
// Throws forbidden "sealed" where it is.
std::string get_content(Office& office, const Caller& caller, const core::Id& id);
Listing<domain::Record> list_records(Office& office, const Caller& caller, const Paging& paging);

}  // namespace citacal::service
