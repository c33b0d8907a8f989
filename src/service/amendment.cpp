#include "service/amendment.h"

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "service/calendar.h"
#include "service/letters.h"
#include "service/settle.h"
#include "store/appointment.h"
#include "store/database.h"
#include "store/request.h"

namespace citacal::service {

namespace {

using domain::Appointment;
using domain::AppointmentStatus;
using domain::LetterKind;

// Who of `some` is not among `others`, by address.
std::vector<domain::Attendee> missing_from(const std::vector<domain::Attendee>& others,
                                           const std::vector<domain::Attendee>& some) {
  std::vector<domain::Attendee> missing;
  for (const auto& one : some)
    if (std::none_of(others.begin(), others.end(), [&](const auto& other) {
          return core::equals_ignoring_case(one.email, other.email);
        }))
      missing.push_back(one);
  return missing;
}

bool is_same_but_for_people(Appointment before, const Appointment& after) {
  before.attendees = after.attendees;
  before.sequence = after.sequence;
  before.version = after.version;
  before.changed_at = after.changed_at;
  return before == after;
}

// For the trail: who was invited or dropped, and what else is another.
std::string say_change(const Appointment& before, const Appointment& after) {
  std::string said;
  for (const auto& one : missing_from(before.attendees, after.attendees)) said += " +" + one.email;
  for (const auto& one : missing_from(after.attendees, before.attendees)) said += " -" + one.email;
  if (before.conditions != after.conditions) said += " conditions";
  if (before.link != after.link) said += " link";
  if (before.affected != after.affected) said += " affected";
  if (before.impact != after.impact) said += " impact";
  if (before.affects_network != after.affects_network) said += " affects_network";
  return said.empty() ? said : said.substr(1);
}

void retitle(Work& work, const core::Id& id, const std::string& subject) {
  auto request = store::get_request(work.tx(), id);
  const auto before = std::exchange(request.subject, subject);
  request = domain::checked(std::move(request));
  ++request.version;
  store::save(work.tx(), request);
  work.audit("request renamed", "request", request.id, before + " → " + request.subject);
  for (const auto& appointment : store::list_appointments_of(work.tx(), id))
    publish(work, appointment);
}

void tell_amended(Work& work, const Appointment& before, const Appointment& after,
                  bool is_renamed) {
  const auto added = missing_from(before.attendees, after.attendees);
  auto dropped = after;
  dropped.status = AppointmentStatus::cancelled;  // for those who are no longer invited
  dropped.attendees = missing_from(after.attendees, before.attendees);
  invite(work, dropped, LetterKind::cancellation, dropped.attendees);
  invite(work, after, LetterKind::invitation, added);
  if (is_renamed || !is_same_but_for_people(before, after))
    invite(work, after, LetterKind::update, missing_from(added, after.attendees));
}

}  // namespace

Appointment amend(Work& work, const core::Id& id, const domain::Particulars& change,
                  const std::string& subject) {
  const auto before = get_for_change(work, id);
  auto appointment = domain::amend(before, change, work.now());
  ++appointment.version;
  if (!subject.empty()) retitle(work, before.request, subject);
  settle(work, appointment, "appointment amended", say_change(before, appointment), std::nullopt);
  tell_amended(work, before, appointment, !subject.empty());
  return appointment;
}

}  // namespace citacal::service
