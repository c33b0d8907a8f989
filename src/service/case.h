// A case: one request and all that hangs on it, as the five activities with their records.
#pragma once

#include "domain/errand.h"
#include "domain/letter.h"
#include "domain/mail.h"
#include "domain/notice.h"
#include "domain/programme.h"
#include "domain/record.h"
#include "domain/verification.h"
#include "service/office.h"

namespace citacal::service {

struct Case {
  domain::ServiceRequest request;
  domain::Contractor contractor;
  std::optional<domain::Programme> programme;       // activity 1
  std::vector<domain::Appointment> appointments;    // activity 3, oldest first
  std::vector<domain::Letter> letters;              // all that were written about it, oldest first
  std::vector<domain::Mail> mails;                  // that came in, without their octets
  std::vector<domain::Errand> errands;              // to the contractor's ticket system
  std::vector<domain::Notice> notices;              // activity 4
  std::vector<domain::Verification> verifications;  // activity 5
  std::vector<domain::ServiceRequest> follows;      // at most one; as far as the caller may see it
  std::vector<domain::ServiceRequest> followed_by;  // oldest first
  std::vector<domain::Record> records;              // those the caller may see
  std::vector<std::string> signed_documents;        // numbers of actas with a record of their own
  std::string address;  // what is mailed to it is filed; empty: none, or not for the caller
};

// By number ("SOL-2026-0001") or id. not_found where the caller may not see it.
Case get_case(Office& office, const Caller& caller, const std::string& number);
Case get_case(Reading& reading, const std::string& number);

}  // namespace citacal::service
