#include "store/collection.h"

#include "store/calendar.h"
#include "store/rows.h"

namespace citacal::store {
namespace {

using domain::OwnCalendar;
using domain::Property;

std::string print_components(const std::vector<domain::Component>& components) {
  std::vector<std::string> words;
  for (const auto one : components) words.emplace_back(core::word(one));
  return print_lines(words);
}

std::vector<OwnCalendar> read_own(std::unique_ptr<Rows> rows) {
  std::vector<OwnCalendar> calendars;
  while (rows->next()) {
    auto& one = calendars.emplace_back();
    one.id = rows->text(0);
    one.owner = rows->text(1);
    one.key = rows->text(2);
    for (const auto& word : parse_lines(rows->view(3)))
      one.components.push_back(core::parse_word<domain::Component>("components", word));
    one.created_at = rows->instant(4);
  }
  return calendars;
}

const std::string kOwn = "SELECT id, owner, key, components, created_at FROM own_calendar ";
const core::Phrase kACalendar{"un calendario", "a calendar"};

}  // namespace

void add(Transaction& tx, const OwnCalendar& calendar) {
  open_calendar(tx, calendar.id, calendar.owner, calendar.created_at);
  try {
    tx.execute(
        "INSERT INTO own_calendar (id, owner, key, components, created_at) "
        "VALUES ($1, $2, $3, $4, $5)",
        calendar.id, calendar.owner, calendar.key, print_components(calendar.components),
        calendar.created_at);
  } catch (const DatabaseError& error) {
    if (error.trouble == Trouble::unique) throw_taken("key", kACalendar);
    throw;
  }
}

std::vector<OwnCalendar> list_own_calendars(Transaction& tx, const core::Id& owner) {
  return read_own(tx.query(kOwn + "WHERE owner = $1 ORDER BY key", owner));
}

std::optional<OwnCalendar> find_own_calendar(Transaction& tx, const core::Id& owner,
                                             std::string_view key) {
  return first_of(read_own(tx.query(kOwn + "WHERE owner = $1 AND key = $2", owner, key)));
}

void rename_own_calendar(Transaction& tx, const core::Id& id, std::string_view key) {
  try {
    tx.execute("UPDATE own_calendar SET key = $2 WHERE id = $1", id, key);
  } catch (const DatabaseError& error) {
    if (error.trouble == Trouble::unique) throw_taken("key", kACalendar);
    throw;
  }
}

void remove_own_calendar(Transaction& tx, const core::Id& id) {
  tx.execute("DELETE FROM own_calendar WHERE id = $1", id);
  remove_calendar(tx, id);
}

std::vector<Property> list_properties(Transaction& tx, const core::Id& person,
                                      std::string_view calendar, std::string_view object) {
  std::vector<Property> properties;
  for (const auto rows =
           tx.query("SELECT space, name, value, language FROM property WHERE person = $1 "
                    "AND calendar = $2 AND object = $3 ORDER BY space, name",
                    person, calendar, object);
       rows->next();)
    properties.push_back({rows->text(0), rows->text(1), rows->text(2), rows->text(3)});
  return properties;
}

bool has_object_properties(Transaction& tx, const core::Id& person, std::string_view calendar) {
  return tx
      .query("SELECT 1 FROM property WHERE person = $1 AND calendar = $2 AND object > '' LIMIT 1",
             person, calendar)
      ->next();
}

void put_property(Transaction& tx, const core::Id& person, std::string_view calendar,
                  std::string_view object, const Property& property) {
  tx.execute(
      "INSERT INTO property (person, calendar, object, space, name, value, language) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (person, calendar, object, space, name) "
      "DO UPDATE SET value = excluded.value, language = excluded.language",
      person, calendar, object, property.space, property.name, property.value, property.language);
}

void remove_property(Transaction& tx, const core::Id& person, std::string_view calendar,
                     std::string_view object, std::string_view space, std::string_view name) {
  tx.execute(
      "DELETE FROM property WHERE person = $1 AND calendar = $2 AND object = $3 AND space = $4 "
      "AND name = $5",
      person, calendar, object, space, name);
}

void remove_properties(Transaction& tx, std::string_view calendar, std::string_view object) {
  tx.execute("DELETE FROM property WHERE calendar = $1 AND object = $2", calendar, object);
}

void copy_properties(Transaction& tx, std::string_view calendar, std::string_view object,
                     std::string_view to_calendar, std::string_view to_object) {
  tx.execute(
      "INSERT INTO property (person, calendar, object, space, name, value, language) "
      "SELECT person, $3, $4, space, name, value, language FROM property AS p "
      "WHERE p.calendar = $1 AND p.object = $2",
      calendar, object, to_calendar, to_object);
}

}  // namespace citacal::store
