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

#include <memory>

#include "domain/letter.h"
#include "mail/transport.h"
#include "service/office.h"
#include "service/rounds.h"

namespace citacal::mail {

// One for an outbox, used by one thread; only stop() may be called from any.
class Postman {
 public:
  Postman(service::Office& office, std::unique_ptr<Transport> transport);

  // Claims up to 50 letters that are due and tries and settles each; how many were tried: 0 means
  // that nothing is due. A letter that cannot be made into a mail is settled as refused, with the
  // reason; one that meets any other trouble is tried again later. Throws what the store throws;
  // the next run then goes on where this one stopped.
  int run_once() { return rounds_.run_once(); }
  // Makes run_once() return after the letter under way; those claimed and not tried are queued
  // again as they were. A stopped postman does not start again.
  void stop() { rounds_.stop(); }

 private:
  domain::Attempt attempt(const domain::Letter& letter);

  service::Office& office_;
  std::unique_ptr<Transport> transport_;
  service::Rounds<domain::Letter, domain::Attempt> rounds_;
};

}  // namespace citacal::mail
