#include "store/collection.h"

#include <catch2/catch.hpp>

#include "sample.h"
#include "store/calendar.h"

namespace citacal::store {
namespace {

using domain::Component;
using domain::Property;

struct Home {
  Home() {
    save(*tx, marta);
    save(*tx, luis);
    calendar.id = core::new_id(kNow);
    calendar.owner = marta.id;
    calendar.key = "proyectos";
    calendar.components = {Component::vevent, Component::vtodo};
    calendar.created_at = kNow;
    add(*tx, calendar);
  }
  std::unique_ptr<Database> database = open({.url = "sqlite::memory:"});
  std::unique_ptr<Transaction> tx = database->write();
  domain::Person marta = a_person("marta"), luis = a_person("luis");
  domain::OwnCalendar calendar;
};

TEST_CASE(
    "an own calendar comes back as it was made, is renamed, and goes with all that is in it") {
  Home t;
  CHECK(find_own_calendar(*t.tx, t.marta.id, "proyectos") == t.calendar);
  CHECK(!find_own_calendar(*t.tx, t.luis.id, "proyectos"));
  CHECK(find_calendar_state(*t.tx, t.calendar.id)->owner == t.marta.id);
  rename_own_calendar(*t.tx, t.calendar.id, "obras");
  CHECK(list_own_calendars(*t.tx, t.marta.id).at(0).key == "obras");
  domain::CalendarObject object;
  object.calendar = t.calendar.id;
  object.name = object.uid = "a";
  put_object(*t.tx, object, kNow);
  put_property(*t.tx, t.luis.id, t.calendar.id, "", {"DAV:", "displayname", "Obras"});
  remove_own_calendar(*t.tx, t.calendar.id);
  CHECK(list_own_calendars(*t.tx, t.marta.id).empty());
  CHECK(!find_calendar_state(*t.tx, t.calendar.id));
  CHECK(list_properties(*t.tx, t.luis.id, t.calendar.id, "").empty());
  CHECK(!find_object(*t.tx, t.calendar.id, "a"));
}

TEST_CASE("a key that its owner has already used is a conflict, another's is not") {
  Home t;
  auto other = t.calendar;
  other.id = core::new_id(kNow);
  other.owner = t.luis.id;
  add(*t.tx, other);
  other.id = core::new_id(kNow);
  CHECK(code_of([&] { add(*t.tx, other); }) == core::Code::conflict);
}

TEST_CASE("properties are each person's own, and go along with their object") {
  Home t;
  const auto& id = t.calendar.id;
  const Property red{"http://apple.com/ns/ical/", "calendar-color", "#ff0000"};
  const Property note{"urn:x", "note", "<a xmlns=\"urn:x\"/>"};
  const Property newer{"urn:x", "note", ""};
  put_property(*t.tx, t.marta.id, id, "", red);
  CHECK(!has_object_properties(*t.tx, t.marta.id, id));
  put_property(*t.tx, t.marta.id, id, "a", note);
  put_property(*t.tx, t.marta.id, id, "a", newer);
  put_property(*t.tx, t.luis.id, id, "a", note);
  CHECK(has_object_properties(*t.tx, t.marta.id, id));
  CHECK(list_properties(*t.tx, t.marta.id, id, "") == std::vector{red});
  CHECK(list_properties(*t.tx, t.marta.id, id, "a") == std::vector{newer});
  copy_properties(*t.tx, id, "a", "elsewhere", "b");
  remove_properties(*t.tx, id, "a");
  CHECK(list_properties(*t.tx, t.luis.id, id, "a").empty());
  CHECK(list_properties(*t.tx, t.luis.id, "elsewhere", "b") == std::vector{note});
  CHECK(list_properties(*t.tx, t.marta.id, "elsewhere", "b") == std::vector{newer});
  remove_property(*t.tx, t.marta.id, id, "", red.space, red.name);
  CHECK(list_properties(*t.tx, t.marta.id, id, "").empty());
}

}  // namespace
}  // namespace citacal::store
