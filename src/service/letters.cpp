#include "service/letters.h"

#include "core/check.h"
#include "core/text.h"
#include "ical/description.h"
#include "ical/invitation.h"
#include "service/agenda.h"
#include "service/dossier.h"
#include "service/page.h"
#include "store/appointment.h"
#include "store/letter.h"
#include "store/request.h"

namespace citacal::service {

namespace {

using domain::Letter;
using domain::LetterKind;
using domain::LetterState;

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
constexpr Words kNotice = {
    "Aviso de mantenimiento que afecta la red: ",
    "Informamos a todo el personal que el servicio siguiente afecta el funcionamiento normal de la "
    "red. Para preguntas, responda a este correo."};

const Words& words_of(LetterKind kind) {
  switch (kind) {
    case LetterKind::invitation:
      return kInvited;
    case LetterKind::update:
      return kAmended;
    case LetterKind::cancellation:
      return kCancelled;
    case LetterKind::notice:
      return kNotice;
  }
  return kInvited;
}

// The weightiest of what changed: the date, the place, that it is confirmed, anything else.
const Words& words_of(const domain::Appointment& before, const domain::Appointment& after) {
  const bool is_confirmed = after.status == domain::AppointmentStatus::confirmed;
  if (before.slot != after.slot) return is_confirmed ? kMovedConfirmed : kMoved;
  if (before.place != after.place) return is_confirmed ? kPlacedConfirmed : kPlaced;
  return is_confirmed && before.status != after.status ? kConfirmed : kAmended;
}

// The case and its date, behind the subject's first words.
std::string subject_of(LetterKind kind, const Dossier& dossier) {
  const auto start = dossier.appointment.slot.start;
  const auto when =
      core::say_day(core::day_of(start), core::Language::es) + ", " + core::say_time(start);
  // What all staff read of a case that not everybody may read: only that the network is affected.
  const bool is_neutral =
      kind == LetterKind::notice && dossier.request.level != domain::Level::open;
  return is_neutral ? when
                    : dossier.request.subject + " — " + when + " (" + dossier.request.number + ")";
}

std::string text_of(LetterKind kind, const Words& words, const Dossier& dossier,
                    const std::string& greeting) {
  const auto detail = kind == LetterKind::notice ? ical::Detail::open : ical::Detail::full;
  return greeting + "\n\n" + std::string(words.opening) + "\n\n" +
         ical::describe(dossier.view(), detail) + "\n\n" + dossier.institute.organizer_name + "\n" +
         dossier.institute.name + "\n";
}

ical::Method method_of(LetterKind kind) {
  if (kind == LetterKind::cancellation) return ical::Method::cancel;
  return kind == LetterKind::notice ? ical::Method::publish : ical::Method::request;
}

Letter compose(const Dossier& dossier, LetterKind kind, const Words& words, const std::string& name,
               const std::string& address, core::Instant now) {
  Letter letter;
  letter.id = core::new_id(now);
  letter.kind = kind;
  letter.appointment = dossier.appointment.id;
  letter.sequence = dossier.appointment.sequence;
  letter.to_name = name;
  letter.to = address;
  letter.subject = std::string(words.subject) + subject_of(kind, dossier);
  letter.text =
      text_of(kind, words, dossier,
              name.empty() || name == address ? "Buenos días:" : "Buenos días, " + name + ":");
  letter.method = ical::method_word(method_of(kind));
  letter.message_id = letter.id + "@" + dossier.institute.uid_host;
  letter.next_at = letter.created_at = now;
  return letter;
}

void permit_sight_of(store::Transaction& tx, const Caller& caller, const core::Id& appointment) {
  const auto request = store::get_request(tx, store::get_appointment(tx, appointment).request);
  permit_sight(caller, request.contractor, request.level);
}

domain::Letter save_changed(Work& work, Letter letter) {
  store::save(work.tx(), letter);
  return letter;
}

void invite_with(Work& work, const domain::Appointment& appointment, LetterKind kind,
                 const Words& words, const std::vector<domain::Attendee>& whom) {
  if (!work.tells()) return;
  const auto dossier = open_dossier(work.tx(), work.office().institute(), appointment);
  const auto calendar = ical::print_invitation(dossier.view(), method_of(kind));
  for (const auto& attendee : whom) {
    auto letter = compose(dossier, kind, words, attendee.name, attendee.email, work.now());
    letter.calendar = calendar;
    store::add_letter(work.tx(), letter);
  }
  put_into_inboxes(work, appointment, kind, whom, calendar);
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

void announce(Work& work, const domain::Appointment& appointment) {
  const auto& recipients = work.office().institute().notice_to;
  if (recipients.empty())
    throw core::Error(core::Code::conflict, "notice-without-recipients",
                      {"No hay a quién avisar: ponga las direcciones en «notice.to» de la "
                       "configuración.",
                       "There is nobody to tell: set the addresses in \"notice.to\" of the "
                       "configuration."});
  const auto dossier = open_dossier(work.tx(), work.office().institute(), appointment);
  const auto calendar = ical::print_invitation(dossier.view(), ical::Method::publish);
  for (const auto& address : recipients) {
    auto letter = compose(dossier, LetterKind::notice, kNotice, "", address, work.now());
    letter.calendar = calendar;
    core::expects(store::add_letter(work.tx(), letter), "a date is announced once");
  }
}

Letter compose_invitation(Office& office, const Caller& caller, const core::Id& id) {
  permit(caller, domain::Right::agree);
  Reading reading(office, caller);
  permit_sight_of(reading.tx(), caller, id);
  const auto appointment = store::get_appointment(reading.tx(), id);
  for (auto& letter : store::list_letters_of(reading.tx(), id))
    if (letter.kind != LetterKind::notice && letter.sequence == appointment.sequence) return letter;
  const auto dossier = open_dossier(reading.tx(), office.institute(), appointment);
  const auto kind = appointment.status == domain::AppointmentStatus::cancelled
                        ? LetterKind::cancellation
                        : LetterKind::invitation;
  const auto& first = appointment.attendees.front();
  auto letter = compose(dossier, kind, words_of(kind), first.name, first.email, reading.now());
  letter.calendar = ical::print_invitation(dossier.view(), method_of(kind));
  return letter;
}

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
               letter.to + " <" + letter.message_id + ">" +
                   (letter.last_error.empty() ? "" : " — " + letter.last_error));
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
  permit_sight_of(reading.tx(), caller, letter.appointment);
  return letter;
}

Letter retry_letter(Office& office, const Caller& caller, const core::Id& id) {
  permit(caller, domain::Right::agree);
  Work work(office, caller);
  auto letter = store::get_letter(work.tx(), id);
  permit_sight_of(work.tx(), caller, letter.appointment);
  if (letter.state != LetterState::failed)
    throw core::Error(core::Code::conflict, "letter-state",
                      {"La carta está en «" + std::string(core::word(letter.state)) +
                           "»; solo se reintenta una en «failed».",
                       "The letter is \"" + std::string(core::word(letter.state)) +
                           "\"; only a \"failed\" one can be retried."});
  letter.state = LetterState::queued;
  letter.attempts = 0;
  letter.next_at = work.now();
  save_changed(work, std::move(letter));
  letter = store::get_letter(work.tx(), id);  // superseded, where a newer one was written meanwhile
  work.audit("letter retried", "letter", id, letter.to);
  work.commit();
  return letter;
}

}  // namespace citacal::service
