#include "service/appointment.h"

#include <algorithm>
#include <map>

#include "core/check.h"
#include "ical/feed.h"
#include "ical/invitation.h"
#include "service/dossier.h"
#include "service/letters.h"
#include "service/notice.h"
#include "service/page.h"
#include "service/request.h"
#include "service/settle.h"
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
                                                  const Caller& caller, core::Instant now) {
  auto others = store::list_overlapping(tx, appointment.slot);
  // A warning names the place, the firm or a service of what it collides with.
  std::erase_if(others, [&](const Appointment& other) {
    return !sees(caller, store::get_request(tx, other.request));
  });
  return domain::find_conflicts(appointment, others, office.work_calendar(), now);
}

std::string replaced_uid(Work& work, const domain::Agreement& agreement) {
  std::string replaced;
  for (const auto& earlier : store::list_appointments_of(work.tx(), agreement.request))
    if (earlier.status == AppointmentStatus::cancelled) replaced = earlier.uid;
  return replaced;
}

void check_uid(Work& work, const std::string& uid) {
  constexpr std::size_t kUidMax = 200;  // bytes: with ".ics" it is the name of its resource
  const bool fits =
      !uid.empty() && uid.size() <= kUidMax && std::all_of(uid.begin(), uid.end(), [](char c) {
        return c > ' ' && c < 0x7F &&
               std::string_view("/\\%?#\"<>").find(c) == std::string_view::npos;
      });
  if (!fits)
    throw core::Error(core::Code::forbidden, "valid-calendar-data",
                      {"El UID del evento debe tener de 1 a 200 letras, cifras o signos, sin "
                       "espacios ni ninguno de / \\ % ? # \" < >.",
                       "The event's UID must have 1 to 200 letters, digits or signs, without "
                       "blanks or any of / \\ % ? # \" < >."},
                      "UID");
  if (store::find_appointment_by_uid(work.tx(), uid))
    throw core::Error(core::Code::forbidden, "no-uid-conflict",
                      {"Ya hay una citación con ese UID: una que se retiró no vuelve; haga un "
                       "evento nuevo.",
                       "There is an appointment with that UID already: a withdrawn one does not "
                       "come back; make a new event."});
}

Agreed agree_as(Work& work, domain::Agreement agreement, const core::Id& id,
                const std::string& uid) {
  const auto request = get_visible_request(work.tx(), work.caller(), agreement.request);
  require_unfollowed(work.tx(), request);
  fill_attendees(work.tx(), agreement, request.contractor);
  agreement.replaces = replaced_uid(work, agreement);
  const auto appointment = domain::agree(request, agreement, id, uid, work.now());
  auto warnings = conflicts_of(work.tx(), work.office(), appointment, work.caller(), work.now());
  settle(work, appointment, "appointment agreed", LetterKind::invitation);
  work.made(id);
  return {appointment, std::move(warnings)};
}

}  // namespace

Agreed agree(Work& work, domain::Agreement agreement) {
  const auto id = core::new_id(work.now());
  return agree_as(work, std::move(agreement), id, id + "@" + work.office().institute().uid_host);
}

Agreed agree(Work& work, domain::Agreement agreement, const std::string& uid) {
  check_uid(work, uid);
  return agree_as(work, std::move(agreement), core::new_id(work.now()), uid);
}

Agreed agree(Office& office, const Caller& caller, domain::Agreement agreement) {
  return in_work(office, caller, domain::Right::agree,
                 [&](Work& work) { return agree(work, std::move(agreement)); });
}

Appointment confirm(Work& work, const core::Id& id, const std::string& short_notice_reason) {
  const auto before = get_for_change(work, id);
  auto appointment = domain::confirm(before, work.now());
  ++appointment.version;
  settle(work, appointment, "appointment confirmed", std::nullopt);
  tell_change(work, before, appointment, appointment.attendees);
  keep_notice_rule(work, before, appointment, short_notice_reason);
  return appointment;
}

Appointment confirm(Office& office, const Caller& caller, const core::Id& id,
                    const std::string& short_notice_reason) {
  return in_work(office, caller, domain::Right::agree,
                 [&](Work& work) { return confirm(work, id, short_notice_reason); });
}

Agreed reschedule(Work& work, const core::Id& id, const domain::Rescheduling& change) {
  const auto before = get_for_change(work, id);
  auto appointment = domain::reschedule(before, change, work.now());
  ++appointment.version;
  auto warnings = conflicts_of(work.tx(), work.office(), appointment, work.caller(), work.now());
  settle(work, appointment, "appointment rescheduled", std::nullopt, true);
  tell_change(work, before, appointment, appointment.attendees);
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
  return settle(work, std::move(appointment), "appointment cancelled", LetterKind::cancellation);
}

Appointment cancel(Office& office, const Caller& caller, const core::Id& id,
                   const std::string& reason) {
  return in_work(office, caller, domain::Right::agree,
                 [&](Work& work) { return cancel(work, id, reason); });
}

Appointment hold(Work& work, const core::Id& id) {
  auto appointment = domain::hold(get_for_change(work, id), work.now());
  ++appointment.version;
  return settle(work, std::move(appointment), "appointment held", std::nullopt);
}

Appointment hold(Office& office, const Caller& caller, const core::Id& id) {
  return in_work(office, caller, domain::Right::agree, [&](Work& work) { return hold(work, id); });
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
  require_unfollowed(reading.tx(), request);
  fill_attendees(reading.tx(), agreement, request.contractor);
  const auto appointment = domain::agree(request, agreement, "", "", reading.now());
  return conflicts_of(reading.tx(), office, appointment, caller, reading.now());
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
  store::AppointmentFilter filter{
      query.from, query.until, narrowed(caller, query.contractor), query.kind,
      query.affects_network, query.status, caller.person.clearance, query.without_cancelled,
      // Whoever asks for a firm, a kind or a state would learn it of
      // what they find.
      query.with_slots && query.contractor.empty() && !query.kind && !query.status};
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
    const auto sight = sight_of(caller, request);
    listing.items.push_back({std::move(appointment), std::move(request), found->second, sight});
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
    text +=
        ical::print_event(dossier.view(), entry.sight == domain::Sight::whole ? ical::Detail::full
                                                                              : ical::Detail::open);
  }
  return text += ical::kFeedTail;
}

}  // namespace citacal::service
