// What stands in a person's home, and what they make of it.
#include "service/collection.h"

#include <catch2/catch.hpp>

#include <map>

#include "service/appointment.h"
#include "store/calendar.h"
#include "store/database.h"
#include "support/office.h"

using namespace citacal;
using domain::Component;

namespace {

std::string keys(service::Office& office, const service::Caller& caller) {
  service::Reading reading(office, caller);
  std::string all;
  for (const auto& one : service::list_collections(reading)) {
    all += one.key + " ";
    const auto found = service::find_collection(reading, one.key);
    REQUIRE(found);
    CHECK(found->calendar == one.calendar);
    CHECK(found->kind == one.kind);
    CHECK(found->title == one.title);
    CHECK(found->whole == one.whole);
    CHECK(found->components == one.components);
  }
  return all;
}

std::string condition_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const core::Error& error) {
    return error.condition;
  }
  return "";
}

domain::Collection collection(service::Reading& reading, std::string_view key) {
  const auto found = service::find_collection(reading, key);
  REQUIRE(found);
  return *found;
}

const domain::Property kRed{"http://apple.com/ns/ical/", "calendar-color", "#ff0000"};

}  // namespace

TEST_CASE("a home holds what is published for that person, and what is their own") {
  test::TestOffice t;
  auto other = t.redes;
  other.key = "ups";
  other.name = "Energía Segura S.A.S.";
  service::create_contractor(t.office, t.coordinator, other);
  service::make_calendar(t.office, t.staff, "Obras 2026", {}, {});
  const std::string always = "agenda tareas inbox outbox ";
  CHECK(keys(t.office, t.coordinator) ==
        "institute network contractor-redes contractor-ups holidays " + always);
  CHECK(keys(t.office, t.staff) ==
        "institute network contractor-redes contractor-ups holidays " + always + "Obras 2026 ");
  CHECK(keys(t.office, t.contractor) == "network contractor-redes holidays " + always);
  service::Reading reading(t.office, t.contractor);
  for (const auto* key : {"institute", "contractor-ups", "contractor-", "contractor-{key}",
                          "Obras 2026", "nothing", ""})
    CHECK_FALSE(service::find_collection(reading, key));
  CHECK(collection(reading, "agenda").components == std::vector{Component::vevent});
}

TEST_CASE("only the calendar that shows every appointment is the one to work in") {
  test::TestOffice t;
  service::Reading reading(t.office, t.coordinator);
  for (const auto& one : service::list_collections(reading))
    CHECK(one.whole == (one.key == "institute"));
}

TEST_CASE("a calendar of one's own is made with its properties, renamed and removed") {
  test::TestOffice t;
  service::make_calendar(t.office, t.staff, "obras", {Component::vtodo}, {{kRed}});
  service::rename_calendar(t.office, t.staff, "obras", "arreglos");
  {
    service::Reading reading(t.office, t.staff);
    CHECK_FALSE(service::find_collection(reading, "obras"));
    const auto made = collection(reading, "arreglos");
    CHECK(made.components == std::vector{Component::vtodo});
    CHECK(service::list_properties(reading, made) == std::vector{kRed});
    CHECK(service::state_of(reading, made).revision > 0);
    CHECK(service::state_of(reading, collection(reading, "tareas")).revision == 0);
  }
  service::remove_calendar(t.office, t.staff, "arreglos");
  CHECK(condition_of([&] { service::remove_calendar(t.office, t.staff, "arreglos"); }) ==
        "not-found");
  for (const auto* key : {"institute", "agenda", "inbox"})
    CHECK(condition_of([&] { service::remove_calendar(t.office, t.staff, key); }) ==
          "need-privileges");
  service::Reading reading(t.office, t.staff);
  CHECK_FALSE(service::find_collection(reading, "arreglos"));
}

