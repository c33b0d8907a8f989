// The case file: all the evidence of one case, read in one snapshot, as far as the caller may see
// it; what is left out is named with the reason.
#pragma once

#include <map>

#include "domain/audit.h"
#include "service/case.h"

namespace citacal::service {

struct Version {  // the event as it was sent, without what was one recipient's own
  core::Id appointment;
  int sequence = 0;
  std::string method;  // of iTIP; empty: the event as it is now
  std::string text;
};

struct TrailPart {  // an entry of the case, and how the chain goes on after it
  domain::AuditEntry entry;
  std::string next_hash;  // of the entry that follows; empty: none does
};

enum class LeftOutFor {
  clearance,  // it is classified above the caller's clearance
  sealed,     // with it somebody could answer in another's place, while the appointment stands
  size        // AuditRules::file_mb is full
};

struct LeftOut {
  std::string noun;  // "record", "mail", "letter"
  core::Id id;
  LeftOutFor why = LeftOutFor::clearance;
  std::string sha256;  // empty where it is not for the caller to know
};

struct CaseFile {
  Case whole;  // its letters without links and addresses to answer by
  std::map<core::Id, std::string>
      contents;                   // of the records and mails that are in it, by their ids
  std::vector<Version> versions;  // by appointment, sequence and method
  std::vector<TrailPart> trail;   // of everything in the case, in order of number
  domain::ChainHead head;
  std::vector<LeftOut> left_out;
  core::Instant at{};
};

// By number or id; not_found where the caller may not see it. Right: audit.
CaseFile get_case_file(Office& office, const Caller& caller, const std::string& number);

}  // namespace citacal::service

CITACAL_WORDS(citacal::service::LeftOutFor, "clearance", "sealed", "size");
