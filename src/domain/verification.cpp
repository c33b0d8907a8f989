#include "domain/verification.h"

#include <algorithm>

#include "core/text.h"
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

std::string_view domain_of(std::string_view address) {
  return address.substr(std::min(address.find('@'), address.size()));
}

bool is_contact(const Contractor& contractor, std::string_view address) {
  return std::any_of(
      contractor.contacts.begin(), contractor.contacts.end(),
      [&](const Contact& one) { return core::equals_ignoring_case(one.email, address); });
}

// A contact's address, or one of the same domain; the institute's domain is nobody else's.
bool is_beside_contacts(const Contractor& contractor, std::string_view address,
                        std::string_view own) {
  if (is_contact(contractor, address)) return true;
  if (core::equals_ignoring_case(domain_of(address), domain_of(own))) return false;
  return std::any_of(contractor.contacts.begin(), contractor.contacts.end(),
                     [&](const Contact& one) {
                       return core::equals_ignoring_case(domain_of(one.email), domain_of(address));
                     });
}

// Whether somebody of the contractor's side was invited, and this address went in their place.
bool stands_in_for(const Contractor& contractor, const Appointment& appointment,
                   std::string_view address, std::string_view own) {
  return std::any_of(appointment.attendees.begin(), appointment.attendees.end(),
                     [&](const Attendee& one) {
                       return core::equals_ignoring_case(one.delegated_to, address) &&
                              is_beside_contacts(contractor, one.email, own);
                     });
}

void require_not_done(const Commitment& commitment) {
  if (commitment.done_at)
    throw core::Error(core::Code::conflict, "commitment-done",
                      {"El compromiso ya está cumplido.", "The commitment is done already."});
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

Verified verify(ServiceRequest request, Appointment appointment, const Verification& verification,
                core::Instant now) {
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
  for (std::size_t i = 0; i < verification.commitments.size(); ++i)
    if (verification.commitments[i].by < core::day_of(now))
      core::refuse(element("commitments", i, "by"), "in-the-past",
                   {"es un día que ya pasó: dé uno de hoy en adelante",
                    "is a day that has passed: give one from today on"});
  request.state =
      verification.outcome == Outcome::not_provided ? RequestState::open : RequestState::closed;
  appointment.verification = VerificationState::done;
  appointment.changed_at = now;
  return {std::move(request), std::move(appointment)};
}

void require_independent(const Person& verifier, const Contractor& contractor,
                         const Appointment& appointment, std::string_view own) {
  std::vector<std::string> addresses = verifier.aliases;
  addresses.push_back(verifier.email);
  const bool provides =
      verifier.contractor == contractor.id ||
      std::any_of(addresses.begin(), addresses.end(), [&](const std::string& address) {
        return is_beside_contacts(contractor, address, own) ||
               stands_in_for(contractor, appointment, address, own);
      });
  if (!provides) return;
  throw core::Error(core::Code::forbidden, "verified-by-provider",
                    {"Quien verifica no puede ser de quien prestó el servicio (" + contractor.name +
                         "): que lo verifique otra persona del Instituto.",
                     "Who verifies cannot be of who provided the service (" + contractor.name +
                         "): somebody else of the institute is to verify it."});
}

const Commitment& get_commitment(const Verification& verification, const core::Id& commitment) {
  for (const auto& one : verification.commitments)
    if (one.id == commitment) return one;
  throw core::Error(
      core::Code::not_found, "no-commitment",
      {"La verificación no tiene ese compromiso.", "The verification has no such commitment."},
      "commitment");
}

ServiceRequest request_commitment(const ServiceRequest& of, const Verification& verification,
                                  const core::Id& commitment) {
  const auto& asked = get_commitment(verification, commitment);
  require_not_done(asked);
  ServiceRequest request;
  request.kind = Kind::scheduled;
  request.priority = of.priority;
  request.subject = asked.what;
  request.description = "Compromiso de la verificación de " + of.number + " (" +
                        verification.reference + "), para el " +
                        core::say_day(asked.by, core::Language::es) + ".";
  request.contractor = of.contractor;
  request.programme = of.programme;
  request.place = of.place;
  request.affected = of.affected;
  request.classification = of.classification;
  request.follows = of.id;
  request.commitment = commitment;
  return request;
}

Verification complete(Verification verification, const core::Id& commitment, core::Instant now) {
  require_not_done(get_commitment(verification, commitment));
  for (auto& one : verification.commitments)
    if (one.id == commitment) one.done_at = now;
  return verification;
}

}  // namespace citacal::domain
