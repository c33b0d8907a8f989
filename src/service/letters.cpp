#include "service/letters.h"

#include "core/check.h"
#include "core/text.h"
#include "ical/description.h"
#include "ical/invitation.h"
#include "service/agenda.h"
#include "service/compose.h"
#include "service/dossier.h"
#include "service/link.h"
#include "service/settle.h"
#include "store/appointment.h"
#include "store/letter.h"
#include "store/party.h"
#include "store/request.h"

namespace citacal::service {

namespace {

using domain::Letter;
using domain::LetterKind;

// How a letter begins: its subject before the case and the date, and its first words.
struct Words {
  std::string_view subject, opening;
};

constexpr Words kInvited = {
    "Citación: ",
    "Le citamos para el servicio siguiente. Si su programa de correo muestra esta citación, "
    "responda en él: Aceptar, Rechazar o Proponer otra hora; si no, responda a este correo."};
constexpr Words kConfirmed = {"Citación confirmada: ",
                              "La citación siguiente queda confirmada con estos datos."};
constexpr Words kMoved = {"Citación con nueva fecha: ",
                          "La citación siguiente cambió de fecha; estos son los datos que valen "
                          "ahora. Responda de nuevo, por favor."};
constexpr Words kMovedConfirmed = {
    "Citación confirmada con nueva fecha: ",
    "La citación siguiente cambió de fecha y queda confirmada con estos datos. Responda de nuevo, "
    "por favor."};
constexpr Words kPlaced = {"Citación con nuevo lugar: ",
                           "La citación siguiente cambió de lugar, no de fecha; estos son los "
                           "datos que valen ahora. Responda de nuevo, por favor."};
constexpr Words kPlacedConfirmed = {
    "Citación confirmada con nuevo lugar: ",
    "La citación siguiente cambió de lugar, no de fecha, y queda confirmada con estos datos. "
    "Responda de nuevo, por favor."};
constexpr Words kAmended = {"Citación modificada: ",
                            "La citación siguiente cambió; estos son los datos que valen ahora. Si "
                            "su respuesta ya no es la que dio, responda de nuevo, por favor."};
constexpr Words kCancelled = {
    "Citación cancelada: ",
    "La citación siguiente queda cancelada. No es necesario que asista ni que responda."};
constexpr Words kAgain = {"Citación: ", "A petición suya repetimos la citación, como vale ahora."};
constexpr Words kReminder = {
    "Falta su respuesta: ",
    "Aún no tenemos su respuesta a la citación siguiente. Si su programa de correo la muestra, "
    "responda en él, por favor: Aceptar, Rechazar o Proponer otra hora; si no, responda a este "
    "correo."};
constexpr Words kDayBefore = {"Recordatorio: ",
                              "Le recordamos la citación siguiente. Si ya no puede asistir, "
                              "díganoslo, por favor, respondiendo a este correo."};
constexpr Words kProposalDeclined = {"Fecha propuesta no acordada: ", ""};

const Words& words_of(LetterKind kind) {
  switch (kind) {
    case LetterKind::invitation:
      return kInvited;
    case LetterKind::cancellation:
      return kCancelled;
    case LetterKind::copy:
      return kAgain;
    case LetterKind::reminder:
      return kReminder;
    case LetterKind::day_before:
      return kDayBefore;
    default:
      return kAmended;
  }
}

// The weightiest of what changed: the date, the place, that it is confirmed, anything else.
const Words& words_of(const domain::Appointment& before, const domain::Appointment& after) {
  const bool is_confirmed = after.status == domain::AppointmentStatus::confirmed;
  if (before.slot != after.slot) return is_confirmed ? kMovedConfirmed : kMoved;
  if (before.place != after.place) return is_confirmed ? kPlacedConfirmed : kPlaced;
  return is_confirmed && before.status != after.status ? kConfirmed : kAmended;
}

std::string say_start(const core::Slot& slot) {
  return core::say_day(core::day_of(slot.start), core::Language::es) + ", " +
         core::say_time(slot.start);
}

// The case and its date, behind the subject's first words.
std::string subject_of(const Dossier& dossier) {
  return dossier.request.subject + " — " + say_start(dossier.appointment.slot) + " (" +
         dossier.request.number + ")";
}

std::string say_link(const std::string& link) {
  return link.empty() ? "" : "Para responder sin programa de calendario: " + link + "\n\n";
}

// `link`: the recipient's own to answer by; empty where nothing is to be answered.
std::string body_of(const Words& words, const Dossier& dossier, const std::string& link) {
  return std::string(words.opening) + "\n\n" + say_link(link) +
         ical::describe(dossier.view(), ical::Detail::full);
}

ical::Method method_of(LetterKind kind) {
  if (kind == LetterKind::cancellation) return ical::Method::cancel;
  if (kind == LetterKind::proposal_declined) return ical::Method::decline_counter;
  return ical::Method::request;
}

// A link to answer by, in what asks for an answer.
std::string link_for(const Office& office, const domain::Appointment& appointment,
                     ical::Method method, const std::string& email) {
  return method == ical::Method::request ? link_of(office, appointment, email) : "";
}

Letter compose(const Dossier& dossier, LetterKind kind, const Words& words, const std::string& name,
               const std::string& address, core::Instant now, const std::string& link = {}) {
  auto letter = begin_letter(dossier.institute, kind, name, address, now);
  letter.about = letter.appointment = dossier.appointment.id;
  letter.request = dossier.request.id;
  letter.sequence = dossier.appointment.sequence;
  letter.subject = std::string(words.subject) + subject_of(dossier);
  letter.text = letter_text(dossier.institute, letter, body_of(words, dossier, link));
  letter.method = ical::method_word(method_of(kind));
  return letter;
}

// The recipient's own address to answer to, where the institute's mail server knows such addresses.
void address_answer(Work& work, Letter& letter, const domain::Appointment& appointment) {
  if (work.office().institute().answers.plus_addressing)
    letter.reply_to = answer_address(work.office(), appointment, letter.to);
}

std::string print_for(const Dossier& dossier, ical::Method method, const Letter& letter,
                      const std::string& comment = {}) {
  auto view = dossier.view();
  view.answer_to = letter.reply_to;
  return ical::print_invitation(view, method, comment);
}

void invite_with(Work& work, const domain::Appointment& appointment, LetterKind kind,
                 const Words& words, const std::vector<domain::Attendee>& whom) {
  if (!work.tells()) return;
  const auto dossier = open_dossier(work.tx(), work.office().institute(), appointment);
  const auto method = method_of(kind);
  const auto calendar = ical::print_invitation(dossier.view(), method);
  for (const auto& attendee : whom) {
    auto letter = compose(dossier, kind, words, attendee.name, attendee.email, work.now(),
                          link_for(work.office(), appointment, method, attendee.email));
    address_answer(work, letter, appointment);
    letter.calendar = letter.reply_to.empty() ? calendar : print_for(dossier, method, letter);
    store::add_letter(work.tx(), letter);
  }
  // Who has an account has the invitation in their inbox already, or has dealt with it.
  if (kind != LetterKind::reminder) put_into_inboxes(work, appointment, kind, whom, calendar);
}

}  // namespace

void invite(Work& work, const domain::Appointment& appointment, LetterKind kind) {
  invite_with(work, appointment, kind, words_of(kind), appointment.attendees);
}

void invite(Work& work, const domain::Appointment& appointment, LetterKind kind,
            const std::vector<domain::Attendee>& whom) {
  if (!whom.empty()) invite_with(work, appointment, kind, words_of(kind), whom);
}

void tell_change(Work& work, const domain::Appointment& before, const domain::Appointment& after,
                 const std::vector<domain::Attendee>& whom) {
  if (!whom.empty()) invite_with(work, after, LetterKind::update, words_of(before, after), whom);
}

void remind_to_answer(Work& work, const domain::Appointment& appointment,
                      const std::vector<domain::Attendee>& whom) {
  if (!whom.empty()) invite_with(work, appointment, LetterKind::reminder, kReminder, whom);
}

void remind_to_come(Work& work, const domain::Appointment& appointment,
                    const std::vector<domain::Attendee>& whom) {
  if (!work.tells() || whom.empty()) return;
  const auto dossier = open_dossier(work.tx(), work.office().institute(), appointment);
  for (const auto& attendee : whom) {
    auto letter = compose(dossier, LetterKind::day_before, kDayBefore, attendee.name,
                          attendee.email, work.now());
    letter.method.clear();
    address_answer(work, letter, appointment);
    store::add_letter(work.tx(), letter);
  }
}

void repeat_invitation(Work& work, const domain::Appointment& appointment,
                       const domain::Attendee& attendee, const core::Id& mail) {
  const auto dossier = open_dossier(work.tx(), work.office().institute(), appointment);
  const bool is_off = appointment.status == domain::AppointmentStatus::cancelled;
  const auto method = is_off ? ical::Method::cancel : ical::Method::request;
  auto letter = compose(dossier, LetterKind::copy, kAgain, attendee.name, attendee.email,
                        work.now(), link_for(work.office(), appointment, method, attendee.email));
  letter.about = mail;
  letter.method = ical::method_word(method);
  address_answer(work, letter, appointment);
  letter.calendar = print_for(dossier, method, letter);
  store::add_letter(work.tx(), letter);
}

void tell_proposal_declined(Work& work, const domain::Appointment& appointment,
                            const domain::Proposal& proposal) {
  if (!work.tells()) return;
  const auto dossier = open_dossier(work.tx(), work.office().institute(), appointment);
  std::string name;
  for (const auto& attendee : appointment.attendees)
    if (attendee.email == proposal.email) name = attendee.name;
  auto letter = compose(dossier, LetterKind::proposal_declined, kProposalDeclined, name,
                        proposal.email, work.now());
  letter.about = proposal.id;
  letter.text =
      letter_text(dossier.institute, letter,
                  "La fecha que propuso (" + say_start(proposal.slot) + ") no se acuerda." +
                      (proposal.reason.empty() ? "" : "\n\n" + proposal.reason) +
                      "\n\nLa citación sigue como estaba:\n\n" +
                      say_link(link_of(work.office(), appointment, proposal.email)) +
                      ical::describe(dossier.view(), ical::Detail::full));
  address_answer(work, letter, appointment);
  letter.calendar = print_for(dossier, ical::Method::decline_counter, letter, proposal.reason);
  store::add_letter(work.tx(), letter);
}

void ask_contractor(Work& work, const domain::ServiceRequest& request) {
  if (!work.tells()) return;
  const auto& institute = work.office().institute();
  for (const auto& contact : store::get_contractor(work.tx(), request.contractor).contacts) {
    if (!contact.invited) continue;
    auto letter =
        begin_letter(institute, LetterKind::request, contact.name, contact.email, work.now());
    letter.about = letter.request = request.id;
    if (institute.answers.plus_addressing)
      letter.reply_to = case_address(work.office(), request.id);
    // Ticket systems thread by what stands in brackets.
    letter.subject = "[" + request.number + "] Solicitud de servicio: " + request.subject;
    letter.text = letter_text(institute, letter, ical::describe_request(request));
    store::add_letter(work.tx(), letter);
  }
}

Letter compose_invitation(Office& office, const Caller& caller, const core::Id& id) {
  permit(caller, domain::Right::agree);
  Reading reading(office, caller);
  const auto appointment = store::get_appointment(reading.tx(), id);
  get_visible_request(reading.tx(), caller, appointment.request);
  for (auto& letter : store::list_letters_of(reading.tx(), id))
    if (letter.kind != LetterKind::notice && letter.sequence == appointment.sequence) return letter;
  const auto dossier = open_dossier(reading.tx(), office.institute(), appointment);
  const auto kind = appointment.status == domain::AppointmentStatus::cancelled
                        ? LetterKind::cancellation
                        : LetterKind::invitation;
  const auto& first = appointment.attendees.front();
  const auto method = method_of(kind);
  auto letter = compose(dossier, kind, words_of(kind), first.name, first.email, reading.now(),
                        link_for(office, appointment, method, first.email));
  letter.calendar = ical::print_invitation(dossier.view(), method);
  return letter;
}

}  // namespace citacal::service
