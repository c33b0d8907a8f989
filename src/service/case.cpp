#include "service/case.h"

#include <algorithm>

#include "core/text.h"
#include "service/link.h"

#include "service/sight.h"
#include "store/appointment.h"
#include "store/errand.h"
#include "store/letter.h"
#include "store/mail.h"
#include "store/notice.h"
#include "store/party.h"
#include "store/programme.h"
#include "store/record.h"
#include "store/request.h"
#include "store/verification.h"

namespace citacal::service {

namespace {

bool is_contact(const domain::Contractor& contractor, std::string_view address) {
  return std::any_of(contractor.contacts.begin(), contractor.contacts.end(), [&](const auto& one) {
    return core::equals_ignoring_case(one.email, address);
  });
}

}  // namespace

Case get_case(Reading& reading, const std::string& number) {
  auto& tx = reading.tx();
  const auto& caller = reading.caller();
  Case whole;
  const auto request = store::find_request_by_number(tx, number);
  whole.request = request ? *request : store::get_request(tx, number);
  permit_sight(caller, whole.request);
  whole.contractor = store::get_contractor(tx, whole.request.contractor);
  if (!whole.request.programme.empty()) {
    whole.programme = store::find_programme(tx, whole.request.programme);
    whole.records = store::list_records_of_programme(tx, whole.request.programme);
  }
  whole.appointments = store::list_appointments_of(tx, whole.request.id);
  for (const auto& appointment : whole.appointments) {
    if (auto notice = store::find_notice_of(tx, appointment.id))
      whole.notices.push_back(std::move(*notice));
  }
  whole.letters = store::list_letters_of_case(tx, whole.request.id);
  whole.mails = store::list_mail_of_case(tx, whole.request.id);
  // Anybody may name a case in a mail: a contractor's people see what is of their own firm.
  if (caller.person.role == domain::Role::contractor)
    std::erase_if(whole.mails, [&](const domain::Mail& mail) {
      return mail.attendee.empty() && !is_contact(whole.contractor, mail.from);
    });
  whole.errands = store::list_errands_of(tx, whole.request.id);
  whole.verifications = store::list_verifications_of(tx, whole.request.id);
  whole.request = as_seen(tx, caller, std::move(whole.request));
  if (!whole.request.follows.empty())
    whole.follows.push_back(store::get_request(tx, whole.request.follows));
  for (const auto& id : whole.request.followed_by)
    whole.followed_by.push_back(store::get_request(tx, id));
  for (auto& record : store::list_records_of(tx, whole.request.id))
    whole.records.push_back(std::move(record));
  for (const auto& record : whole.records)
    if (!record.document.empty()) whole.signed_documents.push_back(record.document);
  const auto role = caller.person.role;
  if (reading.office().institute().answers.plus_addressing &&
      (domain::may(role, domain::Right::agree) || domain::may(role, domain::Right::verify)))
    whole.address = case_address(reading.office(), whole.request.id);
  std::erase_if(whole.records, [&](const domain::Record& record) {
    return domain::sight(caller.person, whole.request.contractor, record.classification) !=
           domain::Sight::whole;
  });
  return whole;
}

Case get_case(Office& office, const Caller& caller, const std::string& number) {
  permit(caller, domain::Right::read);
  Reading reading(office, caller);
  return get_case(reading, number);
}

}  // namespace citacal::service
