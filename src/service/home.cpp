#include "service/home.h"

#include <algorithm>

#include "core/check.h"
#include "core/text.h"
#include "service/calendar.h"
#include "service/publication.h"
#include "store/calendar.h"
#include "store/collection.h"
#include "store/database.h"
#include "store/party.h"

namespace citacal::service {

namespace {

using domain::Collection;
using domain::CollectionKind;
using domain::Component;

constexpr std::string_view kKeyMark = "{key}";

Collection agenda(const domain::Person& person) {
  Collection one;
  one.kind = CollectionKind::agenda;
  one.key = domain::kAgendaKey;
  one.calendar = domain::agenda_of(person.id);
  one.title = {"Mi agenda", "My agenda"};
  one.description = {"Las citas a las que le invitan, y lo que usted anote.",
                     "The dates you are invited to, and what you note down."};
  one.components = {Component::vevent};
  if (domain::may(person.role, domain::Right::keep))
    one.components = {Component::vevent, Component::vtodo, Component::vjournal};
  return one;
}

Collection tasks(const domain::Person& person) {
  Collection one;
  one.kind = CollectionKind::tasks;
  one.key = domain::kTasksKey;
  one.calendar = domain::tasks_of(person.id);
  one.title = {"Mis compromisos", "My commitments"};
  one.description = {"Los compromisos de las verificaciones que le tocan.",
                     "The commitments of verifications that are yours to meet."};
  one.components = {Component::vtodo};
  return one;
}

Collection box(const domain::Person& person, CollectionKind kind) {
  const bool is_inbox = kind == CollectionKind::inbox;
  Collection one;
  one.kind = kind;
  one.key = is_inbox ? domain::kInboxKey : domain::kOutboxKey;
  one.calendar = is_inbox ? domain::inbox_of(person.id) : "outbox-" + person.id;
  one.title = is_inbox ? core::Phrase{"Bandeja de entrada", "Inbox"}
                       : core::Phrase{"Bandeja de salida", "Outbox"};
  one.components = {Component::vevent, Component::vtodo, Component::vfreebusy};
  return one;
}

std::optional<Collection> find_standing(const domain::Person& person, std::string_view key) {
  auto found = [&]() -> std::optional<Collection> {
    if (key == domain::kAgendaKey) return agenda(person);
    if (key == domain::kTasksKey) return tasks(person);
    if (key == domain::kInboxKey) return box(person, CollectionKind::inbox);
    if (key == domain::kOutboxKey) return box(person, CollectionKind::outbox);
    return std::nullopt;
  }();
  if (!found) return std::nullopt;
  found->owner = person.id;
  found->created_at = person.created_at;
  return found;
}

Collection published(const domain::Calendar& calendar) {
  Collection one;
  one.kind = CollectionKind::published;
  one.key = one.calendar = calendar.id;
  one.title = calendar.title;
  one.description = calendar.description;
  one.colour = calendar.colour;
  one.components = {Component::vevent};
  one.whole = domain::is_whole(calendar);
  return one;
}

// The contractor's key in an id that comes of a definition "contractor-{key}"; empty: it does not.
std::string_view key_within(std::string_view id, std::string_view pattern) {
  const auto mark = pattern.find(kKeyMark);
  if (mark == std::string_view::npos) return {};
  const auto before = pattern.substr(0, mark), after = pattern.substr(mark + kKeyMark.size());
  if (id.size() <= before.size() + after.size() || !id.starts_with(before) || !id.ends_with(after))
    return {};
  return id.substr(before.size(), id.size() - before.size() - after.size());
}

// To who is of a contractor the keys of others are as unknown ones, in time too: they are not
// looked up.
std::optional<domain::Contractor> find_contractor(store::Transaction& tx,
                                                  const domain::Person& person,
                                                  std::string_view key) {
  if (person.role != domain::Role::contractor) return store::find_contractor_by_key(tx, key);
  auto own = store::get_contractor(tx, person.contractor);
  if (own.key != key) return std::nullopt;
  return own;
}

// Without a look at the store unless the calendar is one contractor's.
std::optional<domain::Calendar> find_published(const Office& office, store::Transaction& tx,
                                               const domain::Person& person, std::string_view id) {
  for (const auto& definition : office.definitions()) {
    if (!definition.each_contractor && definition.id == id) return definition;
    if (!definition.each_contractor) continue;
    const auto key = key_within(id, definition.id);
    if (key.empty()) continue;
    if (const auto contractor = find_contractor(tx, person, key))
      for (auto& calendar : domain::expand(definition, {*contractor}))
        if (calendar.id == id) return std::move(calendar);
  }
  return std::nullopt;
}

Collection own(const domain::OwnCalendar& calendar) {
  Collection one;
  one.kind = CollectionKind::own;
  one.key = calendar.key;
  one.calendar = calendar.id;
  one.owner = calendar.owner;
  one.title = {calendar.key, calendar.key};
  one.components = calendar.components;
  one.created_at = calendar.created_at;
  return one;
}

}  // namespace

std::optional<Collection> find_collection(const Office& office, store::Transaction& tx,
                                          const domain::Person& person, std::string_view key) {
  if (auto standing = find_standing(person, key)) return standing;
  if (const auto calendar = find_published(office, tx, person, key)) {
    if (!domain::may_see(*calendar, person)) return std::nullopt;
    return published(*calendar);
  }
  if (const auto calendar = store::find_own_calendar(tx, person.id, key)) return own(*calendar);
  return std::nullopt;
}

Collection get_collection(Work& work, std::string_view key) {
  auto found = find_collection(work.office(), work.tx(), work.caller().person, key);
  if (!found) refuse_absence("collection");
  return *std::move(found);
}

std::optional<Collection> find_collection(Reading& reading, std::string_view key) {
  return find_collection(reading.office(), reading.tx(), reading.caller().person, key);
}

std::vector<Collection> list_collections(Reading& reading) {
  const auto& person = reading.caller().person;
  std::vector<Collection> all;
  for (const auto& calendar : all_calendars(reading.office(), reading.tx()))
    if (domain::may_see(calendar, person)) all.push_back(published(calendar));
  for (const auto key :
       {domain::kAgendaKey, domain::kTasksKey, domain::kInboxKey, domain::kOutboxKey})
    all.push_back(*find_standing(person, key));
  const auto is_taken = [&](const domain::OwnCalendar& one) {
    return std::any_of(all.begin(), all.end(),
                       [&](const Collection& other) { return other.key == one.key; });
  };
  for (const auto& calendar : store::list_own_calendars(reading.tx(), person.id))
    if (!is_taken(calendar)) all.push_back(own(calendar));
  return all;
}

void refuse_privileges() {
  throw core::Error(core::Code::forbidden, "need-privileges",
                    {"Aquí su cuenta no puede hacer eso.", "Your account may not do that here."});
}

void refuse_privileges(const Collection& where, std::string_view privilege) {
  throw core::Error(core::Code::forbidden, "need-privileges",
                    {"Aquí su cuenta no puede hacer eso.", "Your account may not do that here."},
                    where.key + "/" + std::string(privilege));
}

void refuse_absence(std::string_view field) {
  throw core::Error(
      core::Code::not_found, "not-found",
      {"No existe, o no es para su cuenta.", "It does not exist, or is not for your account."},
      std::string(field));
}

void check_segment(std::string_view field, std::string_view name, std::size_t max) {
  const auto is_unfit = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '/';
  };
  if (name.empty() || name.size() > max || name == "." || name == ".." || !core::is_utf8(name) ||
      std::any_of(name.begin(), name.end(), is_unfit))
    core::refuse(field, "bad-name",
                 {"debe tener de 1 a " + std::to_string(max) + " bytes, sin «/» ni controles",
                  "must have 1 to " + std::to_string(max) + " bytes, without \"/\" or controls"});
}

}  // namespace citacal::service
