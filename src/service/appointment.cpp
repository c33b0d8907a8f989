#include "service/appointment.h"

#include <map>

#include "core/check.h"
#include "core/text.h"
#include "ical/feed.h"
#include "ical/invitation.h"
#include "service/calendar.h"
#include "service/dossier.h"
#include "service/letters.h"
#include "service/notice.h"
#include "service/page.h"
#include "store/appointment.h"
#include "store/party.h"
#include "store/request.h"

namespace citacal::service {

namespace {

using domain::Appointment;
using domain::AppointmentStatus;
using domain::LetterKind;

// The contractor's contacts, where the agreement names nobody.
void fill_attendees(store::Transaction& tx, domain::Agreement& agreement,
                    const core::Id& contractor) {
  if (!agreement.attendees.empty()) return;
  for (const auto& contact : store::get_contractor(tx, contractor).contacts)
    if (contact.invited)
      agreement.attendees.push_back({.name = contact.name, .email = contact.email});
}

std::vector<domain::ConflictWarning> conflicts_of(store::Transaction& tx, Office& office,
                                                  const Appointment& appointment,
                                                  core::Instant now) {
  return domain::find_conflicts(appointment, store::list_overlapping(tx, appointment.slot),
                                office.work_calendar(), now);
}

domain::ServiceRequest get_visible_request(store::Transaction& tx, const Caller& caller,
                                           const core::Id& id) {
  auto request = store::get_request(tx, id);
  permit_sight(caller, request.contractor, request.level);
  return request;
}

// What every change of an appointment has in common: saved, its request moved along, shown, told.
// `moved`: it has another date or place than what was told of it.
Appointment settle(Work& work, Appointment appointment, const std::string& action,
                   const std::string& detail, std::optional<LetterKind> tell, bool moved = false) {
  store::save(work.tx(), appointment);
  auto request = store::get_request(work.tx(), appointment.request);
  const auto state = domain::request_state_for(appointment.status);
  if (request.state != state) {
    request.state = state;
    ++request.version;
    store::save(work.tx(), request);
  }
  publish(work, appointment);
  plan_notice(work, appointment, moved);
  if (tell) invite(work, appointment, *tell);
  work.audit(action, "appointment", appointment.id, request.number + " " + detail);
  return appointment;
}

Appointment get_for_change(Work& work, const core::Id& id) {
  auto appointment = store::get_appointment(work.tx(), id);
  get_visible_request(work.tx(), work.caller(), appointment.request);
  permit_version(work.caller(), appointment.version);
  return appointment;
}

std::string say_slot(const core::Slot& slot) {
  return core::print_local(slot.start) + " – " + core::print_local(slot.end);
}

// Answers and proposals: by the coordinator for anybody, by others for their own address only.
void permit_answer(const Caller& caller, const std::string& email) {
  permit(caller, domain::Right::answer);
  if (!core::equals_ignoring_case(caller.person.email, email)) permit(caller, domain::Right::agree);
}

std::string replaced_uid(Work& work, const domain::Agreement& agreement) {
  std::string replaced;
  for (const auto& earlier : store::list_appointments_of(work.tx(), agreement.request))
    if (earlier.status == AppointmentStatus::cancelled) replaced = earlier.uid;
  return replaced;
}

}  // namespace

Agreed agree(Work& work, domain::Agreement agreement) {
  const auto request = get_visible_request(work.tx(), work.caller(), agreement.request);
  fill_attendees(work.tx(), agreement, request.contractor);
  agreement.replaces = replaced_uid(work, agreement);
  const auto id = core::new_id(work.now());
  const auto uid = id + "@" + work.office().institute().uid_host;
  const auto appointment = domain::agree(request, agreement, id, uid, work.now());
  auto warnings = conflicts_of(work.tx(), work.office(), appointment, work.now());
  settle(work, appointment, "appointment agreed", say_slot(appointment.slot),
         LetterKind::invitation);
  work.made(id);
  return {appointment, std::move(warnings)};
}

Agreed agree(Office& office, const Caller& caller, domain::Agreement agreement) {
  return in_work(office, caller, domain::Right::agree,
                 [&](Work& work) { return agree(work, std::move(agreement)); });
}

Appointment confirm(Work& work, const core::Id& id) {
  auto appointment = domain::confirm(get_for_change(work, id), work.now());
  ++appointment.version;
  return settle(work, std::move(appointment), "appointment confirmed", "", LetterKind::update);
}

Appointment confirm(Office& office, const Caller& caller, const core::Id& id) {
  return in_work(office, caller, domain::Right::agree,
                 [&](Work& work) { return confirm(work, id); });
}

Agreed reschedule(Work& work, const core::Id& id, const domain::Rescheduling& change) {
  const auto before = get_for_change(work, id);
  auto appointment = domain::reschedule(before, change, work.now());
  ++appointment.version;
  auto warnings = conflicts_of(work.tx(), work.office(), appointment, work.now());
  settle(work, appointment, "appointment rescheduled",
         say_slot(before.slot) + " → " + say_slot(appointment.slot) + ": " + appointment.reason,
         LetterKind::update, true);
  return {appointment, std::move(warnings)};
}

Agreed reschedule(Office& office, const Caller& caller, const core::Id& id,
                  const domain::Rescheduling& change) {
  return in_work(office, caller, domain::Right::agree,
                 [&](Work& work) { return reschedule(work, id, change); });
}

Appointment cancel(Work& work, const core::Id& id, const std::string& reason) {
  auto appointment = domain::cancel(get_for_change(work, id), reason, work.now());
  ++appointment.version;
  return settle(work, std::move(appointment), "appointment cancelled", reason,
                LetterKind::cancellation);
}

Appointment cancel(Office& office, const Caller& caller, const core::Id& id,
                   const std::string& reason) {
  return in_work(office, caller, domain::Right::agree,
                 [&](Work& work) { return cancel(work, id, reason); });
}

Appointment hold(Work& work, const core::Id& id) {
  auto appointment = domain::hold(get_for_change(work, id), work.now());
  ++appointment.version;
  return settle(work, std::move(appointment), "appointment held", "", std::nullopt);
}

Appointment hold(Office& office, const Caller& caller, const core::Id& id) {
  return in_work(office, caller, domain::Right::agree, [&](Work& work) { return hold(work, id); });
}

Appointment answer(Work& work, const core::Id& id, const domain::Answer& given) {
  const auto before = get_for_change(work, id);
  auto appointment = domain::answer(before, given, work.now());
  if (appointment.attendees == before.attendees) return before;  // the same answer again
  ++appointment.version;
  return settle(work, std::move(appointment), "answer given",
                given.email + ": " + std::string(core::word(given.answer)), std::nullopt);
}

Appointment answer(Office& office, const Caller& caller, const core::Id& id,
                   const domain::Answer& given) {
  permit_answer(caller, given.email);
  return in_work(office, caller, domain::Right::answer,
                 [&](Work& work) { return answer(work, id, given); });
}

Appointment propose(Work& work, const core::Id& id, const domain::Proposal& proposal) {
  auto made = proposal;
  made.id = core::new_id(work.now());
  made.made_at = work.now();
  auto appointment = domain::propose(get_for_change(work, id), made);
  ++appointment.version;
  return settle(work, std::move(appointment), "date proposed",
                made.email + ": " + say_slot(made.slot), std::nullopt);
}

Appointment propose(Office& office, const Caller& caller, const core::Id& id,
                    const domain::Proposal& proposal) {
  permit_answer(caller, proposal.email);
  return in_work(office, caller, domain::Right::answer,
                 [&](Work& work) { return propose(work, id, proposal); });
}

Appointment get_appointment(Office& office, const Caller& caller, const core::Id& id) {
  permit(caller, domain::Right::read);
  Reading reading(office, caller);
  auto appointment = store::get_appointment(reading.tx(), id);
  get_visible_request(reading.tx(), caller, appointment.request);
  return appointment;
}

std::vector<domain::ConflictWarning> check_agreement(Office& office, const Caller& caller,
                                                     domain::Agreement agreement) {
  permit(caller, domain::Right::agree);
  Reading reading(office, caller);
  const auto request = get_visible_request(reading.tx(), caller, agreement.request);
  fill_attendees(reading.tx(), agreement, request.contractor);
  const auto appointment = domain::agree(request, agreement, "", "", reading.now());
  return conflicts_of(reading.tx(), office, appointment, reading.now());
}

std::string print_invitation(Office& office, const Caller& caller, const core::Id& id) {
  permit(caller, domain::Right::read);
  Reading reading(office, caller);
  const auto appointment = store::get_appointment(reading.tx(), id);
  get_visible_request(reading.tx(), caller, appointment.request);
  const auto method = appointment.status == AppointmentStatus::cancelled ? ical::Method::cancel
                                                                         : ical::Method::request;
  const auto dossier = open_dossier(reading.tx(), office.institute(), appointment);
  return ical::print_invitation(dossier.view(), method);
}

Listing<Entry> list_appointments(Office& office, const Caller& caller,
                                 const AppointmentQuery& query, const Paging& paging) {
  permit(caller, domain::Right::read);
  Reading reading(office, caller);
  store::AppointmentFilter filter{query.from,
                                  query.until,
                                  narrowed(caller, query.contractor),
                                  query.kind,
                                  query.affects_network,
                                  query.status,
                                  caller.person.clearance,
                                  query.without_cancelled};
  auto page = store::list_appointments(reading.tx(), filter, to_page(paging));
  Listing<Entry> listing;
  listing.next = std::move(page.next);
  std::map<core::Id, domain::Contractor> contractors;
  for (auto& appointment : page.items) {
    auto found = contractors.find(appointment.contractor);
    if (found == contractors.end())
      found = contractors
                  .emplace(appointment.contractor,
                           store::get_contractor(reading.tx(), appointment.contractor))
                  .first;
    auto request = store::get_request(reading.tx(), appointment.request);
    listing.items.push_back({std::move(appointment), std::move(request), found->second});
  }
  return listing;
}

std::string print_entries(Office& office, const Caller& caller, const std::vector<Entry>& entries) {
  domain::Calendar calendar;
  calendar.id = "upcoming";
  calendar.title = {"Mantenimientos que vienen", "Upcoming maintenance"};
  calendar.colour = "#1f6feb";
  std::string text = ical::feed_head({calendar, ""});
  Reading reading(office, caller);
  for (const auto& entry : entries) {
    const auto dossier = open_dossier(reading.tx(), office.institute(), entry.appointment);
    text += ical::print_event(dossier.view(), ical::Detail::full);
  }
  return text += ical::kFeedTail;
}

}  // namespace citacal::service
