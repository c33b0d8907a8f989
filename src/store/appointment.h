// Appointments with attendees, affected services and proposals in the store.
#pragma once

#include "domain/appointment.h"
#include "store/database.h"
#include "store/page.h"

namespace citacal::store {

struct AppointmentFilter {
  std::optional<core::Instant> from;   // ends after this
  std::optional<core::Instant> until;  // starts before this
  core::Id contractor;                 // empty: any
  std::optional<domain::Kind> kind;    // of its request
  std::optional<bool> affects_network;
  std::optional<domain::AppointmentStatus> status;
  domain::Level up_to = domain::Level::reserved;  // of its request
  bool without_cancelled = false;
  bool with_slots = false;  // those too of which the reader sees the slot (domain::Sight)
};

void save(Transaction& tx, const domain::Appointment& appointment);
std::optional<domain::Appointment> find_appointment(Transaction& tx, const core::Id& id);
std::optional<domain::Appointment> find_appointment_by_uid(Transaction& tx, std::string_view uid);
domain::Appointment get_appointment(Transaction& tx, const core::Id& id);
// In the order in which they were agreed: the last is the newest.
std::vector<domain::Appointment> list_appointments_of(Transaction& tx, const core::Id& request);
// Those that invite this address, in any case; as they were agreed.
std::vector<domain::Appointment> list_appointments_with(Transaction& tx, std::string_view address);
// By start, then id. What a page costs does not grow with the table: a range of an index.
Listed<domain::Appointment> list_appointments(Transaction& tx, const AppointmentFilter& filter,
                                              const Page& page);
// Not cancelled, overlapping the slot.
std::vector<domain::Appointment> list_overlapping(Transaction& tx, const core::Slot& slot);
// The ids of all, in the order of ids, after `after`, at most `limit`: to publish anew in batches.
std::vector<core::Id> list_appointment_ids(Transaction& tx, const core::Id& after, int limit);

// When an appointment next has somebody to remind (domain::next_prompt): no part of its value, and
// no new version.
void save_remind_at(Transaction& tx, const core::Id& id, std::optional<core::Instant> at);
// Those to remind by `now`, the longest due first.
std::vector<core::Id> list_to_remind(Transaction& tx, core::Instant now, int limit);

// When an appointment next has something to do in domain::due_follow_up: as above.
void save_follow_up_at(Transaction& tx, const core::Id& id, std::optional<core::Instant> at);
std::vector<core::Id> list_to_follow_up(Transaction& tx, core::Instant now, int limit);
// All that have such a moment, by id after `after`: to plan anew in batches.
std::vector<core::Id> list_followed_up(Transaction& tx, const core::Id& after, int limit);

}  // namespace citacal::store
