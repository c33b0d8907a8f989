#include "service/outbox.h"

#include "domain/changes.h"
#include "service/page.h"
#include "service/sight.h"
#include "service/unreached.h"
#include "store/letter.h"
#include "store/request.h"

namespace citacal::service {

namespace {

using domain::Letter;
using domain::LetterState;

// News speak of any case: they are for who may read of all.
void permit_sight_of(store::Transaction& tx, const Caller& caller, const Letter& letter) {
  if (!letter.request.empty()) return permit_sight_of(tx, caller, letter.request);
  if (!is_system(caller) && caller.person.clearance != domain::Level::reserved) refuse_sight();
}

std::string say_change(const Letter& before, const Letter& after) {
  return domain::Changes()
      .word("state", before.state, after.state)
      .text("error", before.last_error, after.last_error)
      .print();
}

Letter save_changed(Work& work, Letter letter) {
  store::save(work.tx(), letter);
  return letter;
}

}  // namespace

std::vector<Letter> claim_letters(Office& office, int most) {
  {
    // Most times nothing is due: asked without a write.
    Reading reading(office, system_caller("tick"));
    if (store::list_due_letters(reading.tx(), reading.now(), 1).empty()) return {};
  }
  Work work(office, system_caller("tick"));
  auto due = store::list_due_letters(work.tx(), work.now(), most);
  for (auto& letter : due) {
    letter.state = LetterState::sending;
    store::save(work.tx(), letter);
  }
  work.commit();
  return due;
}

void settle_letter(Office& office, const core::Id& id, const domain::Attempt& attempt,
                   double jitter) {
  Work work(office, system_caller("mail"));
  const auto before = store::get_letter(work.tx(), id);
  const auto letter = save_changed(work, domain::settle(before, attempt, jitter, work.now()));
  if (letter.state != LetterState::queued)
    work.audit(letter.state == LetterState::sent ? "letter sent" : "letter failed", "letter", id,
               letter.to + " <" + letter.message_id + ">; " + say_change(before, letter));
  if (!letter.recipients.empty())
    tell_refused(work, before, letter);
  else if (letter.state == LetterState::failed)
    mark_unreached(work, letter, letter.last_error);
  work.commit();
}

void return_letter(Office& office, const core::Id& id) {
  Work work(office, system_caller("mail"));
  auto letter = store::get_letter(work.tx(), id);
  if (letter.state == LetterState::sending) letter.state = LetterState::queued;
  save_changed(work, std::move(letter));
  work.commit();
}

int recover_letters(Office& office) {
  Work work(office, system_caller("mail"));
  const int count = store::requeue_letters(work.tx());
  work.commit();
  return count;
}

Listing<Letter> list_letters(Office& office, const Caller& caller, std::optional<LetterState> state,
                             const Paging& paging) {
  permit(caller, domain::Right::audit);
  Reading reading(office, caller);
  return to_listing(
      store::list_letters(reading.tx(), state, to_page(paging), caller.person.clearance));
}

Letter get_letter(Office& office, const Caller& caller, const core::Id& id) {
  permit(caller, domain::Right::audit);
  Reading reading(office, caller);
  auto letter = store::get_letter(reading.tx(), id);
  permit_sight_of(reading.tx(), caller, letter);
  return letter;
}

Letter retry_letter(Office& office, const Caller& caller, const core::Id& id) {
  permit(caller, domain::Right::agree);
  Work work(office, caller);
  const auto before = store::get_letter(work.tx(), id);
  auto letter = before;
  permit_sight_of(work.tx(), caller, letter);
  if (letter.state != LetterState::failed)
    throw core::Error(core::Code::conflict, "letter-state",
                      {"La carta está en «" + std::string(core::word(letter.state)) +
                           "»; solo se reintenta una en «failed».",
                       "The letter is \"" + std::string(core::word(letter.state)) +
                           "\"; only a \"failed\" one can be retried."});
  letter.state = LetterState::queued;
  letter.attempts = 0;
  letter.next_at = work.now();
  for (auto& one : letter.recipients)
    if (one.state == LetterState::failed) one.state = LetterState::queued;
  save_changed(work, std::move(letter));
  letter = store::get_letter(work.tx(), id);  // superseded, where a newer one was written meanwhile
  work.audit("letter retried", "letter", id, letter.to + "; " + say_change(before, letter));
  work.commit();
  return letter;
}

}  // namespace citacal::service
