// A file of contractors, programmes and requests with their history: all of it or nothing. Doors
// parse (TOML, CSV); this verb knows what it means. Loading the same file again changes nothing.
#pragma once

#include <functional>
#include <variant>

#include "domain/programme.h"
#include "domain/record.h"
#include "domain/verification.h"
#include "service/office.h"

namespace citacal::service {

struct Origin {  // where in the file; from 1; 0 = not known
  int line = 0;
  int column = 0;
};

struct LoadContractor {
  Origin origin;
  std::string digest;  // of its source text: unchanged text is not loaded again
  domain::Contractor contractor;
  bool is_faulty = false;  // reported already: passed over, with what hangs on it
};

struct LoadProgramme {
  Origin origin;
  std::string digest;
  std::string contractor_key;
  domain::Programme programme;  // with minutes: is approved; without: stays a draft
  Origin contractor_at;         // of the value that names it
  bool is_faulty = false;       // reported already: passed over, with what hangs on it
};

struct Confirmation {
  std::string short_notice_reason;  // why with less time ahead than the notice needs; may be empty
};
struct Cancellation {
  std::string reason;
};
struct Holding {};
struct Notification {};  // the notice to all staff was sent
struct Excuse {
  std::string reason;
};
struct Evidence {
  domain::Record record;
  std::string content;
};

using StepAction = std::variant<domain::Agreement, Confirmation, domain::Rescheduling, Cancellation,
                                Holding, domain::Answer, domain::Proposal, domain::Verification,
                                Notification, Excuse, Evidence>;

struct LoadStep {
  Origin origin;
  core::Instant at;   // when it happened
  StepAction action;  // ids inside are filled by the load
};

struct LoadRequest {
  Origin origin;
  std::string key;  // unique and stable
  std::string digest;
  std::string contractor_key;
  std::string contract;  // with `year`, its programme; empty: none
  int year = 0;
  std::string service_key;  // planned service of the programme; empty: none
  core::Instant at;         // when it was requested
  domain::ServiceRequest request;
  std::vector<LoadStep>
      steps;  // in order of time; a new Agreement after a Cancellation replaces it
  Origin contractor_at, contract_at, service_at;  // of the values that name them
  bool is_faulty = false;  // reported already: passed over, with what hangs on it
};

struct LoadFile {
  std::vector<LoadContractor> contractors;
  std::vector<LoadProgramme> programmes;
  std::vector<LoadRequest> requests;
  bool only_check = false;  // find what else is wrong; nothing is loaded
};

struct LoadError {
  Origin origin;
  core::Error error;
};

struct LoadReport {
  int made = 0, changed = 0, unchanged = 0;
  std::vector<LoadError> errors;  // not empty: nothing was loaded
};

// `progress` is told items done and items in all. Past steps tell nobody; an appointment that
// stands and is still to come has its invitation written as it is at the end. Right: administer or
// plan.
LoadReport load(Office& office, const Caller& caller, const LoadFile& file,
                const std::function<void(int done, int all)>& progress);

}  // namespace citacal::service
