#include "service/record.h"

#include "core/check.h"
#include "core/secret.h"
#include "service/page.h"
#include "service/sight.h"
#include "store/programme.h"
#include "store/record.h"
#include "store/request.h"

namespace citacal::service {

namespace {

// A record follows its own classification and that of its case. A programme is open to whoever sees
// its contractor.
bool may_see(store::Transaction& tx, const Caller& caller, const domain::Record& record) {
  if (is_system(caller)) return true;
  domain::ServiceRequest request;
  if (record.request.empty())
    request.contractor = store::get_programme(tx, record.programme).contractor;
  else
    request = store::get_request(tx, record.request);
  return sees(caller, request) && domain::sight(caller.person, request.contractor,
                                                record.classification) == domain::Sight::whole;
}

domain::Record get_visible(store::Transaction& tx, const Caller& caller, const core::Id& id) {
  auto record = store::get_record(tx, id);
  if (!may_see(tx, caller, record)) refuse_sight();
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
  record.version = 1;
  record.size = static_cast<std::int64_t>(content.size());
  record.sha256 = core::sha256_hex(content);
  record.created_by = work.caller().person.id;
  record.created_at = work.now();
  record = domain::checked(std::move(record));
  if (!may_see(work.tx(), work.caller(), record)) refuse_sight();
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

domain::Record classify_record(Office& office, const Caller& caller, const core::Id& id,
                               const domain::Classification& classification) {
  permit(caller, domain::Right::verify);
  Work work(office, caller);
  auto record = get_visible(work.tx(), caller, id);
  permit_version(caller, record.version);
  const auto before = domain::print_classification(record.classification);
  record.classification = domain::checked(classification);
  permit_level(caller, record.classification);
  ++record.version;
  store::save_classification(work.tx(), record);
  work.audit("record classified", "record", id,
             before + " → " + domain::print_classification(record.classification));
  work.commit();
  return record;
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
