// The postman: takes the letters of the outbox that are due and gives each to the transport. No
// letter that was committed is lost, and none is sent that was not.
//
// A letter is committed (queued), claimed (sending, committed), given to the server, settled
// (committed). A death before the server has it: recover_letters() at the next start queues it
// again. A death, or a lost connection, between the server's 250 and the settling repeats the mail
// with the same Message-ID and the same bytes, which most mail systems drop as a duplicate (the
// folder transport writes the same file again). A store that fails at the settling repeats nothing:
// the attempt is remembered and settled first by the next run.
#pragma once

#include <atomic>
#include <deque>
#include <memory>
#include <optional>

#include "domain/letter.h"
#include "mail/transport.h"
#include "service/office.h"

namespace citacal::mail {

// One for an outbox, used by one thread; only stop() may be called from any.
class Postman {
 public:
  Postman(service::Office& office, std::unique_ptr<Transport> transport);

  // Claims up to 50 letters that are due and tries and settles each; how many were tried: 0 means
  // that nothing is due. A letter that cannot be made into a mail is settled as refused, with the
  // reason; one that meets any other trouble is tried again later. Throws what the store throws;
  // the next run then goes on where this one stopped.
  int run_once();
  // Makes run_once() return after the letter under way; those claimed and not tried are queued
  // again as they were. A stopped postman does not start again.
  void stop() { stopping_ = true; }

 private:
  struct Tried {
    core::Id letter;
    domain::Attempt attempt;
    double jitter;
  };
  domain::Attempt attempt(const domain::Letter& letter);
  void settle();

  service::Office& office_;
  std::unique_ptr<Transport> transport_;
  std::deque<domain::Letter> claimed_;  // sending in the store, not tried yet
  std::optional<Tried> tried_;          // tried, not settled yet
  std::atomic<bool> stopping_{false};
};

}  // namespace citacal::mail
