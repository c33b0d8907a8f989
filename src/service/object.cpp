#include "service/object.h"

#include <algorithm>

#include "ical/event.h"
#include "ical/object.h"
#include "service/agenda.h"
#include "service/event_write.h"
#include "service/home.h"
#include "service/scheduling.h"
#include "store/appointment.h"
#include "store/calendar.h"
#include "store/collection.h"
#include "store/database.h"

namespace citacal::service {

namespace {

using domain::CalendarObject;
using domain::Collection;
using domain::CollectionKind;
using domain::Component;

constexpr std::size_t kNameMax = 255;  // bytes

const std::vector<Component>& all_components() {
  static const std::vector<Component> all = {Component::vevent, Component::vtodo,
                                             Component::vjournal, Component::vfreebusy,
                                             Component::vavailability};
  return all;
}

bool holds_own_data(const Collection& collection) {
  return collection.kind == CollectionKind::own || collection.kind == CollectionKind::agenda;
}

std::optional<CalendarObject> find_there(Work& work, const Collection& collection,
                                         std::string_view name) {
  auto object = store::find_object(work.tx(), collection.calendar, name);
  if (object && object->gone) object.reset();
  return object;
}

const CalendarObject* pointer(const std::optional<CalendarObject>& object) {
  return object ? &*object : nullptr;
}

[[noreturn]] void refuse_uid(std::string_view name) {
  throw core::Error(core::Code::conflict, "no-uid-conflict",
                    {"Otro objeto de este calendario tiene ese UID, o el de este era otro.",
                     "Another object of this calendar has that UID, or this one's was another."},
                    std::string(name));
}

void require_component(const Collection& collection, Component component) {
  const auto& taken = collection.components;
  if (std::find(taken.begin(), taken.end(), component) != taken.end()) return;
  const std::string word(core::word(component));
  throw core::Error(
      core::Code::forbidden, "supported-calendar-component",
      {"Este calendario no admite " + word + ".", "This calendar does not take " + word + "."});
}

// UIDs are unique in a calendar, and an object keeps its own (RFC 4791 §5.3.2.1).
void require_uid(Work& work, const Collection& collection, const std::string& uid,
                 std::string_view name, const CalendarObject* before) {
  if (before && before->uid != uid) refuse_uid(before->name);
  const auto other = store::find_object_by_uid(work.tx(), collection.calendar, uid);
  if (other && other->name != name) refuse_uid(other->name);
}

void require_room(Work& work, const Collection& collection) {
  const auto state = store::find_calendar_state(work.tx(), collection.calendar);
  if (state && state->objects >= domain::kObjectsMost)
    throw core::Error(core::Code::too_large, "quota-not-exceeded",
                      {"El calendario está lleno: borre lo que ya no sirva.",
                       "The calendar is full: delete what is of no more use."});
}

// Writers are serial in one engine and not in the other: there, who comes second learns it here.
void store_object(Work& work, const CalendarObject& object) {
  try {
    store::put_object(work.tx(), object, work.now());
  } catch (const store::DatabaseError& error) {
    if (error.trouble == store::Trouble::unique) refuse_uid(object.name);
    throw;
  }
}

// Where nothing but answers is taken, only what somebody else arranged can be put.
bool may_put(const Collection& collection, const domain::Person& person,
             const CalendarObject* before) {
  const auto grant = domain::grant(collection, person);
  if (grant.answer) return before && grant.change && !before->schedule_tag.empty();
  return before ? grant.change : grant.add;
}

// Whether scheduling has to do with it. What has the UID of an appointment, and is of somebody whom
// it does not concern, is but a note of theirs.
bool is_arranged(Work& work, const ical::ObjectFacts& facts) {
  return !facts.organizer.empty() && !facts.attendees.empty() &&
         !store::find_appointment_by_uid(work.tx(), facts.uid);
}

// The appointment that an object in a person's calendar is about; nullopt where it is their own:
// who is not invited does not learn that there is one, and who organizes a meeting with that UID
// goes on doing so.
std::optional<domain::Appointment> find_invitation(Work& work, const std::string& uid,
                                                   const CalendarObject* before) {
  auto appointment = store::find_appointment_by_uid(work.tx(), uid);
  if (!appointment || !is_invited(work, *appointment)) return std::nullopt;
  if (before && is_organized_by(work.caller().person, *before)) return std::nullopt;
  return appointment;
}

Put put_own(Work& work, const Collection& collection, const PutAsked& asked,
            const ical::ObjectFacts& facts, const CalendarObject* before) {
  const bool is_ours = before && !before->whole;
  if (is_ours || !may_put(collection, work.caller().person, before)) refuse_privileges();
  require_component(collection, facts.component);
  require_uid(work, collection, facts.uid, asked.name, before);
  if (before && before->text == asked.text) return {false, before->etag, before->schedule_tag};
  if (!before) {
    require_room(work, collection);
    store::open_calendar(work.tx(), collection.calendar, collection.owner, work.now());
  }
  CalendarObject object;
  object.calendar = collection.calendar;
  object.name = asked.name;
  std::string text = asked.text;
  bool is_scheduling = false;
  if (is_arranged(work, facts) || (before && !before->schedule_tag.empty())) {
    auto scheduled =
        schedule_put(work, collection, asked.name, asked.text, before, asked.schedule_reply);
    text = std::move(scheduled.text);
    is_scheduling = scheduled.is_scheduling;
  }
  fill(object, facts, text);
  // Another one by every put: two programs of one person do not overwrite each other.
  if (is_scheduling) object.schedule_tag = object.etag;
  store_object(work, object);
  const bool is_as_put = object.text == asked.text;
  return {!before, is_as_put ? object.etag : "", object.schedule_tag};
}

Put put_in(Work& work, const Collection& collection, const PutAsked& asked,
           const ical::ObjectFacts& facts, const CalendarObject* before) {
  switch (collection.kind) {
    case CollectionKind::published: {
      // Who does not agree dates may still answer there for themselves.
      const bool may_add = domain::grant(collection, work.caller().person).add;
      if (!collection.whole || (!before && !may_add)) refuse_privileges();
      require_component(collection, facts.component);
      require_uid(work, collection, facts.uid, asked.name, before);
      return put_appointment_event(work, collection, asked, before);
    }
    case CollectionKind::tasks:
      if (!before) refuse_privileges();
      require_component(collection, facts.component);
      require_uid(work, collection, facts.uid, asked.name, before);
      return put_task(work, collection, asked, before);
    case CollectionKind::own:
    case CollectionKind::agenda:
      if (find_invitation(work, facts.uid, before)) {
        require_uid(work, collection, facts.uid, asked.name, before);
        return put_appointment_event(work, collection, asked, before);
      }
      return put_own(work, collection, asked, facts, before);
    case CollectionKind::inbox:
    case CollectionKind::outbox:
      break;
  }
  refuse_privileges();
}

// An event of the institute's, wherever it stands: its text is ours.
bool is_appointment(Work& work, const CalendarObject& object) {
  return !object.whole && store::find_appointment_by_uid(work.tx(), object.uid).has_value();
}

void drop(Work& work, const CalendarObject& object) {
  store::remove_object(work.tx(), object.calendar, object.name, work.now());
  store::remove_properties(work.tx(), object.calendar, object.name);
}

void delete_in(Work& work, const Collection& collection, const CalendarObject& object,
               bool schedule_reply) {
  if (!domain::grant(collection, work.caller().person).remove) refuse_privileges();
  if (collection.kind == CollectionKind::inbox) return drop(work, object);
  if (collection.kind == CollectionKind::published || is_appointment(work, object))
    return delete_appointment_event(work, collection, object, schedule_reply);
  if (!object.schedule_tag.empty()) schedule_delete(work, object, schedule_reply);
  drop(work, object);
}

// What may be copied and moved is what persons put, among the calendars that are theirs.
void require_transferable(Work& work, const TransferAsked& asked, const Collection& from,
                          const Collection& to, const CalendarObject& object) {
  const auto& person = work.caller().person;
  if (!holds_own_data(to) || !domain::grant(to, person).add) refuse_privileges(to, "bind");
  const bool is_put = object.whole && holds_own_data(from);
  if (asked.move && (!is_put || !domain::grant(from, person).remove))
    refuse_privileges(from, "unbind");
  if (!is_put) refuse_privileges(to, "bind");
  if (from.calendar == to.calendar && asked.name == asked.to_name)
    throw core::Error(core::Code::forbidden, "same-resource",
                      {"El origen y el destino son el mismo.", "Source and destination are one."});
  if (!asked.move && !object.schedule_tag.empty())
    throw core::Error(core::Code::forbidden, "unique-scheduling-object-resource",
                      {"Una cita con invitados no se copia: ya está en otro calendario suyo.",
                       "A meeting with attendees is not copied: it is in a calendar of yours."},
                      asked.name);
  require_component(to, object.component);
}

// An object as the refusal of a COPY or MOVE names it: of another collection than the request's
// with its key.
std::string place_of(const Collection& from, const Collection& to, const std::string& name) {
  return from.calendar == to.calendar ? name : to.key + "/" + name;
}

// A COPY or MOVE onto an object takes the place of an older version of the same, no more
// (RFC 4791 §5.3.2.1): appointments and meetings are neither cancelled nor declined by it.
void require_replaceable(Work& work, const Collection& from, const Collection& to,
                         const CalendarObject& object, const CalendarObject& replaced) {
  if (!replaced.whole || !domain::grant(to, work.caller().person).remove)
    refuse_privileges(to, "unbind");
  const auto place = place_of(from, to, replaced.name);
  if (replaced.uid != object.uid) refuse_uid(place);
  if (!replaced.schedule_tag.empty())
    throw core::Error(core::Code::forbidden, "unique-scheduling-object-resource",
                      {"En el destino está esta misma cita: cámbiela allí.",
                       "This meeting is at the destination already: change it there."},
                      place);
}

Transferred transfer(Work& work, const TransferAsked& asked, const Collection& from,
                     const Collection& to, CalendarObject object) {
  const auto replaced = find_there(work, to, asked.to_name);
  if (replaced && !asked.overwrite)
    throw core::Error(core::Code::stale, "overwrite",
                      {"En el destino ya hay un objeto.", "There is an object already."},
                      "Overwrite");
  const auto other = store::find_object_by_uid(work.tx(), to.calendar, object.uid);
  const bool is_source =
      other && asked.move && other->calendar == object.calendar && other->name == object.name;
  if (other && !is_source && other->name != asked.to_name)
    refuse_uid(place_of(from, to, other->name));
  if (replaced) {
    require_replaceable(work, from, to, object, *replaced);
    drop(work, *replaced);
  } else {
    require_room(work, to);
  }
  store::open_calendar(work.tx(), to.calendar, to.owner, work.now());
  if (asked.move) store::remove_object(work.tx(), object.calendar, object.name, work.now());
  store::copy_properties(work.tx(), from.calendar, asked.name, to.calendar, asked.to_name);
  if (asked.move) store::remove_properties(work.tx(), from.calendar, asked.name);
  if (!asked.move) object.created_at = work.now();
  object.calendar = to.calendar;
  object.name = asked.to_name;
  store_object(work, object);
  return {!replaced};
}

}  // namespace

void fill(CalendarObject& object, const ical::ObjectFacts& facts, const std::string& text) {
  object.uid = facts.uid;
  object.component = facts.component;
  object.slot = facts.slot;
  object.exact = facts.exact;
  object.busy = facts.busy;
  object.whole = true;
  object.text = text;
  object.etag = ical::etag_of(text);
}

Put put_object(Office& office, const Caller& caller, const PutAsked& asked) {
  check_segment("name", asked.name, kNameMax);
  // Read before the turn to write is taken: others write meanwhile.
  const auto facts = ical::read_object(asked.text, all_components());
  Work work(office, caller);
  const auto collection = get_collection(work, asked.collection);
  const auto before = find_there(work, collection, asked.name);
  if (asked.precondition) asked.precondition(pointer(before));
  auto put = put_in(work, collection, asked, facts, pointer(before));
  work.commit();
  return put;
}

void delete_object(Office& office, const Caller& caller, const DeleteAsked& asked) {
  Work work(office, caller);
  const auto collection = get_collection(work, asked.collection);
  const auto object = find_there(work, collection, asked.name);
  if (asked.precondition) asked.precondition(pointer(object));
  if (!object) refuse_absence("object");
  delete_in(work, collection, *object, asked.schedule_reply);
  work.commit();
}

Transferred transfer_object(Office& office, const Caller& caller, const TransferAsked& asked) {
  check_segment("name", asked.to_name, kNameMax);
  Work work(office, caller);
  const auto from = get_collection(work, asked.collection);
  const auto to = get_collection(work, asked.to_collection);
  auto object = find_there(work, from, asked.name);
  if (asked.precondition) asked.precondition(pointer(object));
  if (!object) refuse_absence("object");
  require_transferable(work, asked, from, to, *object);
  const auto transferred = transfer(work, asked, from, to, std::move(*object));
  work.commit();
  return transferred;
}

}  // namespace citacal::service
