#include "service/task.h"

#include <algorithm>
#include <set>

#include "core/text.h"
#include "ical/bundle.h"
#include "ical/client_event.h"
#include "ical/task.h"
#include "service/agenda.h"
#include "service/publication.h"
#include "service/verification.h"
#include "store/calendar.h"
#include "store/database.h"
#include "store/party.h"
#include "store/request.h"
#include "store/verification.h"

namespace citacal::service {

namespace {

using domain::CalendarObject;
using domain::Commitment;
using domain::Person;
using domain::Verification;

constexpr int kBatch = 100;

// Who is meant by what stands in a commitment: a login, an address, or the name of one person.
std::optional<Person> find_owner(Work& work, const std::string& who) {
  auto person = store::find_person_by_login(work.tx(), core::to_lower(who));
  if (!person) person = store::find_person_by_address(work.tx(), who);
  if (person && person->active) return person;
  auto named = store::list_persons_named(work.tx(), who);
  if (named.size() != 1) return std::nullopt;  // two of that name: nobody knows which
  return std::move(named.front());
}

void put(Work& work, CalendarObject object, const core::Id& owner) {
  object.calendar = domain::tasks_of(owner);
  const auto now = work.office().clock().now();
  store::open_calendar(work.tx(), object.calendar, owner, now);
  if (const auto standing = store::find_object_by_uid(work.tx(), object.calendar, object.uid))
    keep_client_part(object, *standing);
  store::put_object(work.tx(), object, now);
}

core::Id commitment_of(const CalendarObject& object) {
  return object.uid.substr(0, object.uid.find('@'));
}

bool is_done(const Verification& verification, const core::Id& commitment) {
  return std::any_of(verification.commitments.begin(), verification.commitments.end(),
                     [&](const Commitment& one) { return one.id == commitment && one.done_at; });
}

// The alarms and other lines of a task are its owner's.
void keep_lines(Work& work, CalendarObject object, std::string_view text) {
  const auto calendar = ical::parse_tree(text);
  for (const auto& node : calendar.nodes) {
    if (node.name != "VTODO") continue;
    object.client_lines = ical::lines_beside(ical::client_lines_of(node), object.text);
    object.etag = ical::etag_with(object.text, object.client_lines);
    store::put_object(work.tx(), object, work.now());
    return;
  }
}

const ical::Node* find_task(const ical::Node& calendar) {
  for (const auto& node : calendar.nodes)
    if (node.name == "VTODO") return &node;
  return nullptr;
}

// What the verification says stays: title, day, and that it was done. What a program leaves out, or
// the hour that it puts to the day, is no change.
void require_same_task(const CalendarObject& before, std::string_view text, bool is_done) {
  constexpr std::size_t kDay = 8;  // yyyymmdd
  const auto given = ical::object_of(before.text);
  const auto own = ical::parse_tree(given);
  const auto put = ical::parse_tree(text);
  const auto *ours = find_task(own), *theirs = find_task(put);
  core::expects(ours && theirs, "a task is one VTODO");
  const auto title = ical::unescaped_text(core::trim(theirs->value("SUMMARY")));
  const auto due = core::trim(theirs->value("DUE"));
  const bool is_renamed =
      !title.empty() &&
      core::trim(title) != core::trim(ical::unescaped_text(ours->value("SUMMARY")));
  const bool is_moved =
      !due.empty() && due.substr(0, kDay) != core::trim(ours->value("DUE")).substr(0, kDay);
  const bool is_undone = is_done && !ical::is_completed(text);
  if (!is_renamed && !is_moved && !is_undone) return;
  throw core::Error(
      core::Code::forbidden, "task-is-of-the-verification",
      {"Es un compromiso de la verificación: aquí se marca como cumplido; su texto, su fecha y lo "
       "ya cumplido no se cambian en el calendario.",
       "It is a commitment of the verification: here it is marked as met; its text, its date and "
       "what was met are not changed in a calendar."});
}

}  // namespace

CalendarObject expected_task(store::Transaction& tx, const domain::Institute& institute,
                             const Verification& verification, const Commitment& commitment) {
  const auto request = store::get_request(tx, verification.request);
  CalendarObject object;
  object.uid = ical::task_uid(commitment.id, institute);
  object.name = domain::name_for(object.uid);
  object.component = domain::Component::vtodo;
  object.text = ical::print_task({commitment, request, institute, verification.verified_at});
  object.etag = ical::etag_with(object.text, "");
  const auto facts = ical::read_object(ical::object_of(object.text), {domain::Component::vtodo});
  object.slot = facts.slot;
  object.exact = facts.exact;
  object.busy = facts.busy;
  return object;
}

void publish_tasks(Work& work, const Verification& verification) {
  for (const auto& commitment : verification.commitments) {
    const auto task = expected_task(work.tx(), work.office().institute(), verification, commitment);
    std::set<core::Id> owners;
    if (const auto owner = find_owner(work, commitment.who)) owners.insert(owner->id);
    // Whoever has it from a time when the name meant them sees what becomes of it.
    for (const auto& standing : store::list_objects_of(work.tx(), task.uid))
      owners.insert(store::find_calendar_state(work.tx(), standing.calendar)->owner);
    for (const auto& owner : owners) put(work, task, owner);
  }
}

void publish_all_tasks(Office& office) {
  std::string after;
  do {
    Work work(office, system_caller("tick"));
    const auto listed = store::list_verifications(work.tx(), {}, {kBatch, after});
    for (const auto& verification : listed.items) publish_tasks(work, verification);
    after = listed.next;
    work.commit();
  } while (!after.empty());
}

void publish_tasks_of(Work& work, const Person& person) {
  auto names = domain::addresses_of(person, person.email);
  names.push_back(person.login);
  names.push_back(person.name);
  for (const auto& name : names)
    for (const auto& verification : store::list_verifications_naming(work.tx(), name))
      publish_tasks(work, verification);
}

Put put_task(Work& work, const domain::Collection& collection, const PutAsked& asked,
             const CalendarObject* before) {
  core::expects(before, "a task is made by a verification");
  const auto commitment = commitment_of(*before);
  const auto verification = store::find_verification_of_commitment(work.tx(), commitment);
  core::expects(verification.has_value(), "a task is a commitment of a verification");
  const bool was_done = is_done(*verification, commitment);
  require_same_task(*before, asked.text, was_done);
  keep_lines(work, *before, asked.text);
  if (ical::is_completed(asked.text) && !was_done)
    complete_commitment(work, verification->id, commitment);
  const auto after = store::find_object(work.tx(), collection.calendar, before->name);
  core::expects(after && !after->gone, "a task stays where it was put");
  const auto given = ical::object_of(ical::with_client_lines(after->text, after->client_lines));
  return {false, given == asked.text ? after->etag : "", after->schedule_tag};
}

}  // namespace citacal::service
