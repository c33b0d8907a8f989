#include "store/appointment.h"

#include <algorithm>

#include "store/rows.h"

namespace citacal::store {
namespace {

using domain::Appointment;
using domain::AppointmentStatus;

const Table kAppointment(
    "appointment",
    "id, version, uid, request, contractor, status, sequence, starts, ends, "
    "place, link, conditions, responsible, affected, impact, "
    "affects_network, replaces, reason, created_at, changed_at, asked, asked_at, "
    "verification, verify_by");
const core::Phrase kAnAppointment{"una citación", "an appointment"};

// domain::checked(Agreement) lets none be longer: what overlaps a range begins in this much before
// it, which keeps every question by time a range of the index.
constexpr std::chrono::days kLongest{31};

Appointment read_one(const Rows& rows) {
  Appointment appointment;
  int c = 0;
  appointment.id = rows.text(c++);
  appointment.version = rows.integer(c++);
  appointment.uid = rows.text(c++);
  appointment.request = rows.text(c++);
  appointment.contractor = rows.text(c++);
  appointment.status = rows.word<AppointmentStatus>(c++);
  appointment.sequence = static_cast<int>(rows.integer(c++));
  appointment.slot.start = rows.instant(c++);
  appointment.slot.end = rows.instant(c++);
  appointment.place = rows.text(c++);
  appointment.link = rows.text(c++);
  appointment.conditions = rows.text(c++);
  appointment.responsible = rows.text(c++);
  appointment.affected = parse_lines(rows.view(c++));
  appointment.impact = rows.word<domain::Impact>(c++);
  appointment.affects_network = rows.flag(c++);
  appointment.replaces = rows.text(c++);
  appointment.reason = rows.text(c++);
  appointment.created_at = rows.instant(c++);
  appointment.changed_at = rows.instant(c++);
  appointment.asked = static_cast<int>(rows.integer(c++));
  appointment.asked_at = rows.instant(c++);
  appointment.verification = rows.word<domain::VerificationState>(c++);
  appointment.verify_by = rows.optional_instant(c++);
  return appointment;
}

void read_attendee(Appointment& appointment, const Rows& row) {
  auto& attendee = appointment.attendees.emplace_back();
  attendee.name = row.text(1);
  attendee.email = row.text(2);
  attendee.role = row.word<domain::AttendeeRole>(3);
  attendee.kind = row.word<domain::AttendeeKind>(4);
  attendee.answer = row.word<domain::Participation>(5);
  attendee.comment = row.text(6);
  attendee.answered_at = row.optional_instant(7);
  attendee.said_at = row.optional_instant(8);
  attendee.delegated_to = row.text(9);
  attendee.unreached_at = row.optional_instant(10);
}

void read_proposal(Appointment& appointment, const Rows& row) {
  auto& proposal = appointment.proposals.emplace_back();
  proposal.id = row.text(1);
  proposal.email = row.text(2);
  proposal.slot = {row.instant(3), row.instant(4)};
  proposal.comment = row.text(5);
  proposal.made_at = row.instant(6);
  proposal.state = row.word<domain::ProposalState>(7);
  proposal.was = {row.instant(8), row.instant(9)};
  proposal.reason = row.text(10);
  proposal.mail = row.text(11);
}

void read_move(Appointment& appointment, const Rows& row) {
  auto& move = appointment.moves.emplace_back();
  move.was = {row.instant(1), row.instant(2)};
  move.slot = {row.instant(3), row.instant(4)};
  move.asked_by = row.word<domain::Asker>(5);
  move.reason = row.text(6);
  move.at = row.instant(7);
}

void attach_children(Transaction& tx, std::vector<Appointment>& appointments) {
  read_children(tx,
                "SELECT appointment, name, email, role, kind, answer, comment, answered_at, "
                "said_at, delegated_to, unreached_at "
                "FROM attendee",
                "appointment", appointments, read_attendee);
  read_children(tx,
                "SELECT appointment, id, email, starts, ends, comment, made_at, state, "
                "was_starts, was_ends, reason, mail "
                "FROM proposal",
                "appointment", appointments, read_proposal);
  read_children(tx,
                "SELECT appointment, was_starts, was_ends, starts, ends, asked_by, reason, at "
                "FROM move",
                "appointment", appointments, read_move);
}

std::vector<Appointment> read_all(Transaction& tx, std::unique_ptr<Rows> rows) {
  std::vector<Appointment> appointments;
  while (rows->next()) appointments.push_back(read_one(*rows));
  rows.reset();
  attach_children(tx, appointments);
  return appointments;
}

void save_children(Transaction& tx, const Appointment& appointment) {
  int item = 0;
  for (const auto& attendee : appointment.attendees)
    tx.execute(
        "INSERT INTO attendee (appointment, item, name, email, role, kind, answer, comment, "
        "answered_at, said_at, delegated_to, unreached_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        appointment.id, item++, attendee.name, attendee.email, attendee.role, attendee.kind,
        attendee.answer, attendee.comment, attendee.answered_at, attendee.said_at,
        attendee.delegated_to, attendee.unreached_at);
  item = 0;
  for (const auto& proposal : appointment.proposals)
    tx.execute(
        "INSERT INTO proposal (appointment, item, id, email, starts, ends, comment, made_at, "
        "state, was_starts, was_ends, reason, mail) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        appointment.id, item++, proposal.id, proposal.email, proposal.slot.start, proposal.slot.end,
        proposal.comment, proposal.made_at, proposal.state, proposal.was.start, proposal.was.end,
        proposal.reason, proposal.mail);
  item = 0;
  for (const auto& move : appointment.moves)
    tx.execute(
        "INSERT INTO move (appointment, item, was_starts, was_ends, starts, ends, asked_by, "
        "reason, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        appointment.id, item++, move.was.start, move.was.end, move.slot.start, move.slot.end,
        move.asked_by, move.reason, move.at);
}

}  // namespace

void save(Transaction& tx, const Appointment& appointment) {
  save_row(tx, kAppointment, "uid", kAnAppointment, appointment.id, appointment.version,
           appointment.uid, appointment.request, appointment.contractor, appointment.status,
           appointment.sequence, appointment.slot.start, appointment.slot.end, appointment.place,
           appointment.link, appointment.conditions, appointment.responsible,
           print_lines(appointment.affected), appointment.impact, appointment.affects_network,
           appointment.replaces, appointment.reason, appointment.created_at, appointment.changed_at,
           appointment.asked, appointment.asked_at, appointment.verification,
           appointment.verify_by);
  if (appointment.version > 1) {
    tx.execute("DELETE FROM attendee WHERE appointment = $1", appointment.id);
    tx.execute("DELETE FROM proposal WHERE appointment = $1", appointment.id);
    tx.execute("DELETE FROM move WHERE appointment = $1", appointment.id);
  }
  save_children(tx, appointment);
}

std::optional<Appointment> find_appointment(Transaction& tx, const core::Id& id) {
  return first_of(read_all(tx, tx.query(kAppointment.select + "WHERE id = $1", id)));
}

std::optional<Appointment> find_appointment_by_uid(Transaction& tx, std::string_view uid) {
  return first_of(read_all(tx, tx.query(kAppointment.select + "WHERE uid = $1", uid)));
}

Appointment get_appointment(Transaction& tx, const core::Id& id) {
  if (auto appointment = find_appointment(tx, id)) return *std::move(appointment);
  throw_not_found(kAnAppointment);
}

std::vector<Appointment> list_appointments_of(Transaction& tx, const core::Id& request) {
  return read_all(tx, tx.query(kAppointment.select + "WHERE request = $1 ORDER BY id", request));
}

std::vector<Appointment> list_appointments_with(Transaction& tx, std::string_view address) {
  return read_all(tx,
                  tx.query(kAppointment.select + "WHERE id IN (SELECT appointment FROM attendee "
                                                 "WHERE lower(email) = lower($1)) ORDER BY id",
                           address));
}

Listed<Appointment> list_appointments(Transaction& tx, const AppointmentFilter& filter,
                                      const Page& page) {
  const int limit = bounded_limit(page.limit);
  const bool has_cursor = !page.after.empty();
  const auto after = has_cursor ? parse_cursor(page.after) : Cursor();
  const bool has_earliest = has_cursor || filter.from.has_value();
  core::Instant earliest{core::Seconds(after.start)};
  if (filter.from)
    earliest = has_cursor ? std::max(earliest, *filter.from - kLongest) : *filter.from - kLongest;
  Where where;
  if (!filter.contractor.empty()) where.add("contractor = ", filter.contractor);
  if (has_earliest) where.add("starts >= ", earliest);
  if (has_cursor) where.add_pair("(starts, id) > ", after.start, after.id);
  if (filter.until) where.add("starts < ", *filter.until);
  if (filter.from) where.add("ends > ", *filter.from);
  if (filter.status) where.add("status = ", *filter.status);
  if (filter.without_cancelled) where.add("status <> ", AppointmentStatus::cancelled);
  if (filter.affects_network) where.add("affects_network = ", *filter.affects_network);
  if (filter.kind)
    where.add("(SELECT kind FROM service_request r WHERE r.id = appointment.request) = ",
              *filter.kind);
  const auto sight = level_condition("r.level", filter.up_to);
  if (!sight.empty())
    where.add("EXISTS (SELECT 1 FROM service_request r WHERE r.id = appointment.request AND (" +
              sight + (filter.with_slots ? " OR r.extent = 'partial'" : "") + "))");
  auto rows = where.run(tx, kAppointment.select, "starts, id", limit + 1);
  auto listed = read_page<Appointment>(*rows, limit, read_one, [](const Appointment& last) {
    return print_cursor({last.slot.start.time_since_epoch().count(), last.id});
  });
  rows.reset();
  attach_children(tx, listed.items);
  return listed;
}

std::vector<Appointment> list_overlapping(Transaction& tx, const core::Slot& slot) {
  return read_all(
      tx, tx.query(kAppointment.select + "WHERE starts >= $1 AND starts < $2 AND ends > $3 "
                                         "AND status <> $4 ORDER BY starts, id",
                   slot.start - kLongest, slot.end, slot.start, AppointmentStatus::cancelled));
}

std::vector<core::Id> list_appointment_ids(Transaction& tx, const core::Id& after, int limit) {
  return list_ids(
      tx.query("SELECT id FROM appointment WHERE id > $1 ORDER BY id LIMIT $2", after, limit));
}

void save_remind_at(Transaction& tx, const core::Id& id, std::optional<core::Instant> at) {
  tx.execute("UPDATE appointment SET remind_at = $2 WHERE id = $1", id, at);
}

void save_follow_up_at(Transaction& tx, const core::Id& id, std::optional<core::Instant> at) {
  tx.execute("UPDATE appointment SET follow_up_at = $2 WHERE id = $1", id, at);
}

std::vector<core::Id> list_to_remind(Transaction& tx, core::Instant now, int limit) {
  return list_ids(
      tx.query("SELECT id FROM appointment WHERE remind_at <= $1 ORDER BY remind_at, id LIMIT $2",
               now, limit));
}

std::vector<core::Id> list_to_follow_up(Transaction& tx, core::Instant now, int limit) {
  return list_ids(
      tx.query("SELECT id FROM appointment WHERE follow_up_at <= $1 "
               "ORDER BY follow_up_at, id LIMIT $2",
               now, limit));
}

std::vector<core::Id> list_followed_up(Transaction& tx, const core::Id& after, int limit) {
  return list_ids(
      tx.query("SELECT id FROM appointment WHERE follow_up_at IS NOT NULL AND "
               "id > $1 ORDER BY id LIMIT $2",
               after, limit));
}

}  // namespace citacal::store
