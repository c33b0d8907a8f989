#include "service/incoming.h"

#include <algorithm>

#include "core/secret.h"
#include "core/text.h"
#include "service/deeds.h"
#include "service/hearing.h"
#include "service/news.h"
#include "store/mail.h"
#include "store/request.h"

namespace citacal::service {

namespace {

using domain::Mail;
using domain::ReceivedMail;
using domain::Verdict;

Mail blank_mail(Work& work, const ReceivedMail& received, const std::string& mailbox) {
  Mail mail;
  mail.id = core::new_id(work.now());
  mail.mailbox = mailbox;
  mail.message_id = received.message_id;
  mail.from = received.from;
  mail.subject = received.subject;
  mail.raw = received.raw;
  mail.text = received.text;
  mail.size = static_cast<std::int64_t>(received.raw.size());
  mail.sha256 = core::sha256_hex(received.raw);
  mail.received_at = work.now();
  return mail;
}

void fill(Mail& mail, const Hearing& hearing, const domain::Judgement& judgement) {
  mail.verdict = judgement.verdict;
  mail.reason = judgement.reason;
  mail.trust = judgement.trust;
  mail.attendee = judgement.attendee;
  mail.calendar = hearing.calendar;
  mail.request = hearing.request;
  if (hearing.appointment) mail.appointment = hearing.appointment->id;
  if (hearing.message) mail.method = hearing.message->method;
}

// What waits for a person is told, once for each mail; what concerns nobody is not.
void tell_held(Work& work, const Mail& mail) {
  if (mail.verdict != Verdict::held) return;
  domain::News news;
  news.kind = domain::NewsKind::mail_held;
  news.key = "mail_held:" + mail.id;
  news.request = mail.request;
  news.appointment = mail.appointment;
  news.text = "Un correo de " + (mail.from.empty() ? "remitente desconocido" : mail.from) + " («" +
              mail.subject + "») espera su decisión: " + domain::say_reason(mail.reason).es + ".";
  tell_coordinator(work, std::move(news));
}

void keep(Work& work, Mail& mail) {
  core::expects(store::add_mail(work.tx(), mail), "a mail is kept once");
  tell_held(work, mail);
  work.audit("mail " + std::string(core::word(mail.verdict)), "mail", mail.id,
             mail.from + " <" + mail.message_id + "> " + mail.method +
                 (mail.reason.empty() ? "" : " " + mail.reason) + " sha256 " + mail.sha256);
}

void move_on(Work& work, const std::optional<domain::MailPosition>& position) {
  if (!position) return;
  const auto before = store::find_position(work.tx(), position->mailbox);
  const bool is_behind = before && before->uid_validity == position->uid_validity &&
                         before->last_uid >= position->last_uid;
  if (!is_behind) store::save(work.tx(), *position);
}

// Looked at before the transaction: the scanner may take its time. Only what may name a case.
MailInspection look_at(const Office& office, const ReceivedMail& received) {
  const auto& to = received.recipients;
  const bool may_name_case = received.subject.find("SOL-") != std::string::npos ||
                             std::any_of(to.begin(), to.end(), [](const std::string& one) {
                               return one.find('+') != std::string::npos;
                             });
  if (!may_name_case || received.raw.empty()) return {};
  try {
    return inspect_mail(office, received.raw);
  } catch (const core::Error& error) {
    return error;
  }
}

Mail settle_mail(Work& work, const ReceivedMail& received, const std::string& mailbox,
                 const MailInspection& inspection) {
  auto mail = blank_mail(work, received, mailbox);
  if (auto known = store::find_mail(work.tx(), mail.message_id, mail.sha256))
    return *std::move(known);
  const auto hearing = hear(work, received);
  auto judgement = domain::judge(heard_of(hearing, received), work.office().institute().answers);
  const bool is_message = received.kind == domain::MailKind::message;
  if (is_message && !hearing.message && !hearing.calendar_fault.empty() &&
      received.fault == domain::MailFault::none) {
    judgement.verdict = Verdict::held;
    judgement.reason = "bad-calendar";
    mail.detail = hearing.calendar_fault;
  }
  fill(mail, hearing, judgement);
  if (hearing.message && mail.detail.empty()) mail.detail = describe(work, hearing, judgement);
  do_deed(work, mail, received, hearing, judgement, inspection);
  keep(work, mail);
  return mail;
}

// What the rules refuse after all, or what we are not up to, is for a person: the mail is kept,
// with the reason, and nothing of what it asked has happened.
Mail set_aside(Office& office, const ReceivedMail& received, const std::string& mailbox,
               const std::optional<domain::MailPosition>& position, const std::string& reason,
               const std::string& detail) {
  Work work(office, system_caller("mail"));
  auto mail = blank_mail(work, received, mailbox);
  if (auto known = store::find_mail(work.tx(), mail.message_id, mail.sha256)) {
    move_on(work, position);
    work.commit();
    return *std::move(known);
  }
  try {  // what it is about: who decides needs the case, and not everybody may see it
    fill(mail, hear(work, received), {});
  } catch (const core::Error&) {
    mail.calendar.clear();
  }
  mail.verdict = Verdict::held;
  mail.reason = reason;
  mail.detail = detail;
  keep(work, mail);
  move_on(work, position);
  work.commit();
  return mail;
}

}  // namespace

std::optional<domain::MailPosition> find_position(Office& office, const std::string& mailbox) {
  Reading reading(office, system_caller("mail"));
  return store::find_position(reading.tx(), mailbox);
}

void set_position(Office& office, const domain::MailPosition& position) {
  Work work(office, system_caller("mail"));
  store::save(work.tx(), position);
  work.commit();
}

Mail receive(Office& office, const ReceivedMail& received, const std::string& mailbox,
             const std::optional<domain::MailPosition>& position) try {
  const auto inspection = look_at(office, received);
  Work work(office, system_caller("mail"));
  auto mail = settle_mail(work, received, mailbox, inspection);
  move_on(work, position);
  work.commit();
  return mail;
} catch (const core::Error& error) {
  // The store cannot now: the mail is brought again.
  if (error.code == core::Code::unavailable) throw;
  return set_aside(office, received, mailbox, position, error.condition, error.message.es);
} catch (const std::exception& error) {
  return set_aside(office, received, mailbox, position, "internal", error.what());
}

}  // namespace citacal::service
