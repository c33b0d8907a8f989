#include "service/deeds.h"

#include <algorithm>

#include "core/text.h"
#include "service/answer.h"
#include "service/letters.h"
#include "service/news.h"
#include "service/record.h"
#include "service/unreached.h"
#include "store/party.h"
#include "store/request.h"

namespace citacal::service {

namespace {

using domain::Deed;

std::string say_slot(const core::Slot& slot) {
  return core::say_day(core::day_of(slot.start), core::Language::es) + ", " +
         core::say_time(slot.start) + " a " +
         (core::day_of(slot.end) == core::day_of(slot.start)
              ? core::say_time(slot.end)
              : core::say_day(core::day_of(slot.end), core::Language::es) + ", " +
                    core::say_time(slot.end));
}

const domain::ItipAttendee* find_speaker(const domain::Itip& message, std::string_view email) {
  for (const auto& one : message.attendees)
    if (core::equals_ignoring_case(one.email, email)) return &one;
  return message.attendees.empty() ? nullptr : &message.attendees.front();
}

void give_answer(Work& work, const Hearing& hearing, const domain::Judgement& judgement) {
  const auto& message = *hearing.message;
  const auto* speaker = find_speaker(message, judgement.attendee);
  core::expects(speaker != nullptr, "an answer has an attendee");
  domain::Answer given;
  given.email = judgement.attendee;
  given.answer = speaker->answer;
  given.comment = message.comment;
  // A clock that is ahead must not make every later answer an old one.
  if (message.stamp) given.said_at = std::min(*message.stamp, work.now());
  if (given.answer == domain::Participation::delegated) given.delegated_to = speaker->delegated_to;
  answer_as_attendee(work, hearing.appointment->id, given);
}

// Outlook's counter-proposal also says whether the date as it is would do.
void propose_date(Work& work, const domain::Mail& mail, const Hearing& hearing,
                  const domain::Judgement& judgement) {
  const auto& message = *hearing.message;
  const auto* speaker = find_speaker(message, judgement.attendee);
  if (speaker && speaker->answer != domain::Participation::needs_action)
    give_answer(work, hearing, judgement);
  domain::Proposal proposal;
  proposal.email = judgement.attendee;
  proposal.slot = *message.slot;
  proposal.comment = message.comment;
  proposal.mail = mail.id;
  propose_as_attendee(work, hearing.appointment->id, proposal);
}

void repeat(Work& work, const domain::Mail& mail, const Hearing& hearing,
            const domain::Judgement& judgement) {
  const auto* attendee = domain::find_attendee(*hearing.appointment, judgement.attendee);
  core::expects(attendee != nullptr, "an attendee asks again");
  repeat_invitation(work, *hearing.appointment, *attendee, mail.id);
}

void take_back(Work& work, domain::Mail& mail, const domain::ReceivedMail& received,
               const Hearing& hearing) {
  const auto& letter = *hearing.letter;
  mail.appointment = letter.appointment;
  mail.attendee = letter.to;
  const auto why = received.bounce
                       ? core::join({received.bounce->status, received.bounce->detail}, " ")
                       : std::string();
  mail.detail = "No llegó a " + letter.to + ": " + std::string(core::trim(why));
  // What an attendee's own server passes on, and cannot deliver there, has reached the attendee.
  const bool is_theirs = !received.bounce || received.bounce->recipient.empty() ||
                         core::equals_ignoring_case(received.bounce->recipient, letter.to);
  const bool is_final = !received.bounce || received.bounce->is_final;
  if (!letter.recipients.empty()) {  // to many: the report has to say whose it was
    if (!received.bounce || !is_final) return;
    mail.attendee = received.bounce->recipient;
    mail.detail = "No llegó a " + mail.attendee + ": " + std::string(core::trim(why));
    mark_returned(work, letter, mail.attendee, why);
  } else if (is_theirs && is_final) {
    mark_unreached(work, letter, why);
  }
}

// Filed: the coordinator is told, who may have to do something about it.
void file(Work& work, domain::Mail& mail, const MailInspection& inspection) {
  if (const auto* fault = std::get_if<core::Error>(&inspection)) {
    mail.verdict = domain::Verdict::held;
    mail.reason = fault->condition;
    mail.detail = fault->message.es;
    return;
  }
  const auto* inspected = std::get_if<Inspected>(&inspection);
  core::expects(inspected != nullptr, "a mail is looked at before it is filed");
  file_mail(work, mail, *inspected);
  domain::News news;
  news.kind = domain::NewsKind::mail_filed;
  news.key = "mail_filed:" + mail.id;
  news.request = mail.request;
  news.text = "Un correo de " + mail.from + " («" + mail.subject + "») quedó como evidencia.";
  tell_coordinator(work, std::move(news));
}

int activity_of(domain::RequestState state) {
  switch (state) {
    case domain::RequestState::open:
    case domain::RequestState::withdrawn:
      return 2;
    case domain::RequestState::agreed:
      return 3;
    case domain::RequestState::held:
    case domain::RequestState::closed:
      return 5;
  }
  return 2;
}

std::string say_participation(domain::Participation answer) {
  switch (answer) {
    case domain::Participation::accepted:
      return "acepta";
    case domain::Participation::declined:
      return "rechaza";
    case domain::Participation::tentative:
      return "quizás";
    case domain::Participation::delegated:
      return "delega";
    case domain::Participation::needs_action:
      return "sin respuesta";
  }
  return "";
}

}  // namespace

std::string describe(Work&, const Hearing& hearing, const domain::Judgement& judgement) {
  const auto& message = *hearing.message;
  std::string text;
  const auto add = [&](const std::string& part) {
    if (!part.empty()) text += (text.empty() ? "" : "; ") + part;
  };
  const bool is_answer = message.method == "REPLY" || message.method == "COUNTER";
  if (is_answer && !message.attendees.empty()) {
    const auto* speaker = find_speaker(message, judgement.attendee);
    add(speaker->email + ": " + say_participation(speaker->answer));
  }
  if (message.method != "REPLY" && !message.summary.empty()) add("«" + message.summary + "»");
  if (message.slot && message.method != "REPLY" && message.method != "REFRESH")
    add((message.method == "COUNTER" && hearing.appointment
             ? say_slot(hearing.appointment->slot) + " → "
             : "") +
        say_slot(*message.slot));
  if (!message.status.empty() && !is_answer) add("STATUS " + message.status);
  if (!message.maintenance.ids.empty()) add(core::join(message.maintenance.ids, ", "));
  if (!message.comment.empty()) add("«" + message.comment + "»");
  return text;
}

domain::Record file_mail(Work& work, const domain::Mail& mail, const Inspected& file) {
  constexpr std::size_t kTitleMax = 190;  // bytes, so that it is at most 200 characters
  domain::Record record;
  record.request = mail.request;
  record.activity = activity_of(store::get_request(work.tx(), mail.request).state);
  record.title = core::safe_line("Correo de " + mail.from + ": " + mail.subject, kTitleMax);
  record.file_name = "correo-" + mail.sha256.substr(0, 12) + ".eml";
  record.classification.level = domain::Level::classified;
  record.classification.extent = domain::Extent::partial;
  record.classification.justification = "Correspondencia con datos personales";
  record.classification.legal_ground = "Ley 1581 de 2012; Ley 1712 de 2014, art. 18";
  record.classification.qualified_on = core::day_of(work.now());
  if (const auto person = store::find_person_by_address(work.tx(), mail.from))
    record.created_by = person->id;
  return add_record(work, std::move(record), file);
}

void do_deed(Work& work, domain::Mail& mail, const domain::ReceivedMail& received,
             const Hearing& hearing, const domain::Judgement& judgement,
             const MailInspection& inspection) {
  switch (judgement.deed) {
    case Deed::none:
      return;
    case Deed::answer:
      return give_answer(work, hearing, judgement);
    case Deed::propose:
      return propose_date(work, mail, hearing, judgement);
    case Deed::repeat:
      return repeat(work, mail, hearing, judgement);
    case Deed::file:
      return file(work, mail, inspection);
    case Deed::bounce:
      return take_back(work, mail, received, hearing);
  }
}

}  // namespace citacal::service
