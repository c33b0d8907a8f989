#include "domain/appointment.h"

#include <algorithm>
#include <array>

#include "core/text.h"
#include "domain/fields.h"
#include "domain/transition.h"

namespace citacal::domain {

namespace {

constexpr std::size_t kAttendeesMax = 50;
constexpr std::size_t kMovesMax = 200;
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

const core::Slot& first_slot(const Appointment& appointment) {
  return appointment.moves.empty() ? appointment.slot : appointment.moves.front().was;
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
  appointment.created_at = appointment.changed_at = appointment.asked_at = now;
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
  check_count("moves", appointment.moves.size() + 1, kMovesMax);
  if (change.slot != appointment.slot)
    appointment.moves.push_back({appointment.slot, change.slot, change.asked_by, reason, now});
  appointment.slot = change.slot;
  appointment.place = place;
  appointment.reason = reason;
  appointment.status = AppointmentStatus::tentative;
  appointment.asked = ++appointment.sequence;
  appointment.asked_at = now;
  for (auto& attendee : appointment.attendees) {
    attendee.answer = Participation::needs_action;
    attendee.comment.clear();
    attendee.answered_at.reset();
    attendee.said_at.reset();
    attendee.delegated_to.clear();
    attendee.unreached_at.reset();
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
