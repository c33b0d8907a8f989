#include "service/calendar.h"

#include <algorithm>

#include "core/secret.h"
#include "domain/collection.h"
#include "ical/client_event.h"
#include "ical/event.h"
#include "service/agenda.h"
#include "service/dossier.h"
#include "service/follow_up.h"
#include "service/publication.h"
#include "service/reminders.h"
#include "service/revisions.h"
#include "service/task.h"
#include "store/appointment.h"
#include "store/calendar.h"
#include "store/collection.h"
#include "store/party.h"

namespace citacal::service {

namespace {

using domain::Calendar;
using domain::CalendarObject;

constexpr int kBatch = 200;  // appointments written anew in one transaction
constexpr int kHolidayYearsBefore = 1;
constexpr int kHolidayYearsAfter = 5;  // as far as a feed may be asked for
constexpr int kHolidaysMost = 10'000;
constexpr std::chrono::days kGoneKept{180};  // how long clients may stay away and still catch up

// Revisions of a calendar that is made anew go on beyond those it had before.
std::int64_t first_revision(core::Instant now) {
  return now.time_since_epoch().count();
}

// It knows of nothing that was in a calendar of that name before it.
store::CalendarState new_state(std::string digest, core::Instant now) {
  store::CalendarState state;
  state.digest = std::move(digest);
  state.revision = state.forgotten = first_revision(now);
  state.changed_at = now;
  return state;
}

void touch(Work& work, std::string_view calendar) {
  const auto state = store::find_calendar_state(work.tx(), calendar);
  if (state && state->owner.empty()) work.touched(std::string(calendar), state->revision);
}

// Written now, whenever what it shows was decided: revisions and Last-Modified never go back.
void put(Work& work, const CalendarObject& object) {
  const auto now = work.office().clock().now();
  // Not there yet: another program's definitions; the service fills it when it starts.
  store::open_calendar(work.tx(), object.calendar, {}, now);
  if (store::put_object(work.tx(), object, now)) touch(work, object.calendar);
}

void take_out(Work& work, const std::string& calendar, const std::string& name) {
  if (!store::remove_object(work.tx(), calendar, name, work.office().clock().now())) return;
  store::remove_properties(work.tx(), calendar, name);
  touch(work, calendar);
}

// What decides how the objects of a calendar look: its definition, and the institute's own words.
std::string digest_of(const Office& office, const Calendar& calendar) {
  const auto& institute = office.institute();
  std::string all = domain::definition_digest(calendar);
  for (const auto& part : {institute.name, institute.base_url, institute.organizer_name,
                           institute.organizer, institute.uid_host, institute.provider})
    all += '\n' + part;
  return core::sha256_hex(all);
}

// A calendar cannot know who reads it: for everybody, and of a case that not everybody may read, it
// tells less.
ical::Detail detail_for(const Calendar& calendar, const domain::ServiceRequest& request) {
  const bool all_may_read = request.classification.level == domain::Level::open;
  return all_may_read && !domain::is_public(calendar) ? ical::Detail::full : ical::Detail::open;
}

// The place of an event that enters a calendar. Another object may have the usual name, for clients
// name what they put.
void find_place(Work& work, CalendarObject& object) {
  const auto other = store::find_object(work.tx(), object.calendar, object.name);
  if (other && !other->gone) object.name = domain::name_for(core::sha256_hex(object.uid));
}

void publish_in(Work& work, const Calendar& calendar, const Dossier& dossier) {
  auto object = expected_object(calendar, dossier);
  const auto standing = store::find_object_by_uid(work.tx(), calendar.id, dossier.appointment.uid);
  if (object && object->hide_after && *object->hide_after <= work.office().clock().now())
    object.reset();
  // Not (or no longer) of this calendar: reported as gone where it once was.
  if (!object) {
    if (standing) take_out(work, calendar.id, standing->name);
    return;
  }
  if (standing)
    keep_client_part(*object, *standing);
  else
    find_place(work, *object);
  put(work, *object);
}

void open_calendar(Work& work, const Calendar& calendar) {
  if (store::find_calendar_state(work.tx(), calendar.id)) return;
  store::save_calendar_state(work.tx(), calendar.id,
                             new_state(digest_of(work.office(), calendar), work.now()));
  work.touched(calendar.id, first_revision(work.now()));
}

void publish_holidays(Work& work, const Calendar& calendar) {
  std::vector<std::string> standing;
  for (const auto& object : expected_holidays(work.office(), calendar, work.now())) {
    put(work, object);
    standing.push_back(object.uid);
  }
  for (const auto& object : store::list_objects(work.tx(), calendar.id, "", kHolidaysMost))
    if (!object.gone && std::find(standing.begin(), standing.end(), object.uid) == standing.end())
      take_out(work, calendar.id, object.name);
}

// Writes all appointments into a calendar, batch by batch, so that other work goes on between.
void publish_appointments(Office& office, const Calendar& calendar) {
  core::Id after;
  for (;;) {
    Work work(office, system_caller("tick"));
    const auto ids = store::list_appointment_ids(work.tx(), after, kBatch);
    for (const auto& id : ids) {
      const auto appointment = store::get_appointment(work.tx(), id);
      publish_in(work, calendar, open_dossier(work.tx(), office.institute(), appointment));
      // Agendas say what the whole calendar says.
      if (domain::is_whole(calendar)) publish_to_agendas(work, appointment);
    }
    work.commit();
    if (ids.size() < kBatch) return;
    after = ids.back();
  }
}

void bring_up_to_date(Office& office, const Calendar& calendar) {
  const auto digest = digest_of(office, calendar);
  {
    Work work(office, system_caller("tick"));
    auto state = store::find_calendar_state(work.tx(), calendar.id);
    if (calendar.source == domain::Source::holidays) {
      if (!state) open_calendar(work, calendar);
      publish_holidays(work, calendar);
      work.commit();
      return;
    }
    if (state && state->digest == digest) return;
    // An empty digest until all is written: a death in between begins anew.
    if (state) {
      state->digest.clear();
      ++state->revision;
      state->changed_at = work.now();
    }
    store::save_calendar_state(work.tx(), calendar.id, state ? *state : new_state("", work.now()));
    work.commit();
  }
  publish_appointments(office, calendar);
  Work work(office, system_caller("tick"));
  auto state = *store::find_calendar_state(work.tx(), calendar.id);
  state.digest = digest;
  store::save_calendar_state(work.tx(), calendar.id, state);
  work.commit();
}

void remove_undefined(Office& office) {
  Work work(office, system_caller("tick"));
  const auto defined = all_calendars(office, work.tx());
  bool removed = false;
  for (const auto& id : store::list_calendar_ids(work.tx())) {
    const bool stands = std::any_of(defined.begin(), defined.end(),
                                    [&](const Calendar& one) { return one.id == id; });
    if (stands) continue;
    store::remove_calendar(work.tx(), id);
    work.audit("calendar removed", "calendar", id);
    office.revisions().forget(id);
    removed = true;
  }
  if (removed) work.commit();
}

// Cancelled events whose days are over leave the calendars.
void hide_due(Office& office) {
  for (;;) {
    Work work(office, system_caller("tick"));
    const auto due = store::list_to_hide(work.tx(), work.now(), kBatch);
    for (const auto& [calendar, name] : due) take_out(work, calendar, name);
    if (!due.empty()) work.commit();
    if (due.size() < kBatch) return;
  }
}

void forget_gone(Office& office) {
  Work work(office, system_caller("tick"));
  if (store::forget_gone(work.tx(), work.now() - kGoneKept) > 0) work.commit();
}

}  // namespace

std::vector<CalendarObject> expected_holidays(const Office& office, const Calendar& calendar,
                                              core::Instant now) {
  std::vector<CalendarObject> objects;
  const int year = core::year_of(now);
  for (int y = year - kHolidayYearsBefore; y <= year + kHolidayYearsAfter; ++y) {
    for (const auto& observed : office.work_calendar().observed(y)) {
      CalendarObject object;
      object.calendar = calendar.id;
      object.uid = observed.holiday->key + "-" + core::print_day(observed.day) + "@" +
                   office.institute().uid_host;
      object.name = domain::name_for(object.uid);
      object.slot = {core::start_of(observed.day),
                     core::start_of(observed.day + std::chrono::days(1))};
      object.exact = false;  // a civil day, in whatever zone it is read
      object.busy = domain::Busy::free;
      object.text = ical::print_holiday(observed, office.institute());
      object.etag = ical::etag_of(object.text);
      object.changed_at = now;
      objects.push_back(std::move(object));
    }
  }
  return objects;
}

CalendarObject object_of(const Dossier& dossier, ical::Detail detail, int cancelled_days) {
  const auto& appointment = dossier.appointment;
  CalendarObject object;
  object.uid = appointment.uid;
  object.name = domain::name_for(object.uid);
  object.slot = appointment.slot;
  object.busy = domain::busy_of(appointment.status);
  object.created_at = appointment.created_at;
  object.changed_at = appointment.changed_at;
  if (appointment.status == domain::AppointmentStatus::cancelled)
    object.hide_after = core::start_of(core::day_of(appointment.changed_at) +
                                       std::chrono::days(cancelled_days + 1));
  object.text = ical::print_event(dossier.view(), detail);
  object.etag = ical::etag_of(object.text);
  return object;
}

std::optional<CalendarObject> expected_object(const Calendar& calendar, const Dossier& dossier) {
  if (!domain::shows(calendar, dossier.appointment, dossier.request)) return std::nullopt;
  auto object = object_of(dossier, detail_for(calendar, dossier.request), calendar.cancelled_days);
  object.calendar = calendar.id;
  return object;
}

void keep_client_part(CalendarObject& object, const CalendarObject& standing) {
  object.name = standing.name;
  object.created_at = standing.created_at;
  object.client_lines = standing.client_lines;
  if (!object.client_lines.empty()) object.etag = ical::etag_with(object.text, object.client_lines);
}

std::vector<Calendar> all_calendars(const Office& office, store::Transaction& tx) {
  const auto contractors = store::list_contractors(tx);
  std::vector<Calendar> all;
  for (const auto& definition : office.definitions())
    for (auto& calendar : domain::expand(definition, contractors))
      all.push_back(std::move(calendar));
  return all;
}

std::vector<Calendar> calendars_of(const Office& office, const domain::Contractor& contractor) {
  std::vector<Calendar> calendars;
  for (const auto& definition : office.definitions())
    if (definition.source == domain::Source::appointments)
      for (auto& calendar : domain::expand(definition, {contractor}))
        calendars.push_back(std::move(calendar));
  return calendars;
}

void publish(Work& work, const domain::Appointment& appointment) {
  const auto dossier = open_dossier(work.tx(), work.office().institute(), appointment);
  for (const auto& calendar : calendars_of(work.office(), dossier.contractor))
    publish_in(work, calendar, dossier);
  publish_to_agendas(work, appointment);
}

void open_calendars(Work& work, const domain::Contractor& contractor) {
  for (const auto& calendar : calendars_of(work.office(), contractor))
    if (calendar.contractor == contractor.id) open_calendar(work, calendar);
}

void publish_contractor(Work& work, const domain::Contractor& contractor) {
  store::AppointmentFilter filter;
  filter.contractor = contractor.id;
  store::Page page{store::kPageMax, ""};
  for (;;) {
    const auto listed = store::list_appointments(work.tx(), filter, page);
    for (const auto& appointment : listed.items) publish(work, appointment);
    if (listed.next.empty()) return;
    page.after = listed.next;
  }
}

void publish_all(Office& office) {
  remove_undefined(office);
  std::vector<Calendar> calendars;
  {
    Reading reading(office, system_caller("tick"));
    calendars = all_calendars(office, reading.tx());
  }
  for (const auto& calendar : calendars) bring_up_to_date(office, calendar);
  publish_all_tasks(office);
  plan_all_reminders(office);
  plan_all_follow_ups(office);
  hide_due(office);
  forget_gone(office);
  refresh_revisions(office);
}

void refresh_revisions(Office& office) {
  const auto system = system_caller("tick");
  Reading reading(office, system);
  for (const auto& [id, revision] : store::list_revisions(reading.tx()))
    office.revisions().raise(id, revision);
}

std::vector<Calendar> list_calendars(Office& office, const Caller& caller) {
  Reading reading(office, caller);
  auto all = all_calendars(office, reading.tx());
  std::erase_if(all, [&](const Calendar& one) { return !domain::may_see(one, caller.person); });
  return all;
}

Calendar get_calendar(Office& office, std::string_view id, const Caller* caller) {
  Reading reading(office, system_caller("web"));
  for (auto& calendar : all_calendars(office, reading.tx()))
    if (calendar.id == id &&
        (caller ? domain::may_see(calendar, caller->person) : domain::is_public(calendar)))
      return calendar;
  throw core::Error(core::Code::not_found, "not-found",
                    {"No hay tal calendario, o no es para usted.",
                     "There is no such calendar, or it is not for you."},
                    "calendar");
}

}  // namespace citacal::service
