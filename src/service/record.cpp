#include "service/record.h"

#include "core/check.h"
#include "core/secret.h"
#include "service/page.h"
#include "store/programme.h"
#include "store/record.h"
#include "store/request.h"

namespace citacal::service {

namespace {

// A record follows its own classification and that of its case.
bool may_see(store::Transaction& tx, const Caller& caller, const domain::Record& record) {
  if (!domain::sees_level(caller.person, record.classification.level)) return false;
  core::Id contractor;
  auto level = domain::Level::open;
  if (!record.request.empty()) {
    const auto request = store::get_request(tx, record.request);
    contractor = request.contractor;
    level = request.classification.level;
  } else {
    contractor = store::get_programme(tx, record.programme).contractor;
  }
  return domain::sees_contractor(caller.person, contractor) &&
         domain::sees_level(caller.person, level);
}

domain::Record get_visible(store::Transaction& tx, const Caller& caller, const core::Id& id) {
  auto record = store::get_record(tx, id);
  if (!may_see(tx, caller, record)) permit_sight(caller, "none", domain::Level::reserved);
  return record;
}

}  // namespace

domain::Record add_record(Work& work, domain::Record record, const std::string& content) {
  if (content.empty()) core::refuse("content", "missing", {"está vacío", "is empty"});
  if (content.size() > kRecordBytesMax)
    throw core::Error(core::Code::too_large, "record-too-large",
                      {"El archivo pasa de 10 MB; divídalo o comprímalo.",
                       "The file is over 10 MB; divide or compress it."},
                      "content");
  record.id = core::new_id(work.now());
  record.size = static_cast<std::int64_t>(content.size());
  record.sha256 = core::sha256_hex(content);
  record.created_by = work.caller().person.id;
  record.created_at = work.now();
  record = domain::checked(std::move(record));
  if (!may_see(work.tx(), work.caller(), record))
    permit_sight(work.caller(), "none", domain::Level::reserved);
  store::save(work.tx(), record, content);
  work.audit("record added", "record", record.id, "sha256 " + record.sha256);
  work.made(record.id);
  return record;
}

domain::Record add_record(Office& office, const Caller& caller, domain::Record record,
                          const std::string& content) {
  return in_work(office, caller, domain::Right::verify,
                 [&](Work& work) { return add_record(work, std::move(record), content); });
}

domain::Record get_record(Office& office, const Caller& caller, const core::Id& id) {
  permit(caller, domain::Right::read);
  Reading reading(office, caller);
  return get_visible(reading.tx(), caller, id);
}

std::string get_content(Office& office, const Caller& caller, const core::Id& id) {
  permit(caller, domain::Right::read);
  Reading reading(office, caller);
  const auto record = get_visible(reading.tx(), caller, id);
  return store::get_content(reading.tx(), record.sha256);
}

Listing<domain::Record> list_records(Office& office, const Caller& caller, const Paging& paging) {
  permit(caller, domain::Right::read);
  Reading reading(office, caller);
  return to_listing(store::list_records(reading.tx(), to_page(paging),
                                        {narrowed(caller, ""), caller.person.clearance}));
}

}  // namespace citacal::service
