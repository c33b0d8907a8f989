#include "service/mail.h"

#include <algorithm>

#include "core/check.h"
#include "domain/changes.h"
#include "ical/itip.h"
#include "service/deeds.h"
#include "service/draft.h"
#include "service/page.h"
#include "service/sight.h"
#include "store/appointment.h"
#include "store/mail.h"
#include "store/request.h"

namespace citacal::service {

namespace {

using domain::Mail;
using domain::Verdict;

// What belongs to no case yet is for all who work with mail, and no contractor's.
void permit_sight_of(store::Transaction& tx, const Caller& caller, const Mail& mail) {
  if (mail.request.empty()) return permit_firm(caller, {});
  permit_sight_of(tx, caller, mail.request);
}

Mail get_held(Work& work, const core::Id& id) {
  auto mail = store::get_whole_mail(work.tx(), id);
  permit_sight_of(work.tx(), work.caller(), mail);
  permit_version(work.caller(), mail.version);
  if (mail.verdict != Verdict::held)
    throw core::Error(
        core::Code::conflict, "mail-state",
        {"Este correo ya se decidió: está en «" + std::string(core::word(mail.verdict)) + "».",
         "This mail was decided already: it is \"" + std::string(core::word(mail.verdict)) +
             "\"."});
  return mail;
}

// The case that a person names, where they may see it.
void assign_case(Work& work, Mail& mail, const std::string& name) {
  if (name.empty()) return;
  auto request = store::find_request_by_number(work.tx(), name);
  if (!request) request = store::find_request(work.tx(), name);
  if (!request)
    core::refuse("request", "unknown-request",
                 {"no es ninguna solicitud", "is no service request"});
  permit_sight(work.caller(), *request);
  mail.request = request->id;
}

// The mail as judge takes it.
domain::ReceivedMail received_of(const Mail& mail) {
  domain::ReceivedMail received;
  received.from = mail.from;
  received.message_id = mail.message_id;
  received.subject = mail.subject;
  return received;
}

[[noreturn]] void refuse_to_apply(const std::string& reason) {
  const auto said = domain::say_reason(reason);
  throw core::Error(
      core::Code::conflict, reason,
      {"No se puede aplicar: " + said.es + ".", "It cannot be applied: " + said.en + "."});
}

void apply_answer(Work& work, Mail& mail, const Hearing& hearing, const std::string& attendee) {
  const auto received = received_of(mail);
  auto heard = heard_of(hearing, received);
  heard.is_by_person = true;
  heard.named = attendee;
  auto judgement = domain::judge(heard, work.office().institute().answers);
  if (judgement.verdict == Verdict::held || judgement.verdict == Verdict::refused)
    refuse_to_apply(judgement.reason);
  judgement.trust = domain::Trust::person;
  mail.verdict = judgement.verdict;
  mail.attendee = judgement.attendee;
  do_deed(work, mail, received, hearing, judgement);
}

void apply_message(Work& work, Mail& mail, const MailDecision& decision) {
  Hearing hearing;
  hearing.message = ical::read_itip(mail.calendar, mail.method);
  hearing.appointment = store::find_appointment_by_uid(work.tx(), hearing.message->uid);
  const auto& method = hearing.message->method;
  mail.verdict = Verdict::applied;
  if (method == "REPLY" || method == "COUNTER" || method == "REFRESH") {
    if (!hearing.appointment) refuse_to_apply("unknown-uid");
    mail.appointment = hearing.appointment->id;
    mail.request = hearing.appointment->request;
    permit_sight_of(work.tx(), work.caller(), mail);
    hearing.senders = {mail.from};
    apply_answer(work, mail, hearing, decision.attendee);
  } else {
    if (mail.request.empty()) refuse_to_apply("draft-without-case");
    mail.appointment = apply_draft(work, mail.request, *hearing.message).id;
  }
}

bool is_letter(const Mail& mail) {
  return mail.calendar.empty() || mail.reason == "bad-calendar";
}

// What would be filed is looked at before the transaction that files it.
std::optional<Inspected> inspect_if_letter(Office& office, const Caller& caller,
                                           const core::Id& id) {
  Mail mail;
  {
    Reading reading(office, caller);
    mail = store::get_whole_mail(reading.tx(), id);
    permit_sight_of(reading.tx(), caller, mail);
  }
  if (mail.verdict != Verdict::held || !is_letter(mail) || mail.raw.empty()) return std::nullopt;
  return inspect_mail(office, std::move(mail.raw));
}

Mail save_decided(Work& work, Mail mail, const std::string& was, const std::string& detail) {
  ++mail.version;
  mail.decided_at = work.now();
  mail.decided_by = work.caller().person.id;
  store::save(work.tx(), mail);
  work.audit("mail " + std::string(core::word(mail.verdict)), "mail", mail.id,
             domain::Changes()
                 .word("verdict", Verdict::held, mail.verdict)
                 .text("reason", was, mail.reason)
                 .text("decision", "", detail)
                 .print());
  work.commit();
  return mail;
}

}  // namespace

bool is_answerable(store::Transaction& tx, const core::Id& request) {
  if (request.empty()) return false;
  const auto all = store::list_appointments_of(tx, request);
  return std::any_of(all.begin(), all.end(),
                     [](const auto& appointment) { return domain::stands(appointment); });
}

// It quotes links, and came to an address that proves.
bool is_sealed_for(store::Transaction& tx, const Caller& caller, const Mail& mail) {
  return !domain::may(caller.person.role, domain::Right::agree) && is_answerable(tx, mail.request);
}

Listing<Mail> list_mail(Office& office, const Caller& caller, std::optional<Verdict> verdict,
                        const Paging& paging) {
  permit(caller, domain::Right::audit);
  Reading reading(office, caller);
  const store::MailFilter filter{verdict, narrowed(caller, {}), caller.person.clearance};
  return to_listing(store::list_mail(reading.tx(), filter, to_page(paging)));
}

Mail get_mail(Office& office, const Caller& caller, const core::Id& id) {
  permit(caller, domain::Right::audit);
  Reading reading(office, caller);
  auto mail = store::get_whole_mail(reading.tx(), id);
  permit_sight_of(reading.tx(), caller, mail);
  if (is_sealed_for(reading.tx(), caller, mail)) {
    mail.raw.clear();
    mail.calendar.clear();
    mail.text.clear();
  }
  return mail;
}

Mail apply_mail(Office& office, const Caller& caller, const core::Id& id,
                const MailDecision& decision) {
  permit(caller, domain::Right::agree);
  const auto file = inspect_if_letter(office, caller, id);
  Work work(office, caller);
  auto mail = get_held(work, id);
  assign_case(work, mail, decision.request);
  const auto was = mail.reason;
  if (!is_letter(mail)) {
    apply_message(work, mail, decision);
    mail.reason = "by-hand";
    mail.trust = domain::Trust::person;
  } else {
    if (mail.request.empty())
      core::refuse(
          "request", "missing",
          {"diga de qué solicitud es este correo", "say which request this mail is about"});
    if (file) file_mail(work, mail, *file);
    mail.verdict = Verdict::applied;
    mail.reason = "filed";
  }
  return save_decided(work, std::move(mail), was, "");
}

Mail refuse_mail(Office& office, const Caller& caller, const core::Id& id,
                 const std::string& reason) {
  permit(caller, domain::Right::agree);
  Work work(office, caller);
  auto mail = get_held(work, id);
  mail.verdict = Verdict::refused;
  const auto why = core::checked_text("reason", reason, 2'000);
  if (!why.empty()) mail.detail += (mail.detail.empty() ? "" : "\n") + why;
  const auto was = mail.reason;
  return save_decided(work, std::move(mail), was, why);
}

}  // namespace citacal::service
