#include "service/verification.h"

#include "service/agenda.h"
#include "service/calendar.h"
#include "service/page.h"
#include "service/sight.h"
#include "store/appointment.h"
#include "store/request.h"
#include "store/verification.h"

namespace citacal::service {

domain::Verification verify(Work& work, domain::Verification verification) {
  const auto before = get_visible_request(work.tx(), work.caller(), verification.request);
  const auto appointment = store::get_appointment(work.tx(), verification.appointment);
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
  auto request = domain::verify(before, appointment, verification, work.now());
  ++request.version;
  if (verification.means == domain::Means::minutes) {
    const int year = core::year_of(work.now());
    verification.minutes_number =
        domain::print_minutes_number(year, store::take_minutes_number(work.tx(), year));
  }
  store::save(work.tx(), verification);
  store::save(work.tx(), request);
  publish(work, appointment);
  publish_tasks(work, verification);
  work.audit("service verified", "verification", verification.id,
             request.number + " " + std::string(core::word(verification.outcome)) +
                 (verification.minutes_number.empty() ? "" : " " + verification.minutes_number));
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
  publish_tasks(work, verification);
  work.audit("commitment done", "verification", id, commitment);
  return verification;
}

domain::Verification complete_commitment(Office& office, const Caller& caller, const core::Id& id,
                                         const core::Id& commitment) {
  permit(caller, domain::Right::verify);
  Work work(office, caller);
  const auto before = store::get_verification(work.tx(), id);
  permit_sight_of(work.tx(), caller, before.request);
  permit_version(caller, before.version);
  auto verification = complete_commitment(work, id, commitment);
  work.commit();
  return verification;
}

domain::Verification get_verification(Office& office, const Caller& caller, const core::Id& id) {
  permit(caller, domain::Right::read);
  Reading reading(office, caller);
  auto verification = store::get_verification(reading.tx(), id);
  permit_sight_of(reading.tx(), caller, verification.request);
  return verification;
}

Listing<domain::Verification> list_verifications(Office& office, const Caller& caller,
                                                 const Paging& paging) {
  permit(caller, domain::Right::read);
  Reading reading(office, caller);
  return to_listing(store::list_verifications(
      reading.tx(), {narrowed(caller, ""), caller.person.clearance}, to_page(paging)));
}

}  // namespace citacal::service
