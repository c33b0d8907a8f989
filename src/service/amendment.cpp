#include "service/amendment.h"

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "domain/changes.h"
#include "service/calendar.h"
#include "service/letters.h"
#include "service/notice.h"
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

void retitle(Work& work, const core::Id& id, const std::string& subject) {
  auto request = store::get_request(work.tx(), id);
  const auto before = std::exchange(request.subject, subject);
  request = domain::checked(std::move(request));
  ++request.version;
  store::save(work.tx(), request);
  work.audit("request renamed", "request", request.id,
             domain::Changes().text("subject", before, request.subject).print());
  for (const auto& appointment : store::list_appointments_of(work.tx(), id))
    publish(work, appointment);
}

// Who is no longer invited: of the appointment as it was told to them.
void tell_dropped(Work& work, Appointment before, const Appointment& after) {
  const auto dropped = missing_from(after.attendees, before.attendees);
  before.status = AppointmentStatus::cancelled;
  before.attendees = dropped;
  before.sequence = after.sequence;
  before.changed_at = after.changed_at;
  invite(work, before, LetterKind::cancellation, dropped);
}

void tell_others(Work& work, const Appointment& before, const Appointment& after, bool is_renamed) {
  const auto added = missing_from(before.attendees, after.attendees);
  invite(work, after, LetterKind::invitation, added);
  if (is_renamed || !is_same_but_for_people(before, after))
    tell_change(work, before, after, missing_from(added, after.attendees));
}

std::string verb_of(const Change& asked) {
  if (asked.move) return "appointment rescheduled";
  return asked.amends() ? "appointment amended" : "appointment confirmed";
}

}  // namespace

bool Change::amends() const {
  return !subject.empty() || particulars != domain::Particulars{};
}

Appointment change(Work& work, const core::Id& id, const Change& asked) {
  const auto before = get_for_change(work, id);
  auto after = before;
  if (asked.move) after = domain::reschedule(std::move(after), *asked.move, work.now());
  if (asked.amends()) after = domain::amend(std::move(after), asked.particulars, work.now());
  if (asked.confirm) after = domain::confirm(std::move(after), work.now());
  after.sequence = before.sequence + 1;
  after.version = before.version + 1;
  tell_dropped(work, before, after);  // before the case has its new subject
  if (!asked.subject.empty()) retitle(work, before.request, asked.subject);
  settle(work, after, verb_of(asked), std::nullopt, asked.move.has_value());
  tell_others(work, before, after, !asked.subject.empty());
  keep_notice_rule(work, before, after, "");
  return after;
}

Appointment amend(Work& work, const core::Id& id, const domain::Particulars& particulars,
                  const std::string& subject) {
  auto before = get_for_change(work, id);
  Change asked;
  asked.particulars = particulars;
  asked.subject = subject;
  if (!asked.amends()) return before;
  return change(work, id, asked);
}

}  // namespace citacal::service
