// The clerk: takes what is due to be told to one ticket system, in its own thread, so that a system
// that hangs keeps nobody else waiting.
//
// An errand is committed (queued), claimed (sending, committed), told, settled (committed). Where
// an earlier attempt may have got there — after a death, a lost connection, a time-out — the system
// is asked first whether it did (System::find). A system that cannot be asked gets the same
// Idempotency-Key again. What then remains is a call that was lost to us and still under way there
// while we asked: the pause before an attempt is repeated, a minute at least, is longer than any
// call.
#pragma once

#include <memory>
#include <string>

#include "service/office.h"
#include "service/rounds.h"
#include "ticket/system.h"

namespace citacal::ticket {

// One for a system, used by one thread; only stop() may be called from any.
class Clerk {
 public:
  // `key`: of the system, as errands name it.
  Clerk(service::Office& office, std::string key, std::unique_ptr<System> system);

  // Claims up to 20 errands that are due and tries and settles each; how many were tried: 0 means
  // that nothing is due. Throws what the store throws; the next run then goes on where this one
  // stopped.
  int run_once() { return rounds_.run_once(); }
  // Makes run_once() return after the errand under way.
  void stop() { rounds_.stop(); }

 private:
  domain::Told attempt(const domain::Errand& errand);

  const std::string key_;
  std::unique_ptr<System> system_;
  service::Rounds<domain::Errand, domain::Told> rounds_;
};

}  // namespace citacal::ticket
