// Answers to an appointment, and other dates proposed for it.
#include <algorithm>

#include "core/text.h"
#include "domain/appointment.h"
#include "domain/fields.h"
#include "domain/transition.h"

namespace citacal::domain {

namespace {

constexpr std::size_t kAttendeesMax = 50;
constexpr std::size_t kProposalsMax = 20;
constexpr std::size_t kCommentMax = 2'000;

void require_standing(const Appointment& appointment) {
  require_one_of("appointment-state", {"La cita", "The appointment"}, appointment.status,
                 {AppointmentStatus::tentative, AppointmentStatus::confirmed});
}

// The attendee with this address; throws not_found.
Attendee& get_attendee(Appointment& appointment, std::string_view email) {
  for (auto& attendee : appointment.attendees)
    if (core::equals_ignoring_case(attendee.email, email)) return attendee;
  throw core::Error(core::Code::not_found, "not-invited",
                    {"Esa dirección no está invitada a esta cita.",
                     "That address is not invited to this appointment."},
                    "email");
}

// `from` is one of the appointment's own.
void add_delegate(Appointment& appointment, const Attendee& from) {
  auto address = core::checked_address("delegated_to", from.delegated_to);
  if (core::equals_ignoring_case(address, from.email))
    core::refuse("delegated_to", "own-address",
                 {"es la dirección de quien delega", "is the address of who delegates"});
  if (find_attendee(appointment, address)) return;
  check_count("attendees", appointment.attendees.size() + 1, kAttendeesMax);
  Attendee delegate;
  delegate.name = delegate.email = std::move(address);
  delegate.role = from.role;
  appointment.attendees.push_back(std::move(delegate));
}

}  // namespace

Appointment answer(Appointment appointment, const Answer& given, core::Instant now) {
  require_standing(appointment);
  auto& attendee = get_attendee(appointment, core::checked_address("email", given.email));
  auto comment = core::checked_text("comment", given.comment, kCommentMax);
  const bool is_same = attendee.answer == given.answer && attendee.comment == comment &&
                       attendee.delegated_to == given.delegated_to;
  if (is_same && attendee.answered_at) return appointment;  // a client that says it twice
  attendee.answer = given.answer;
  attendee.comment = std::move(comment);
  attendee.answered_at = now;
  attendee.said_at = given.said_at;
  attendee.unreached_at.reset();
  attendee.delegated_to = given.delegated_to;
  appointment.changed_at = now;
  if (!given.delegated_to.empty()) add_delegate(appointment, attendee);
  return appointment;
}

Appointment propose(Appointment appointment, Proposal proposal) {
  require_standing(appointment);
  proposal.email = get_attendee(appointment, core::checked_address("email", proposal.email)).email;
  check_slot("slot", proposal.slot);
  proposal.was = appointment.slot;
  if (proposal.slot == appointment.slot)
    core::refuse(
        "slot", "no-change",
        {"es la fecha que ya tiene la cita", "is the date that the appointment has already"});
  proposal.comment = core::checked_text("comment", proposal.comment, kCommentMax);
  proposal.state = ProposalState::open;
  auto& all = appointment.proposals;
  for (auto& earlier : all)  // who proposes again has changed their mind
    if (earlier.email == proposal.email && earlier.state == ProposalState::open)
      earlier.state = ProposalState::declined;
  if (all.size() >= kProposalsMax) {
    const auto decided = std::find_if(
        all.begin(), all.end(), [](const Proposal& p) { return p.state != ProposalState::open; });
    if (decided == all.end()) check_count("proposals", all.size() + 1, kProposalsMax);
    all.erase(decided);
  }
  all.push_back(std::move(proposal));
  return appointment;
}

Appointment decline(Appointment appointment, const core::Id& id, const std::string& reason) {
  get_proposal(appointment, id);
  for (auto& proposal : appointment.proposals) {
    if (proposal.id != id) continue;
    if (proposal.state != ProposalState::open)
      throw core::Error(core::Code::conflict, "proposal-state",
                        {"Esa propuesta ya se decidió.", "That proposal was decided already."});
    proposal.state = ProposalState::declined;
    proposal.reason = core::checked_text("reason", reason, kCommentMax);
  }
  return appointment;
}

const Proposal& get_proposal(const Appointment& appointment, const core::Id& id) {
  for (const auto& proposal : appointment.proposals)
    if (proposal.id == id) return proposal;
  throw core::Error(
      core::Code::not_found, "no-proposal",
      {"No hay tal propuesta en esta cita.", "There is no such proposal of this appointment."});
}

const Attendee* find_attendee(const Appointment& appointment, std::string_view email) {
  for (const auto& attendee : appointment.attendees)
    if (core::equals_ignoring_case(attendee.email, email)) return &attendee;
  return nullptr;
}

}  // namespace citacal::domain
