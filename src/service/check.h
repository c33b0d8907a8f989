// Verification of the whole store, for `citacal check` and readyz.
#pragma once

#include <functional>
#include <mutex>

#include "core/error.h"
#include "domain/audit.h"
#include "service/office.h"

namespace citacal::service {

struct CheckReport {
  std::int64_t appointments = 0, objects = 0, audit_entries = 0, records = 0, letters = 0,
               mails = 0;
  domain::ChainHead head;           // of the trail
  std::vector<std::string> faults;  // empty: all is well; each a line that says what and where
};

// Engine and foreign keys; every appointment's text in every calendar is what would be written now,
// reads back to the same UID and times, and no calendar holds more: events out = events in store;
// what agendas and tasks hold of appointments and commitments; the trail's chain; every record's
// and every received mail's SHA-256. `known`: heads of the trail that were kept elsewhere.
CheckReport check_store(Office& office, const std::vector<domain::ChainHead>& known = {});

// Whether the store takes a write now; throws unavailable with the reason. Costs a durable write at
// most every two seconds, whoever asks how often: in between the last verdict stands.
void check_ready(Office& office);

// The verdict of the last probe. Thread-safe; those who ask during a probe wait for its verdict.
class Readiness {
 public:
  void check(core::Instant now, const std::function<void()>& probe);

 private:
  std::mutex mutex_;
  std::optional<core::Instant> probed_at_;
  std::optional<core::Error> fault_;
};

}  // namespace citacal::service
