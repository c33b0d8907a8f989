#include "domain/appointment.h"

#include <algorithm>
#include <array>

#include "core/text.h"
#include "domain/fields.h"
#include "domain/transition.h"

namespace citacal::domain {

namespace {

constexpr std::size_t kAttendeesMax = 50;
constexpr std::size_t kProposalsMax = 20;
constexpr std::size_t kCommentMax = 2'000;
constexpr std::size_t kUidMax = 255;

void require_status(const Appointment& appointment,
                    std::initializer_list<AppointmentStatus> allowed) {
  require_one_of("appointment-state", {"La cita", "The appointment"}, appointment.status, allowed);
}

void require_standing(const Appointment& appointment) {
  require_status(appointment, {AppointmentStatus::tentative, AppointmentStatus::confirmed});
}

Attendee checked(Attendee attendee, std::size_t index) {
  const auto field = [&](std::string_view member) { return element("attendees", index, member); };
  attendee.email = core::checked_address(field("email"), attendee.email);
  attendee.name = core::checked_optional_line(field("name"), attendee.name);
  if (attendee.name.empty()) attendee.name = attendee.email;
  attendee.comment = core::checked_text(field("comment"), attendee.comment, kCommentMax);
  return attendee;
}

std::vector<Attendee> checked(const std::vector<Attendee>& attendees) {
  if (attendees.empty())
    core::refuse("attendees", "missing",
                 {"debe tener al menos un asistente", "must hold at least one attendee"});
  check_count("attendees", attendees.size(), kAttendeesMax);
  std::vector<Attendee> clean;
  for (std::size_t i = 0; i < attendees.size(); ++i) {
    auto attendee = checked(attendees[i], i);
    for (const auto& other : clean)
      if (core::equals_ignoring_case(other.email, attendee.email))
        core::refuse(
            element("attendees", i, "email"), "repeated-address",
            {"repite la dirección de otro asistente", "repeats another attendee's address"});
    clean.push_back(std::move(attendee));
  }
  return clean;
}

std::string checked_session_link(const std::string& value) {
  auto link = checked_optional_link("link", value);
  if (!link.empty() && !core::to_lower(link).starts_with("https:"))
    core::refuse("link", "not-a-link", {"debe empezar por https://", "must start with https://"});
  return link;
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

void decide_open_proposals(Appointment& appointment, const std::optional<core::Slot>& chosen) {
  for (auto& proposal : appointment.proposals)
    if (proposal.state == ProposalState::open)
      proposal.state = proposal.slot == chosen ? ProposalState::accepted : ProposalState::declined;
}

}  // namespace

bool stands(const Appointment& appointment) {
  return appointment.status == AppointmentStatus::tentative ||
         appointment.status == AppointmentStatus::confirmed;
}

core::Phrase say(AppointmentStatus status) {
  static const std::array<core::Phrase, 4> kNames = {{{"por confirmar", "tentative"},
                                                      {"confirmada", "confirmed"},
                                                      {"realizada", "held"},
                                                      {"cancelada", "cancelled"}}};
  return kNames[static_cast<std::size_t>(status)];
}

Busy busy_of(AppointmentStatus status) {
  if (status == AppointmentStatus::cancelled) return Busy::free;
  return status == AppointmentStatus::tentative ? Busy::tentative : Busy::busy;
}

Agreement checked(Agreement agreement) {
  agreement.request = checked_id("request", agreement.request);
  check_slot("slot", agreement.slot);
  agreement.place = core::checked_optional_line("place", agreement.place);
  agreement.link = checked_session_link(agreement.link);
  agreement.conditions = core::checked_text("conditions", agreement.conditions);
  agreement.responsible = core::checked_optional_line("responsible", agreement.responsible);
  agreement.affected = checked_affected(agreement.affected);
  agreement.attendees = checked(agreement.attendees);
  agreement.replaces = core::checked_optional_line("replaces", agreement.replaces, kUidMax);
  return agreement;
}

Appointment agree(const ServiceRequest& request, const Agreement& agreement, core::Id id,
                  std::string uid, core::Instant now) {
  require_state(request, {RequestState::open});
  const auto clean = checked(agreement);
  core::expects(clean.request == request.id, "the agreement is about this request");
  Appointment appointment;
  appointment.id = std::move(id);
  appointment.uid = std::move(uid);
  appointment.request = request.id;
  appointment.contractor = request.contractor;
  appointment.slot = clean.slot;
  appointment.place = clean.place.empty() ? request.place : clean.place;
  appointment.link = clean.link;
  appointment.conditions = clean.conditions;
  appointment.responsible = clean.responsible;
  appointment.affected = clean.affected.empty() ? request.affected : clean.affected;
  appointment.impact = clean.impact;
  appointment.affects_network = clean.affects_network;
  appointment.attendees = clean.attendees;
  appointment.replaces = clean.replaces;
  appointment.created_at = appointment.changed_at = now;
  return appointment;
}

Appointment confirm(Appointment appointment, core::Instant now) {
  require_status(appointment, {AppointmentStatus::tentative});
  appointment.status = AppointmentStatus::confirmed;
  ++appointment.sequence;
  appointment.changed_at = now;
  return appointment;
}

Appointment reschedule(Appointment appointment, const Rescheduling& change, core::Instant now) {
  require_standing(appointment);
  check_slot("slot", change.slot);
  const auto reason = checked_required_text("reason", change.reason);
  const auto place =
      change.place ? core::checked_optional_line("place", *change.place) : appointment.place;
  if (change.slot == appointment.slot && place == appointment.place)
    core::refuse("slot", "no-change",
                 {"es la misma fecha y el mismo lugar que ya tiene la cita",
                  "is the date and the place that the appointment has already"});
  appointment.slot = change.slot;
  appointment.place = place;
  appointment.reason = reason;
  appointment.status = AppointmentStatus::tentative;
  appointment.asked = ++appointment.sequence;
  for (auto& attendee : appointment.attendees) {
    attendee.answer = Participation::needs_action;
    attendee.comment.clear();
    attendee.answered_at.reset();
    attendee.said_at.reset();
    attendee.delegated_to.clear();
  }
  decide_open_proposals(appointment, change.slot);
  appointment.changed_at = now;
  return appointment;
}

Appointment cancel(Appointment appointment, const std::string& reason, core::Instant now) {
  require_standing(appointment);
  appointment.reason = checked_required_text("reason", reason);
  appointment.status = AppointmentStatus::cancelled;
  ++appointment.sequence;
  decide_open_proposals(appointment, std::nullopt);
  appointment.changed_at = now;
  return appointment;
}

Appointment hold(Appointment appointment, core::Instant now) {
  require_standing(appointment);
  if (now < appointment.slot.start) {
    const auto start = core::print_local(appointment.slot.start);
    throw core::Error(core::Code::conflict, "not-yet",
                      {"La cita aún no ha empezado: comienza el " + start + ".",
                       "The appointment has not begun: it starts on " + start + "."});
  }
  appointment.status = AppointmentStatus::held;
  decide_open_proposals(appointment, std::nullopt);
  appointment.changed_at = now;
  return appointment;
}

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

RequestState request_state_for(AppointmentStatus status) {
  switch (status) {
    case AppointmentStatus::tentative:
    case AppointmentStatus::confirmed:
      return RequestState::agreed;
    case AppointmentStatus::held:
      return RequestState::held;
    case AppointmentStatus::cancelled:
      return RequestState::open;
  }
  return RequestState::open;
}

}  // namespace citacal::domain
