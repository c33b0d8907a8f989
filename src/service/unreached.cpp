#include "service/unreached.h"

#include <algorithm>

#include "core/text.h"
#include "domain/changes.h"
#include "service/news.h"
#include "service/settle.h"
#include "store/appointment.h"
#include "store/letter.h"

namespace citacal::service {

namespace {

// Of a letter to many; `what` tells one such news of it from another.
void tell_not_reached(Work& work, const domain::Letter& letter, const std::string& what,
                      std::vector<std::string> addresses, const std::string& words) {
  constexpr std::size_t kNamed = 5;
  const auto count = addresses.size();
  if (count > kNamed) addresses.resize(kNamed);
  domain::News news;
  news.kind = domain::NewsKind::not_reached;
  news.key = "not_reached:" + letter.id + ":" + what;
  news.request = letter.request;
  news.appointment = letter.appointment;
  news.text = "No llegó a " + core::join(addresses, ", ") +
              (count > kNamed ? " y " + std::to_string(count - kNamed) + " más" : "") +
              " el correo «" + letter.subject + "».";
  if (!words.empty()) news.text += " El servidor dice: " + words;
  tell_coordinator(work, std::move(news));
}

}  // namespace

void mark_unreached(Work& work, domain::Letter letter, const std::string& why) {
  if (letter.state == domain::LetterState::sent) {
    letter.state = domain::LetterState::returned;
    letter.last_error = why.substr(0, 500);
    while (!core::is_utf8(letter.last_error)) letter.last_error.pop_back();
    store::save(work.tx(), letter);
    work.audit("letter returned", "letter", letter.id,
               letter.to + "; " +
                   domain::Changes()
                       .word("state", domain::LetterState::sent, letter.state)
                       .text("error", "", letter.last_error)
                       .print());
  }
  if (!letter.appointment.empty()) {
    auto appointment = store::get_appointment(work.tx(), letter.appointment);
    const auto found = std::find_if(
        appointment.attendees.begin(), appointment.attendees.end(),
        [&](const auto& one) { return core::equals_ignoring_case(one.email, letter.to); });
    if (found != appointment.attendees.end() && !found->unreached_at) {
      found->unreached_at = work.now();
      ++appointment.version;
      settle(work, appointment, "attendee not reached", std::nullopt);
    }
  }
  if (letter.kind == domain::LetterKind::news) return;  // nor would the news of it
  domain::News news;
  news.kind = domain::NewsKind::not_reached;
  news.key = "not_reached:" + letter.id;
  news.request = letter.request;
  news.appointment = letter.appointment;
  news.text = "No llegó a " + letter.to + " el correo «" + letter.subject + "».";
  if (!why.empty()) news.text += " El servidor dice: " + letter.last_error;
  tell_coordinator(work, std::move(news));
}

void tell_refused(Work& work, const domain::Letter& before, const domain::Letter& letter) {
  std::vector<std::string> refused;
  std::string words;
  for (std::size_t i = 0; i < letter.recipients.size(); ++i) {
    const auto& one = letter.recipients[i];
    if (one.state != domain::LetterState::failed || before.recipients[i].state == one.state)
      continue;
    refused.push_back(one.address);
    words = one.detail;
  }
  if (!refused.empty())
    tell_not_reached(work, letter, std::to_string(letter.attempts), std::move(refused), words);
}

bool mark_returned(Work& work, domain::Letter letter, const std::string& address,
                   const std::string& why) {
  const auto found = std::find_if(
      letter.recipients.begin(), letter.recipients.end(),
      [&](const auto& one) { return core::equals_ignoring_case(one.address, address); });
  if (found == letter.recipients.end()) return false;
  if (found->state != domain::LetterState::sent) return true;
  found->state = domain::LetterState::returned;
  found->detail = core::safe_line(why, domain::kDetailMax);
  found->settled_at = work.now();
  store::save(work.tx(), letter);
  work.audit("letter returned", "letter", letter.id, found->address + " " + found->detail);
  tell_not_reached(work, letter, found->address, {found->address}, found->detail);
  return true;
}

}  // namespace citacal::service
