#include "domain/verification.h"

#include "domain/fields.h"
#include "domain/transition.h"

namespace citacal::domain {

namespace {

constexpr std::size_t kCommitmentsMax = 50;
constexpr std::string_view kRequestHead = "SOL";  // both are numbered in the same form

void check_belongs(const char* field, bool belongs) {
  if (!belongs)
    core::refuse(field, "other-case", {"pertenece a otra solicitud", "belongs to another request"});
}

}  // namespace

std::string print_minutes_number(int year, int number) {
  return "ACTA" + print_number(year, number).substr(kRequestHead.size());
}

bool is_minutes_number(std::string_view text) {
  return text.starts_with("ACTA-") &&
         is_number(std::string(kRequestHead) + std::string(text.substr(4)));
}

Verification checked(Verification verification) {
  verification.request = checked_id("request", verification.request);
  verification.appointment = checked_id("appointment", verification.appointment);
  verification.reference = core::checked_line("reference", verification.reference);
  verification.findings = verification.outcome == Outcome::as_agreed
                              ? core::checked_text("findings", verification.findings)
                              : checked_required_text("findings", verification.findings);
  // What was not provided has no time of its own.
  const bool is_given = verification.actual != core::Slot{};
  if (is_given || verification.outcome != Outcome::not_provided)
    check_slot("actual", verification.actual);
  check_count("commitments", verification.commitments.size(), kCommitmentsMax);
  for (std::size_t i = 0; i < verification.commitments.size(); ++i) {
    auto& commitment = verification.commitments[i];
    const auto field = [&](const char* member) { return element("commitments", i, member); };
    commitment.id = checked_optional_id(field("id"), commitment.id);
    commitment.what = core::checked_line(field("what"), commitment.what);
    commitment.who = core::checked_line(field("who"), commitment.who);
    if (commitment.by == core::Day{})
      core::refuse(field("by"), "missing", {"falta la fecha", "has no date"});
  }
  verification.verified_by = checked_optional_id("verified_by", verification.verified_by);
  return verification;
}

ServiceRequest verify(ServiceRequest request, const Appointment& appointment,
                      const Verification& verification, core::Instant now) {
  require_state(request, {RequestState::held});
  require_one_of("appointment-state", {"La cita", "The appointment"}, appointment.status,
                 {AppointmentStatus::held});
  check_belongs("request", verification.request == request.id);
  check_belongs("appointment",
                appointment.request == request.id && verification.appointment == appointment.id);
  if (now < appointment.slot.end) {
    const auto end = core::print_local(appointment.slot.end);
    throw core::Error(core::Code::conflict, "not-yet",
                      {"La cita no ha terminado: termina el " + end + ".",
                       "The appointment has not ended: it ends on " + end + "."});
  }
  if (verification.actual.end > now)
    core::refuse("actual", "in-the-future",
                 {"no puede terminar en el futuro", "cannot end in the future"});
  request.state =
      verification.outcome == Outcome::not_provided ? RequestState::open : RequestState::closed;
  return request;
}

Verification complete(Verification verification, const core::Id& commitment, core::Instant now) {
  for (auto& one : verification.commitments) {
    if (one.id != commitment) continue;
    if (one.done_at)
      throw core::Error(core::Code::conflict, "commitment-done",
                        {"El compromiso ya está cumplido.", "The commitment is done already."});
    one.done_at = now;
    return verification;
  }
  throw core::Error(
      core::Code::not_found, "no-commitment",
      {"La verificación no tiene ese compromiso.", "The verification has no such commitment."},
      "commitment");
}

}  // namespace citacal::domain
