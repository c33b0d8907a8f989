// An attendee's write of an appointment's event: their own PARTSTAT is an answer; alarms and other
// lines are theirs; all else is the institute's.
#include "core/text.h"
#include "ical/client_text.h"
#include "ical/event.h"
#include "service/agenda.h"
#include "service/answer.h"
#include "service/appointment.h"
#include "service/dossier.h"
#include "service/event_write.h"
#include "service/home.h"
#include "store/calendar.h"
#include "store/database.h"

namespace citacal::service {

namespace {

using domain::Appointment;
using domain::CollectionKind;
using ical::ClientEvent;

[[noreturn]] void refuse_change(const std::string& es, const std::string& en) {
  refuse_write("need-privileges",
               {es + " de esta citación no la puede cambiar su cuenta: aquí se responde; el cambio "
                     "pídalo a quien cita.",
                en + " of this appointment is not for your account to change: answer here, and ask "
                     "the organizer for the change."});
}

// With each run of white space as one blank: programs wrap and trim.
std::string words_of(std::string_view text) {
  std::string words;
  for (const char c : core::trim(text)) {
    const bool is_blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (!is_blank)
      words += c;
    else if (!words.ends_with(' '))
      words += ' ';
  }
  return words;
}

// A property that a program leaves out is not changed.
bool is_another(std::string_view given, std::string_view value) {
  return !value.empty() && value != given;
}

// What an attendee must leave as it was given, or leave out.
void require_texts(const ClientEvent& given, const ClientEvent& event) {
  if (is_another(words_of(given.description), words_of(event.description)))
    refuse_change("La descripción", "The description");
  if (is_another(core::to_lower(given.organizer), core::to_lower(event.organizer)))
    refuse_change("Quien cita (ORGANIZER)", "The ORGANIZER");
  if (is_another(given.privacy, event.privacy)) refuse_change("La reserva (CLASS)", "The CLASS");
  if (is_another(given.priority, event.priority)) refuse_change("La prioridad", "The priority");
  if (is_another(given.url, event.url)) refuse_change("La dirección (URL)", "The URL");
}

// What an attendee must leave as it was given. A program may fold, order and leave out what it
// likes of the rest; LINK and REFID, which many lose or spoil, are put back.
void require_facts(const ClientEvent& given, const ClientEvent& event) {
  if (event.slot != given.slot || event.all_day || event.recurring)
    refuse_change("La fecha", "The date");
  if (ical::on_one_line(event.place) != ical::on_one_line(given.place))
    refuse_change("El lugar", "The place");
  if (!event.status.empty() && event.status != given.status)
    refuse_change("El estado", "The status");
  if (ical::on_one_line(event.summary) != ical::on_one_line(given.summary))
    refuse_change("El asunto", "The subject");
}

// Others stay invited, and nobody answers for them. An answer that came meanwhile may be missing
// in what a program kept.
void require_others(Work& work, const ClientEvent& given, const ClientEvent& event) {
  const auto& organizer = work.office().institute().organizer;
  const auto refuse = [] { refuse_change("La lista de invitados", "The list of attendees"); };
  for (const auto& one : given.attendees) {
    const auto* other = find_attendee(event, one.address);
    if (!other) refuse();
    const bool is_forged = one.answer == "NEEDS-ACTION" && participation_of(other->answer);
    if (is_forged && !is_callers(work, one.address)) refuse();
  }
  for (const auto& one : event.attendees)
    if (!find_attendee(given, one.address) && !core::equals_ignoring_case(one.address, organizer))
      refuse();
}

void require_invited(Work& work, const Appointment& appointment) {
  if (is_invited(work, appointment)) return;
  refuse_write("need-privileges", {"Su cuenta no está invitada a esta citación.",
                                   "Your account is not invited to this appointment."});
}

[[noreturn]] void refuse_for_agenda(Work& work, const Appointment& appointment) {
  const auto agenda = domain::agenda_of(work.caller().person.id);
  const auto there = store::find_object_by_uid(work.tx(), agenda, appointment.uid);
  throw core::Error(core::Code::forbidden, "unique-scheduling-object-resource",
                    {"Esta citación está en su agenda: responda allí.",
                     "This appointment is in your agenda: answer there."},
                    there ? std::string(domain::kAgendaKey) + "/" + there->name : "");
}

ClientEvent given_event(const EventWrite& write, const Appointment& appointment) {
  if (write.before && !write.before->whole)
    return ical::read_client_event(given_text(write.before->text, write.before->client_lines));
  const auto dossier = open_dossier(write.work.tx(), write.work.office().institute(), appointment);
  return ical::read_client_event(
      given_text(ical::print_event(dossier.view(), ical::Detail::full), ""));
}

// The caller's own answers that say something new. The same one may have come by mail.
void give_answers(const EventWrite& write, const Appointment& appointment) {
  for (const auto& attendee : appointment.attendees) {
    const auto* one = find_attendee(write.event, attendee.email);
    if (!one || !is_callers(write.work, attendee.email)) continue;
    const auto answer = participation_of(one->answer);
    const std::string comment(core::trim(write.event.comment));
    const bool is_known =
        answer == attendee.answer && (comment.empty() || comment == attendee.comment);
    if (!answer || is_known) continue;
    if (!stands(appointment)) refuse_settled(appointment);
    answer_as_attendee(write.work, appointment.id, {attendee.email, *answer, comment});
  }
}

}  // namespace

void answer_by_event(const EventWrite& write, const Appointment& appointment) {
  auto& work = write.work;
  require_invited(work, appointment);
  if (write.collection.kind == CollectionKind::own) refuse_for_agenda(work, appointment);
  const auto given = given_event(write, appointment);
  require_current(write.event, appointment);
  require_facts(given, write.event);
  require_texts(given, write.event);
  require_others(work, given, write.event);
  if (write.collection.kind == CollectionKind::agenda) {
    if (!write.before || write.before->whole) {
      reserve_name(write, appointment.uid);
      publish_to_agendas(work, appointment);
    }
    const auto own =
        store::find_object_by_uid(work.tx(), write.collection.calendar, appointment.uid);
    if (!own) refuse_privileges();  // it is in that of another account with this address
    keep_client_lines(write, *own);
    publish_to_agendas(work, appointment);  // with another schedule-tag, by the lines
  }
  give_answers(write, appointment);
}

}  // namespace citacal::service
