#include "service/rsvp.h"

#include <algorithm>

#include "core/check.h"
#include "ical/invitation.h"
#include "service/answer.h"
#include "service/link.h"
#include "store/appointment.h"

namespace citacal::service {

namespace {

using core::Code;
using core::Error;
using domain::Appointment;

constexpr const char* kDoor = "link";

struct Opened {  // a link that is good
  Linked link;
  Appointment appointment;
  domain::Attendee attendee;
};

Opened open_in(Office& office, store::Transaction& tx, std::string_view token, core::Instant now) {
  auto link = find_linked(office, tx, token);
  if (!link)
    throw Error(Code::not_found, "no-link",
                {"Este enlace no es válido. Ábralo como está en el correo, completo.",
                 "This link is not valid. Open it as it is in the mail, whole."});
  if (link->until <= now)
    throw Error(Code::not_found, "link-ended",
                {"Este enlace venció. Use el de la citación más reciente que recibió.",
                 "This link has expired. Use the one of the newest invitation that you got."});
  auto appointment = store::get_appointment(tx, link->appointment);
  const auto* attendee = domain::find_attendee(appointment, link->email);
  if (!attendee)
    throw Error(Code::not_found, "not-invited",
                {"Usted ya no está entre las personas citadas: no tiene que asistir ni responder.",
                 "You are no longer among those invited: you need neither attend nor answer."});
  auto found = *attendee;
  return {*std::move(link), std::move(appointment), std::move(found)};
}

bool is_open(const Appointment& appointment, core::Instant now) {
  return domain::stands(appointment) && now < appointment.slot.end;
}

// Somebody with the rights of the firm's own people, to this appointment: who is invited to it has
// read what it is about, whatever its level.
Caller caller_of(const Opened& opened) {
  Caller caller;
  caller.person.login = caller.person.email = opened.attendee.email;  // no login has an "@"
  caller.person.name = opened.attendee.name;
  caller.person.role = domain::Role::contractor;
  caller.person.contractor = opened.appointment.contractor;
  caller.person.clearance = domain::Level::reserved;
  caller.door = kDoor;
  return caller;
}

void require_answerable(const Appointment& appointment, int seen, core::Instant now) {
  if (!is_open(appointment, now))
    throw Error(Code::conflict, "appointment-over",
                {"Esta cita ya no espera respuesta. No se registró nada.",
                 "This appointment awaits no answer any more. Nothing was recorded."});
  if (appointment.asked > seen)
    throw Error(Code::conflict, "appointment-moved",
                {"La fecha o el lugar cambiaron mientras usted respondía. No se registró nada: "
                 "mire los datos de ahora y responda de nuevo.",
                 "The date or the place changed while you were answering. Nothing was recorded: "
                 "look at how it is now and answer again."});
}

// Opens the link twice: to know whose it is, and then in the work, where nothing can change.
template <class Verb>
void in_link(Office& office, std::string_view token, int seen, Verb verb) {
  Caller caller;
  {
    Reading reading(office, system_caller(kDoor));
    caller = caller_of(open_in(office, reading.tx(), token, reading.now()));
  }
  Work work(office, caller);
  const auto opened = open_in(office, work.tx(), token, work.now());
  require_answerable(opened.appointment, seen, work.now());
  verb(work, opened);
  work.commit();
}

}  // namespace

Rsvp open_link(Office& office, std::string_view token) {
  Reading reading(office, system_caller(kDoor));
  const auto now = reading.now();
  auto opened = open_in(office, reading.tx(), token, now);
  return {open_dossier(reading.tx(), office.institute(), opened.appointment),
          std::move(opened.attendee), opened.link.sequence < opened.appointment.asked,
          is_open(opened.appointment, now)};
}

void answer_by_link(Office& office, std::string_view token, int seen, const LinkAnswer& given) {
  in_link(office, token, seen, [&](Work& work, const Opened& opened) {
    domain::Answer answer;
    answer.email = opened.attendee.email;
    answer.answer = given.answer;
    answer.comment = given.comment;
    answer_as_attendee(work, opened.appointment.id, answer);
  });
}

void propose_by_link(Office& office, std::string_view token, int seen, const LinkProposal& made) {
  in_link(office, token, seen, [&](Work& work, const Opened& opened) {
    if (made.slot.start <= work.now())
      throw Error(Code::invalid, "past",
                  {"La fecha que propone ya pasó. Proponga una que esté por venir.",
                   "The date that you propose is past. Propose one that is to come."},
                  "date");
    const auto& proposals = opened.appointment.proposals;
    const bool is_same = std::any_of(proposals.begin(), proposals.end(), [&](const auto& one) {
      return one.state == domain::ProposalState::open && one.email == opened.attendee.email &&
             one.slot == made.slot && one.comment == made.comment;
    });
    if (is_same) return;
    domain::Proposal proposal;
    proposal.email = opened.attendee.email;
    proposal.slot = made.slot;
    proposal.comment = made.comment;
    propose_as_attendee(work, opened.appointment.id, proposal);
  });
}

std::string print_linked(Office& office, std::string_view token) {
  Reading reading(office, system_caller(kDoor));
  const auto opened = open_in(office, reading.tx(), token, reading.now());
  const auto dossier = open_dossier(reading.tx(), office.institute(), opened.appointment);
  auto view = dossier.view();
  if (office.institute().answers.plus_addressing)
    view.answer_to = answer_address(office, opened.appointment, opened.attendee.email);
  const bool is_off = opened.appointment.status == domain::AppointmentStatus::cancelled;
  return ical::print_invitation(view, is_off ? ical::Method::cancel : ical::Method::request);
}

}  // namespace citacal::service