TEST_CASE("a calendar of one's own has a name that is free and fit, and a right behind it") {
  test::TestOffice t;
  const auto make = [&](const service::Caller& caller, const std::string& key) {
    return condition_of([&] { service::make_calendar(t.office, caller, key, {}, {}); });
  };
  CHECK(make(t.staff, "obras") == "");
  CHECK(make(t.auditor, "obras") == "");
  for (const auto* key :
       {"obras", "institute", "contractor-redes", "agenda", "tareas", "inbox", "outbox"})
    CHECK(make(t.staff, key) == "resource-must-be-null");
  for (const auto& key : {std::string(), std::string("a/b"), std::string(".."), std::string("a\n"),
                          std::string("\xE9"), std::string(101, 'a')})
    CHECK(make(t.staff, key) == "bad-name");
  CHECK(make(t.contractor, "obras") == "need-privileges");
  for (int i = 1; i < domain::kOwnCalendarsMost; ++i)
    REQUIRE(make(t.staff, "c" + std::to_string(i)) == "");
  CHECK(make(t.staff, "one-more") == "quota-not-exceeded");
}

TEST_CASE("properties are changed all or none, and are each person's own") {
  test::TestOffice t;
  const auto change = [&](const std::string& key, const std::string& object,
                          const std::vector<service::PropertyChange>& changes) {
    return condition_of(
        [&] { service::change_properties(t.office, t.staff, key, object, changes); });
  };
  const auto given = [&](const service::Caller& caller) {
    service::Reading reading(t.office, caller);
    return service::list_properties(reading, collection(reading, "network"));
  };
  const domain::Property large{"urn:x", "large", std::string(domain::kPropertyMax + 1, 'x')};
  CHECK(change("network", "", {{kRed}, {large}}) == "property-too-large");
  CHECK(given(t.staff).empty());
  CHECK(change("network", "", {{kRed}}) == "");
  CHECK(given(t.staff) == std::vector{kRed});
  CHECK(given(t.coordinator).empty());
  CHECK(change("network", "", {{kRed, true}}) == "");
  CHECK(given(t.staff).empty());
  CHECK(change("nothing", "", {{kRed}}) == "not-found");
  CHECK(change("network", "nothing.ics", {{kRed}}) == "not-found");
  std::vector<service::PropertyChange> many;
  for (int i = 0; i <= domain::kPropertiesMost; ++i)
    many.push_back({{"urn:x", "p" + std::to_string(i), "1"}});
  CHECK(change("network", "", many) == "too-many-properties");
}

TEST_CASE("an object is told with the size that its data have, whatever clients added") {
  test::TestOffice t;
  const auto made = t.appointment();
  {
    const auto tx = t.office.database().write();
    auto object = *store::find_object_by_uid(*tx, "institute", made.uid);
    object.client_lines =
        "CATEGORIES:Mía\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:x\r\n"
        "TRIGGER:-PT5M\r\nEND:VALARM\r\n";
    object.etag = "\"with-lines\"";
    store::put_object(*tx, object, t.clock.now());
    tx->commit();
  }
  service::Reading reading(t.office, t.coordinator);
  for (const auto* key : {"institute", "network", "holidays"}) {
    const auto found = collection(reading, key);
    std::map<std::string, std::int64_t> sizes;
    service::for_each_object(reading, found, service::Data::without, [&](const auto& object) {
      CHECK(object.text.empty());
      sizes[std::string(object.name)] = object.size;
      return true;
    });
    int seen = 0;
    service::for_each_object(reading, found, service::Data::with, [&](const auto& object) {
      const auto data = service::data_of(object);
      CHECK(data.starts_with("BEGIN:VCALENDAR\r\n"));
      CHECK(static_cast<std::int64_t>(data.size()) == object.size);
      CHECK(sizes.at(std::string(object.name)) == object.size);
      service::with_object(reading, found, object.name, service::Data::with,
                           [&](const auto& one) { return service::data_of(one) == data; });
      ++seen;
      return true;
    });
    CHECK(seen > 0);
  }
  const auto institute = collection(reading, "institute");
  CHECK_FALSE(service::with_object(reading, institute, "nothing.ics", service::Data::without,
                                   [](const auto&) { return true; }));
}

TEST_CASE("people of a contractor know of nobody else; the institute's know each open account") {
  test::TestOffice t;
  service::remove_account(t.office, t.administrator, "auditora");
  {
    service::Reading reading(t.office, t.staff);
    CHECK(service::list_principals(reading).size() == 4);
    CHECK(service::find_principal(reading, "coordinadora"));
    CHECK_FALSE(service::find_principal(reading, "auditora"));
  }
  service::Reading reading(t.office, t.contractor);
  CHECK(service::list_principals(reading).size() == 1);
  CHECK(service::find_principal(reading, "redes"));
  CHECK_FALSE(service::find_principal(reading, "coordinadora"));
}
