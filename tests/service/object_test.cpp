// What a client's write means in a calendar of one's own, and where it means nothing.
#include "service/object.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <cstdio>
#include <thread>

#include "service/appointment.h"
#include "store/calendar.h"
#include "store/database.h"
#include "support/office.h"

using namespace citacal;
using domain::Component;

namespace {

std::string event(const std::string& uid, const std::string& more = "") {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:" + uid +
         "\r\nDTSTAMP:20260301T000000Z\r\nDTSTART:20260310T150000Z\r\nDTEND:20260310T160000Z\r\n" +
         more + "END:VEVENT\r\nEND:VCALENDAR\r\n";
}

std::string task(const std::string& uid) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VTODO\r\nUID:" + uid +
         "\r\nDTSTAMP:20260301T000000Z\r\nSUMMARY:x\r\nEND:VTODO\r\nEND:VCALENDAR\r\n";
}

// What is refused, by the name of its precondition; "" where it is not. `field`: what it names.
std::string condition_of(const std::function<void()>& act, std::string* field = nullptr) {
  try {
    act();
  } catch (const core::Error& error) {
    if (field) *field = error.field;
    return error.condition;
  }
  return "";
}

struct Desk : test::TestOffice {
  explicit Desk(service::Settings settings = test::settings()) : TestOffice(std::move(settings)) {
    service::make_calendar(office, staff, "obras", {Component::vevent, Component::vtodo}, {});
    service::make_calendar(office, staff, "otras", {Component::vevent}, {});
  }
  service::Put put(const std::string& name, const std::string& text,
                   const std::string& key = "obras") {
    return service::put_object(office, staff, {key, name, text});
  }
  std::string refusal(const service::Caller& caller, const std::string& key,
                      const std::string& name, const std::string& text,
                      std::string* field = nullptr) {
    return condition_of([&] { service::put_object(office, caller, {key, name, text}); }, field);
  }
  void remove(const std::string& name, const std::string& key = "obras") {
    service::delete_object(office, staff, {key, name});
  }
  service::Transferred transfer(const std::string& from, const std::string& to, bool move,
                                const std::string& key = "otras", bool overwrite = true) {
    return service::transfer_object(office, staff, {"obras", from, key, to, move, overwrite});
  }
  domain::Collection collection(service::Reading& reading, const std::string& key = "obras") {
    return service::find_collection(reading, key).value();
  }
  std::int64_t revision() {
    service::Reading reading(office, staff);
    return service::state_of(reading, collection(reading)).revision;
  }
  std::string text(const std::string& name, const std::string& key = "obras") {
    service::Reading reading(office, staff);
    std::string data;
    service::with_object(reading, collection(reading, key), name, service::Data::with,
                         [&](const service::ObjectView& object) {
                           data = service::data_of(object);
                           return true;
                         });
    return data;
  }
};

}  // namespace

TEST_CASE(
    "what is put in an own calendar is kept byte for byte, and the same twice changes nothing") {
  Desk t;
  const auto text = event("a@x", "X-ODD;P=\"q\":\\n,;\r\n folded\r\nLOCATION:Á\r\n");
  const auto first = t.put("a.ics", text);
  CHECK(first.created);
  CHECK(first.etag.size() > 2);
  CHECK(first.schedule_tag.empty());
  CHECK(t.text("a.ics") == text);
  const auto revision = t.revision();
  const auto again = t.put("a.ics", text);
  CHECK_FALSE(again.created);
  CHECK(again.etag == first.etag);
  CHECK(t.revision() == revision);
  const auto changed = t.put("a.ics", event("a@x"));
  CHECK(changed.etag != first.etag);
  CHECK(t.revision() == revision + 1);
  service::Reading reading(t.office, t.staff);
  service::with_object(reading, t.collection(reading), "a.ics", service::Data::without,
                       [&](const service::ObjectView& object) {
                         CHECK(object.slot.start == test::at("2026-03-10T15:00:00Z"));
                         CHECK(object.etag == changed.etag);
                         CHECK(object.uid == "a@x");
                         return true;
                       });
}

TEST_CASE("a UID is of one object in a calendar, and an object keeps its UID") {
  Desk t;
  t.put("a.ics", event("a@x"));
  std::string field;
  CHECK(t.refusal(t.staff, "obras", "b.ics", event("a@x"), &field) == "no-uid-conflict");
  CHECK(field == "a.ics");
  CHECK(t.refusal(t.staff, "obras", "a.ics", event("b@x"), &field) == "no-uid-conflict");
  CHECK(t.put("a.ics", event("a@x"), "otras").created);
  t.remove("a.ics");
  CHECK(t.put("b.ics", event("a@x")).created);
  CHECK(t.put("a.ics", event("c@x")).created);
}

