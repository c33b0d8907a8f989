#include "service/verification.h"

#include "service/agenda.h"
#include "service/calendar.h"
#include "service/errands.h"
#include "service/follow_up.h"
#include "service/page.h"
#include "service/request.h"
#include "service/settle.h"
#include "service/sight.h"
#include "store/appointment.h"
#include "store/party.h"
#include "store/request.h"
#include "store/verification.h"

namespace citacal::service {

namespace {

using domain::Appointment;
using domain::ServiceRequest;
using domain::Verification;

// Confirmed and over: it is held in this work, before the tick comes to it.
Appointment get_held(Work& work, const core::Id& id) {
  auto appointment = store::get_appointment(work.tx(), id);
  const bool is_over = appointment.status == domain::AppointmentStatus::confirmed &&
                       appointment.slot.end <= work.now();
  if (!is_over) return appointment;
  appointment = domain::hold(std::move(appointment), work.now());
  ++appointment.version;
  return settle(work, std::move(appointment), "appointment held", std::nullopt, false, "verified");
}

// The service itself, such as a load, has no account and belongs to nobody.
void require_independent(Work& work, const Appointment& appointment) {
  const auto& verifier = work.caller().person;
  if (verifier.id.empty()) return;
  domain::require_independent(verifier, store::get_contractor(work.tx(), appointment.contractor),
                              appointment, work.office().institute().organizer);
}

ServiceRequest save_next(Work& work, ServiceRequest request) {
  ++request.version;
  store::save(work.tx(), request);
  return request;
}

// The requests that this one takes up again close with it.
void close_followed(Work& work, const ServiceRequest& closed) {
  auto last = closed;
  while (!last.follows.empty() && last.commitment.empty()) {
    const auto first = store::get_request(work.tx(), last.follows);
    if (first.state != domain::RequestState::open) return;
    last = save_next(work, domain::close_with_follower(first));
    work.audit("request closed", "request", last.id,
               last.number + " open → closed with " + closed.number);
    tell_ticket(work, last, "request closed", closed.number);
  }
}

void settle_case(Work& work, const Verification& verification, const ServiceRequest& before,
                 domain::Verified verified) {
  ++verified.appointment.version;
  store::save(work.tx(), verified.appointment);
  const auto request = save_next(work, std::move(verified.request));
  work.audit("service verified", "verification", verification.id,
             request.number + " " + std::string(core::word(before.state)) + " → " +
                 std::string(core::word(request.state)) + ": " +
                 std::string(core::word(verification.outcome)) +
                 (verification.minutes_number.empty() ? "" : " " + verification.minutes_number));
  if (verification.outcome == domain::Outcome::not_provided)
    enter_request(work, domain::repeat_request(request, verification.reference));
  else
    close_followed(work, request);
  publish(work, verified.appointment);
  plan_follow_up(work, verified.appointment);
}

void publish_commitments(Work& work, const Verification& verification) {
  publish_tasks(work, verification);
  plan_recalls(work, verification);
}

// The verification with the case that it is of, where the caller may see it.
std::pair<Verification, ServiceRequest> get_visible(store::Transaction& tx, const Caller& caller,
                                                    const core::Id& id) {
  auto verification = store::get_verification(tx, id);
  auto request = store::get_request(tx, verification.request);
  permit_sight(caller, request);
  return {std::move(verification), std::move(request)};
}

}  // namespace

domain::Verification verify(Work& work, domain::Verification verification) {
  permit_sight_of(work.tx(), work.caller(), verification.request);
  const auto appointment = get_held(work, verification.appointment);
  require_independent(work, appointment);
  if (verification.actual == core::Slot{} && verification.outcome != domain::Outcome::not_provided)
    verification.actual = appointment.slot;
  verification.id = core::new_id(work.now());
  verification.version = 1;
  verification.verified_by = work.caller().person.id;
  verification.verified_at = work.now();
  for (auto& commitment : verification.commitments) {
    commitment.id = core::new_id(work.now());
  }
  verification = domain::checked(std::move(verification));
  const auto before = store::get_request(work.tx(), verification.request);
  auto verified = domain::verify(before, appointment, verification, work.now());
  if (verification.means == domain::Means::minutes) {
    const int year = core::year_of(work.now());
    verification.minutes_number =
        domain::print_minutes_number(year, store::take_minutes_number(work.tx(), year));
  }
  store::save(work.tx(), verification);
  settle_case(work, verification, before, std::move(verified));
  publish_commitments(work, verification);
  work.made(verification.id);
  return verification;
}

domain::Verification verify(Office& office, const Caller& caller,
                            domain::Verification verification) {
  for (auto& commitment : verification.commitments) commitment.done_at.reset();
  return in_work(office, caller, domain::Right::verify,
                 [&](Work& work) { return verify(work, std::move(verification)); });
}

domain::Verification complete_commitment(Work& work, const core::Id& id,
                                         const core::Id& commitment) {
  auto verification =
      domain::complete(store::get_verification(work.tx(), id), commitment, work.now());
  ++verification.version;
  store::save(work.tx(), verification);
  publish_commitments(work, verification);
  work.audit("commitment done", "verification", id, commitment + " open → done");
  return verification;
}

domain::Verification complete_commitment(Office& office, const Caller& caller, const core::Id& id,
                                         const core::Id& commitment) {
  permit(caller, domain::Right::verify);
  Work work(office, caller);
  permit_version(caller, get_visible(work.tx(), caller, id).first.version);
  auto verification = complete_commitment(work, id, commitment);
  work.commit();
  return verification;
}

domain::Verification get_verification(Office& office, const Caller& caller, const core::Id& id) {
  permit(caller, domain::Right::read);
  Reading reading(office, caller);
  return get_visible(reading.tx(), caller, id).first;
}

Listing<domain::Verification> list_verifications(Office& office, const Caller& caller,
                                                 const Paging& paging) {
  permit(caller, domain::Right::read);
  Reading reading(office, caller);
  return to_listing(store::list_verifications(
      reading.tx(), {narrowed(caller, ""), caller.person.clearance}, to_page(paging)));
}

Requested request_commitment(Office& office, const Caller& caller, const core::Id& id,
                             const core::Id& commitment) {
  permit(caller, domain::Right::request);
  Work work(office, caller);
  const auto [verification, request] = get_visible(work.tx(), caller, id);
  auto asked = domain::request_commitment(request, verification, commitment);
  if (auto made = store::find_request_of_commitment(work.tx(), commitment))
    return {*std::move(made), false};
  asked = enter_request(work, std::move(asked));
  work.audit("commitment requested", "verification", id, commitment + " → " + asked.number);
  work.commit();
  return {std::move(asked), true};
}

Listing<Promise> list_commitments(Office& office, const Caller& caller,
                                  std::optional<domain::CommitmentState> state,
                                  const Paging& paging) {
  permit(caller, domain::Right::read);
  Reading reading(office, caller);
  const auto today = core::day_of(reading.now());
  auto listed = store::list_commitments(
      reading.tx(), {state, today, narrowed(caller, ""), caller.person.clearance}, to_page(paging));
  Listing<Promise> listing;
  listing.next = std::move(listed.next);
  for (auto& row : listed.items) {
    const auto follower = store::find_request_of_commitment(reading.tx(), row.commitment.id);
    const auto now_is = domain::state_of(row.commitment, today);
    listing.items.push_back(
        {std::move(row.verification), store::get_request(reading.tx(), row.request),
         std::move(row.commitment), now_is, follower ? follower->number : std::string()});
  }
  return listing;
}

}  // namespace citacal::service
