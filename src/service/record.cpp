#include "service/record.h"

#include "core/check.h"
#include "core/secret.h"
#include "core/text.h"
#include "service/mail.h"
#include "service/page.h"
#include "service/sight.h"
#include "store/programme.h"
#include "store/record.h"
#include "store/request.h"
#include "store/verification.h"

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

void check_document(store::Transaction& tx, const domain::Record& record) {
  if (record.document.empty()) return;
  if (!record.request.empty())
    for (const auto& one : store::list_verifications_of(tx, record.request))
      if (one.minutes_number == record.document) return;
  core::refuse("document", "unknown-document",
               {"no es un acta de este caso; las del caso están en «documents»",
                "is no acta of this case; the case's are in its \"documents\""});
}

}  // namespace

domain::Record add_record(Work& work, domain::Record record, const Inspected& file) {
  record.id = core::new_id(work.now());
  record.version = 1;
  record.media_type = file.media_type();
  record.size = static_cast<std::int64_t>(file.content().size());
  record.sha256 = core::sha256_hex(file.content());
  record.created_at = work.now();
  record = domain::checked(std::move(record));
  check_document(work.tx(), record);
  store::save(work.tx(), record, file.content());
  work.audit("record added", "record", record.id,
             "sha256 " + record.sha256 + (record.document.empty() ? "" : " " + record.document));
  return record;
}

std::vector<domain::Record> add_records(Office& office, const Caller& caller,
                                        std::vector<Upload> uploads) {
  permit(caller, domain::Right::verify);
  std::vector<Inspected> files;  // before the transaction: the scanner may take its time
  for (auto& [record, content] : uploads)
    files.push_back(
        inspect_upload(office, caller, record.media_type, record.file_name, std::move(content)));
  Work work(office, caller);
  std::vector<domain::Record> made;
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < uploads.size(); ++i) {
    auto& record = uploads[i].record;
    record.created_by = caller.person.id;
    if (!may_see(work.tx(), caller, record)) refuse_sight();
    made.push_back(add_record(work, std::move(record), files[i]));
    ids.push_back(made.back().id);
  }
  work.made(core::join(ids, " "));
  work.commit();
  return made;
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

bool is_sealed_for(store::Transaction& tx, const Caller& caller, const domain::Record& record) {
  return record.media_type == "message/rfc822" &&
         !domain::may(caller.person.role, domain::Right::agree) &&
         is_answerable(tx, record.request);
}

std::string get_content(Office& office, const Caller& caller, const core::Id& id) {
  permit(caller, domain::Right::read);
  Reading reading(office, caller);
  const auto record = get_visible(reading.tx(), caller, id);
  if (is_sealed_for(reading.tx(), caller, record))
    throw core::Error(core::Code::forbidden, "sealed",
                      {"Este correo trae enlaces con los que se puede responder por otros; podrá "
                       "leerlo cuando la cita del caso ya se haya realizado o esté cancelada.",
                       "This mail carries links that answer for others; you can read it once the "
                       "case's appointment has taken place or is cancelled."});
  return store::get_content(reading.tx(), record.sha256);
}

Listing<domain::Record> list_records(Office& office, const Caller& caller, const Paging& paging) {
  permit(caller, domain::Right::read);
  Reading reading(office, caller);
  return to_listing(store::list_records(reading.tx(), to_page(paging),
                                        {narrowed(caller, ""), caller.person.clearance}));
}

}  // namespace citacal::service