TEST_CASE("what a calendar does not take is refused by the name of the precondition") {
  Desk t;
  CHECK(t.refusal(t.staff, "otras", "t.ics", task("t@x")) == "supported-calendar-component");
  CHECK(t.refusal(t.staff, "obras", "t.ics", task("t@x")) == "");
  CHECK(t.refusal(t.staff, "obras", "x.ics", "BEGIN:VCALENDAR\r\n") == "valid-calendar-data");
  CHECK(t.refusal(t.staff, "obras", "x.ics", std::string(300'000, 'x')) == "max-resource-size");
  CHECK(t.refusal(t.staff, "nothing", "x.ics", event("x@x")) == "not-found");
  for (const auto& name :
       {std::string(), std::string("a/b"), std::string("\xE9"), std::string(256, 'a')})
    CHECK(t.refusal(t.staff, "obras", name, event("x@x")) == "bad-name");
  {
    const auto tx = t.office.database().write();
    tx->execute("UPDATE calendar SET objects = $1", domain::kObjectsMost);
    tx->commit();
  }
  CHECK(t.refusal(t.staff, "obras", "full.ics", event("full@x")) == "quota-not-exceeded");
  CHECK(t.refusal(t.staff, "obras", "t.ics", task("t@x")) == "");
}

TEST_CASE("views, boxes and tasks take nothing new, nor does a contractor's agenda") {
  Desk t;
  for (const auto* key : {"network", "contractor-redes", "holidays", "inbox", "outbox"})
    CHECK(t.refusal(t.coordinator, key, "x.ics", event("x@x")) == "need-privileges");
  CHECK(t.refusal(t.staff, "tareas", "x.ics", task("x@x")) == "need-privileges");
  CHECK(t.refusal(t.staff, "institute", "x.ics", event("x@x")) == "need-privileges");
  CHECK(t.refusal(t.contractor, "agenda", "x.ics", event("x@x")) == "need-privileges");
  CHECK(t.refusal(t.contractor, "institute", "x.ics", event("x@x")) == "not-found");
  CHECK(t.refusal(t.staff, "agenda", "x.ics", event("x@x")) == "");
  const auto made = t.appointment();
  const auto drop = [&](const service::Caller& caller, const std::string& key) {
    return condition_of([&] {
      service::delete_object(t.office, caller, {key, domain::name_for(made.uid)});
    });
  };
  CHECK(drop(t.staff, "institute") == "need-privileges");
  CHECK(drop(t.coordinator, "network") == "need-privileges");
  CHECK(drop(t.contractor, "contractor-redes") == "need-privileges");
}

TEST_CASE("a precondition is asked with what is there, and what it refuses has not happened") {
  Desk t;
  std::string seen = "?";
  const service::Precondition refuse = [&](const domain::CalendarObject* object) {
    seen = object ? object->etag : "nothing";
    throw core::Error(core::Code::stale, "if-match", {"no", "no"});
  };
  CHECK(condition_of([&] {
          service::put_object(t.office, t.staff, {"obras", "a.ics", event("a@x"), refuse});
        }) == "if-match");
  CHECK(seen == "nothing");
  CHECK(t.text("a.ics").empty());
  const auto etag = t.put("a.ics", event("a@x")).etag;
  CHECK(condition_of([&] {
          service::delete_object(t.office, t.staff, {"obras", "a.ics", refuse});
        }) == "if-match");
  CHECK(seen == etag);
  CHECK(t.text("a.ics") == event("a@x"));
  CHECK(condition_of([&] {
          service::delete_object(t.office, t.staff, {"obras", "none.ics", refuse});
        }) == "if-match");
  CHECK(seen == "nothing");
}

TEST_CASE("what is deleted is gone for a sync, with its properties, and cannot go twice") {
  Desk t;
  t.put("a.ics", event("a@x"));
  service::change_properties(t.office, t.staff, "obras", "a.ics", {{{"urn:x", "p", "1"}}});
  const auto before = t.revision();
  t.remove("a.ics");
  CHECK(condition_of([&] { t.remove("a.ics"); }) == "not-found");
  service::Reading reading(t.office, t.staff);
  const auto obras = t.collection(reading);
  CHECK_FALSE(service::has_object_properties(reading, obras));
  int changes = 0;
  service::for_each_change(reading, obras, before, service::Data::with, [&](const auto& object) {
    CHECK((object.gone && object.name == "a.ics"));
    return ++changes > 0;
  });
  CHECK(changes == 1);
}

TEST_CASE("an object is copied and moved among one's own calendars, with its properties") {
  Desk t;
  t.put("a.ics", event("a@x"));
  service::change_properties(t.office, t.staff, "obras", "a.ics", {{{"urn:x", "p", "1"}}});
  CHECK(t.transfer("a.ics", "copy.ics", false).created);
  CHECK(t.text("copy.ics", "otras") == event("a@x"));
  CHECK(t.text("a.ics") == event("a@x"));
  {
    service::Reading reading(t.office, t.staff);
    CHECK(service::list_properties(reading, t.collection(reading, "otras"), "copy.ics").size() ==
          1);
  }
  // The same UID twice in one calendar; the same place; one that is taken, against one's will.
  CHECK(condition_of([&] { t.transfer("a.ics", "b.ics", false, "obras"); }) == "no-uid-conflict");
  CHECK(condition_of([&] { t.transfer("a.ics", "b.ics", true); }) == "no-uid-conflict");
  CHECK(condition_of([&] { t.transfer("a.ics", "a.ics", true, "obras"); }) == "same-resource");
  CHECK(condition_of([&] { t.transfer("a.ics", "copy.ics", true, "otras", false); }) ==
        "overwrite");
  CHECK_FALSE(t.transfer("a.ics", "copy.ics", true).created);
  CHECK(t.text("a.ics").empty());
  CHECK(condition_of([&] { t.transfer("a.ics", "copy.ics", true); }) == "not-found");
  t.put("b.ics", event("b@x"));
  CHECK(t.transfer("b.ics", "c.ics", true, "obras").created);
  CHECK(t.text("b.ics").empty());
  CHECK(t.text("c.ics") == event("b@x"));
  t.put("t.ics", task("t@x"));
  CHECK(condition_of([&] { t.transfer("t.ics", "t.ics", false); }) ==
        "supported-calendar-component");
  CHECK(condition_of([&] { t.transfer("c.ics", "c.ics", true, "institute"); }) ==
        "need-privileges");
}

TEST_CASE("a COPY or MOVE replaces nothing but what has the same UID") {
  Desk t;
  t.put("a.ics", event("a@x"));
  t.put("b.ics", event("b@x"));
  t.put("c.ics", event("c@x"), "otras");
  for (const bool move : {false, true}) {
    std::string field;
    CHECK(condition_of([&] { t.transfer("a.ics", "c.ics", move); }, &field) == "no-uid-conflict");
    CHECK(field == "otras/c.ics");
    CHECK(condition_of([&] { t.transfer("a.ics", "b.ics", true, "obras"); }, &field) ==
          "no-uid-conflict");
    CHECK(field == "b.ics");
  }
  CHECK(t.text("a.ics") == event("a@x"));
  CHECK(t.text("c.ics", "otras") == event("c@x"));
  t.put("d.ics", event("a@x"), "otras");
  std::string field;
  CHECK(condition_of([&] { t.transfer("a.ics", "e.ics", true); }, &field) == "no-uid-conflict");
  CHECK(field == "otras/d.ics");
}

TEST_CASE("a COPY or MOVE onto a meeting or an appointment neither cancels nor declines it") {
  Desk t;
  domain::Agreement agreement;
  agreement.request = t.request().id;
  agreement.slot = {test::at("2026-03-20T20:00:00-05:00"), test::at("2026-03-20T22:00:00-05:00")};
  agreement.attendees = {{.name = "F", .email = "funcionario@instituto.example"},
                         {.name = "Ana", .email = "ana@redes.example"}};
  const auto made = service::agree(t.office, t.coordinator, agreement).appointment;
  t.put("a.ics", event("a@x"));
  CHECK(condition_of([&] { t.transfer("a.ics", domain::name_for(made.uid), true, "agenda"); }) ==
        "need-privileges");
  const auto after = service::get_appointment(t.office, t.coordinator, made.id);
  CHECK(after.attendees[0].answer == domain::Participation::needs_action);

  const auto meeting = event("m@x",
                             "ORGANIZER:mailto:funcionario@instituto.example\r\n"
                             "ATTENDEE:mailto:coordinadora@instituto.example\r\n");
  t.put("m.ics", event("m@x"));
  t.put("m.ics", meeting, "otras");
  std::string field;
  CHECK(condition_of([&] { t.transfer("m.ics", "m.ics", true); }, &field) ==
        "unique-scheduling-object-resource");
  CHECK(field == "otras/m.ics");
  CHECK(condition_of([&] { t.transfer("a.ics", "m.ics", true); }, &field) == "no-uid-conflict");
  service::Reading reading(t.office, t.coordinator);
  int invited = 0;
  service::for_each_object(reading, t.collection(reading, "agenda"), service::Data::with,
                           [&](const auto& object) {
                             CHECK(object.text.find("CANCELLED") == std::string_view::npos);
                             return ++invited > 0;
                           });
  CHECK(invited == 1);
}

TEST_CASE("an appointment's event is neither copied nor moved") {
  Desk t;
  const auto made = t.appointment();
  service::make_calendar(t.office, t.coordinator, "mias", {}, {});
  for (const bool move : {false, true})
    CHECK(condition_of([&] {
            service::transfer_object(
                t.office, t.coordinator,
                {"institute", domain::name_for(made.uid), "mias", "a.ics", move});
          }) == "need-privileges");
}

TEST_CASE("of many who make an event with the same UID at once, one does and no one fails") {
  const auto file = std::string(std::tmpnam(nullptr)) + ".db";
  {
    Desk t(test::settings("sqlite://" + file));
    std::atomic<int> made = 0, refused = 0, failed = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
      threads.emplace_back([&, i] {
        for (int n = 0; n < 10; ++n) {
          const auto uid = "u" + std::to_string(n) + "@x";
          const auto found = t.refusal(t.staff, "obras", uid + std::to_string(i), event(uid));
          ++(found.empty() ? made : found == "no-uid-conflict" ? refused : failed);
        }
      });
    for (auto& thread : threads) thread.join();
    CHECK(made == 10);
    CHECK(refused == 70);
    CHECK(failed == 0);
  }
  for (const auto* suffix : {"", "-wal", "-shm"}) std::remove((file + suffix).c_str());
}
