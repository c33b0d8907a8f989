#include "service/unreached.h"

#include <algorithm>

#include "core/text.h"
#include "domain/changes.h"
#include "service/news.h"
#include "service/settle.h"
#include "store/appointment.h"
#include "store/letter.h"

namespace citacal::service {

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

}  // namespace citacal::service
