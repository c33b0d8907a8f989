#include "service/answer.h"

#include <algorithm>

#include "core/text.h"
#include "service/letters.h"
#include "service/news.h"
#include "service/notice.h"
#include "service/settle.h"
#include "store/appointment.h"
#include "store/party.h"
#include "store/request.h"

namespace citacal::service {

namespace {

using domain::Appointment;
using domain::Attendee;
using domain::NewsKind;

// Answers and proposals: by the coordinator for anybody, by others for their own address only.
void permit_answer(const Caller& caller, const std::string& email) {
  permit(caller, domain::Right::answer);
  if (!core::equals_ignoring_case(caller.person.email, email)) permit(caller, domain::Right::agree);
}

std::string name_of(const Appointment& appointment, std::string_view email) {
  const auto* attendee = domain::find_attendee(appointment, email);
  return attendee ? attendee->name : std::string(email);
}

std::string say_start(const core::Slot& slot) {
  return core::say_day(core::day_of(slot.start), core::Language::es) + ", " +
         core::say_time(slot.start);
}

std::string_view said(domain::Participation answer) {
  switch (answer) {
    case domain::Participation::accepted:
      return "aceptó";
    case domain::Participation::declined:
      return "rechazó";
    case domain::Participation::tentative:
      return "respondió «quizás» a";
    case domain::Participation::delegated:
      return "delegó en otra persona";
    case domain::Participation::needs_action:
      return "retiró su respuesta a";
  }
  return "";
}

void tell(Work& work, NewsKind kind, const Appointment& appointment, const std::string& text) {
  domain::News news;
  news.kind = kind;
  news.key = std::string(core::word(kind)) + ":" + appointment.id + ":" +
             std::to_string(appointment.version);
  news.request = appointment.request;
  news.appointment = appointment.id;
  news.text = text;
  tell_coordinator(work, std::move(news));
}

void tell_answer(Work& work, const Appointment& appointment, const domain::Answer& given) {
  auto text = name_of(appointment, given.email) + " " + std::string(said(given.answer)) +
              " la citación del " + say_start(appointment.slot) + ".";
  if (!given.comment.empty()) text += " Comenta: «" + given.comment + "»";
  tell(work, NewsKind::answer, appointment, text);
}

bool is_of_contractor(Work& work, const Appointment& appointment, std::string_view email) {
  const auto account = store::find_person_by_address(work.tx(), email);
  const bool is_delegate = std::any_of(
      appointment.attendees.begin(), appointment.attendees.end(),
      [&](const Attendee& one) { return core::equals_ignoring_case(one.delegated_to, email); });
  return domain::speaks_for(store::get_contractor(work.tx(), appointment.contractor), email,
                            account ? std::optional(account->contractor) : std::nullopt,
                            is_delegate);
}

// Whether the answers make it certain, by the rule of the configuration.
bool is_settled(Work& work, const Appointment& appointment) {
  const auto rule = work.office().institute().answers.confirm;
  if (appointment.status != domain::AppointmentStatus::tentative) return false;
  bool all = true, outside = false;
  for (const auto& attendee : appointment.attendees) {
    const bool accepted = attendee.answer == domain::Participation::accepted;
    const bool needed = attendee.role == domain::AttendeeRole::required ||
                        attendee.role == domain::AttendeeRole::chair;
    all = all && (accepted || !needed || !attendee.delegated_to.empty());
    outside = outside || (accepted && is_of_contractor(work, appointment, attendee.email));
  }
  if (rule == domain::ConfirmWhen::all_accept) return all;
  return rule == domain::ConfirmWhen::contractor_accepts && outside;
}

// What is loaded says itself what was confirmed.
Appointment confirm_if_settled(Work& work, Appointment appointment) {
  if (!work.tells() || !is_settled(work, appointment)) return appointment;
  if (is_short_of_notice(work, appointment)) {
    tell(work, NewsKind::notice, appointment,
         "La citación del " + say_start(appointment.slot) +
             " está aceptada y sigue por confirmar: afecta la red y ya no alcanza el tiempo para "
             "avisar al personal. Confírmela con el motivo, o acuerde otra fecha.");
    return appointment;
  }
  auto confirmed = domain::confirm(appointment, work.now());
  ++confirmed.version;
  settle(work, confirmed, "appointment confirmed", std::nullopt, false, "by the answers");
  tell_change(work, appointment, confirmed, confirmed.attendees);
  tell(work, NewsKind::confirmed, confirmed,
       "La citación del " + say_start(confirmed.slot) + " queda confirmada.");
  keep_notice_rule(work, appointment, confirmed, "");
  return confirmed;
}

void invite_delegates(Work& work, const Appointment& before, const Appointment& after) {
  std::vector<Attendee> added(
      after.attendees.begin() + static_cast<std::ptrdiff_t>(before.attendees.size()),
      after.attendees.end());
  invite(work, after, domain::LetterKind::invitation, added);
}

Appointment answer_to(Work& work, const Appointment& before, const domain::Answer& given) {
  auto appointment = domain::answer(before, given, work.now());
  if (appointment.attendees == before.attendees) return before;  // the same answer again
  ++appointment.version;
  settle(work, appointment, "answer given", std::nullopt);
  invite_delegates(work, before, appointment);
  tell_answer(work, appointment, given);
  return confirm_if_settled(work, std::move(appointment));
}

Appointment propose_to(Work& work, const Appointment& before, domain::Proposal proposal) {
  proposal.id = core::new_id(work.now());
  proposal.made_at = work.now();
  auto appointment = domain::propose(before, proposal);
  ++appointment.version;
  settle(work, appointment, "date proposed", std::nullopt);
  auto text = name_of(appointment, proposal.email) +
              " propone otra fecha: " + say_start(proposal.slot) + ", en vez de " +
              say_start(appointment.slot) + ". Acéptela o rechácela en el caso.";
  if (!proposal.comment.empty()) text += " Comenta: «" + proposal.comment + "»";
  tell(work, NewsKind::proposal, appointment, text);
  return appointment;
}

}  // namespace

Appointment answer(Work& work, const core::Id& id, const domain::Answer& given) {
  return answer_to(work, get_for_change(work, id), given);
}

Appointment answer_as_attendee(Work& work, const core::Id& id, const domain::Answer& given) {
  return answer_to(work, store::get_appointment(work.tx(), id), given);
}

Appointment answer(Office& office, const Caller& caller, const core::Id& id,
                   const domain::Answer& given) {
  permit_answer(caller, given.email);
  return in_work(office, caller, domain::Right::answer,
                 [&](Work& work) { return answer(work, id, given); });
}

Appointment propose(Work& work, const core::Id& id, const domain::Proposal& proposal) {
  return propose_to(work, get_for_change(work, id), proposal);
}

Appointment propose_as_attendee(Work& work, const core::Id& id, const domain::Proposal& proposal) {
  return propose_to(work, store::get_appointment(work.tx(), id), proposal);
}

Appointment propose(Office& office, const Caller& caller, const core::Id& id,
                    const domain::Proposal& proposal) {
  permit_answer(caller, proposal.email);
  return in_work(office, caller, domain::Right::answer,
                 [&](Work& work) { return propose(work, id, proposal); });
}

Agreed accept_proposal(Office& office, const Caller& caller, const core::Id& id,
                       const core::Id& proposal_id) {
  return in_work(office, caller, domain::Right::agree, [&](Work& work) {
    const auto appointment = get_for_change(work, id);
    const auto& proposal = domain::get_proposal(appointment, proposal_id);
    if (proposal.state != domain::ProposalState::open)
      throw core::Error(core::Code::conflict, "proposal-state",
                        {"Esa propuesta ya se decidió.", "That proposal was decided already."});
    domain::Rescheduling change;
    change.slot = proposal.slot;
    if (is_of_contractor(work, appointment, proposal.email))
      change.asked_by = domain::Asker::contractor;
    change.reason = "Fecha propuesta por " + name_of(appointment, proposal.email);
    return reschedule(work, id, change);
  });
}

Appointment decline_proposal(Office& office, const Caller& caller, const core::Id& id,
                             const core::Id& proposal, const std::string& reason) {
  return in_work(office, caller, domain::Right::agree, [&](Work& work) {
    auto appointment = domain::decline(get_for_change(work, id), proposal, reason);
    ++appointment.version;
    const auto& declined = domain::get_proposal(appointment, proposal);
    settle(work, appointment, "proposal declined", std::nullopt);
    tell_proposal_declined(work, appointment, declined);
    return appointment;
  });
}

}  // namespace citacal::service
