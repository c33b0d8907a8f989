// Who is free: what one account learns of another's time, and what it does not.
#include <catch2/catch.hpp>

#include "core/error.h"
#include "ical/scheduling.h"
#include "service/free_busy.h"
#include "service/object.h"
#include "store/calendar.h"
#include "store/database.h"
#include "support/office.h"

using namespace citacal;

namespace {

constexpr const char* kStaff = "funcionario@instituto.example";
constexpr const char* kBoss = "coordinadora@instituto.example";

std::string event(const std::string& uid, const std::string& hour, const std::string& more = "") {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:" + uid +
         "\r\nDTSTAMP:20260301T000000Z\r\nDTSTART:20260310T" + hour + "0000Z\r\nDURATION:PT1H\r\n" +
         "SUMMARY:Secreto\r\n" + more + "END:VEVENT\r\nEND:VCALENDAR\r\n";
}

std::string question(const std::vector<std::string>& attendees,
                     const std::string& organizer = kBoss, const std::string& until = "20260312",
                     const std::string& more = "") {
  std::string text =
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//"
      "EN\r\nMETHOD:REQUEST\r\nBEGIN:VFREEBUSY\r\n"
      "UID:pregunta-1\r\nDTSTAMP:20260301T000000Z\r\nDTSTART:20260310T000000Z\r\nDTEND:" +
      until + "T000000Z\r\nORGANIZER:mailto:" + organizer + "\r\n" + more;
  for (const auto& one : attendees) text += "ATTENDEE:mailto:" + one + "\r\n";
  return text + "END:VFREEBUSY\r\nEND:VCALENDAR\r\n";
}

// Folded lines are one.
bool has(std::string text, std::string_view part) {
  for (auto at = text.find("\r\n "); at != std::string::npos; at = text.find("\r\n "))
    text.erase(at, 3);
  return text.find(part) != std::string::npos;
}

struct Desk : test::TestOffice {
  Desk() {
    service::make_calendar(office, staff, "mio", {domain::Component::vevent}, {});
    put(staff, "agenda", "a", event("a", "15"));
  }
  void put(const service::Caller& caller, const std::string& key, const std::string& name,
           const std::string& text) {
    service::put_object(office, caller, {key, name + ".ics", text});
  }
  std::vector<service::FreeBusyAnswer> ask(const std::string& text) {
    return service::find_free_busy(office, coordinator, text);
  }
  std::string staff_time(const std::string& more = "") {
    return ask(question({kStaff}, kBoss, "20260312", more)).at(0).text;
  }
  std::string refusal(const service::Caller& caller, const std::string& text) {
    try {
      service::find_free_busy(office, caller, text);
    } catch (const core::Error& error) {
      return error.condition;
    }
    return "";
  }
};

const std::string kAtThree = "20260310T150000Z/20260310T160000Z",
                  kAtFive = "20260310T170000Z/20260310T180000Z",
                  kAtFiveNext = "20260311T170000Z/20260311T180000Z";

}  // namespace

TEST_CASE("a colleague learns when one is busy, and nothing else") {
  Desk desk;
  desk.put(desk.staff, "mio", "b", event("b", "17", "RRULE:FREQ=DAILY;COUNT=9\r\n"));
  const auto answers = desk.ask(question({kStaff, "Nadie@fuera.example"}));
  REQUIRE(answers.size() == 2);
  CHECK(answers[0].attendee == std::string("mailto:") + kStaff);
  CHECK(answers[0].status == "2.0;Success");
  for (const auto* part :
       {"METHOD:REPLY", "UID:pregunta-1", "ATTENDEE:mailto:funcionario@", "ORGANIZER:mailto:coord"})
    CHECK(has(answers[0].text, part));
  for (const auto& period : {kAtThree, kAtFive, kAtFiveNext}) CHECK(has(answers[0].text, period));
  CHECK(!has(answers[0].text, "Secreto"));
  CHECK(!has(answers[0].text, "20260312T17"));
  CHECK(answers[1].status == "3.7;Invalid calendar user");
  CHECK(answers[1].text.empty());
}

TEST_CASE("what is transparent, cancelled, declined, or in a transparent calendar takes no time") {
  Desk desk;
  SECTION("the event says so") {
    desk.put(desk.staff, "agenda", "b", event("b", "17", "TRANSP:TRANSPARENT\r\n"));
  }
  SECTION("it is cancelled") {
    desk.put(desk.staff, "agenda", "b", event("b", "17", "STATUS:CANCELLED\r\n"));
  }
  SECTION("the calendar says so") {
    service::change_properties(desk.office, desk.staff, "mio", "",
                               {{{"urn:ietf:params:xml:ns:caldav", "schedule-calendar-transp",
                                  "<transparent xmlns=\"urn:ietf:params:xml:ns:caldav\"/>"}}});
    desk.put(desk.staff, "mio", "b", event("b", "17"));
  }
  SECTION("it was declined") {
    const auto invited =
        event("b", "17",
              std::string("ORGANIZER:mailto:") + kBoss + "\r\nATTENDEE:mailto:" + kStaff + "\r\n");
    desk.put(desk.coordinator, "agenda", "b", invited);
    CHECK(has(desk.staff_time(), kAtFive));
    std::optional<domain::CalendarObject> mine;
    {
      const auto tx = desk.office.database().read();
      mine = store::find_object_by_uid(*tx, domain::agenda_of(desk.staff.person.id), "b");
    }
    service::put_object(desk.office, desk.staff,
                        {"agenda", mine->name, ical::with_answer(mine->text, kStaff, "DECLINED")});
    CHECK(has(desk.ask(question({kBoss})).at(0).text, kAtFive));
  }
  CHECK(has(desk.staff_time(), kAtThree));
  CHECK(!has(desk.staff_time(), "20260310T17"));
}

TEST_CASE("an appointment of the institute takes the time of who is invited to it") {
  Desk desk;
  domain::Agreement agreement;
  agreement.request = desk.request().id;
  agreement.slot = {test::at("2026-03-10T17:00:00Z"), test::at("2026-03-10T18:00:00Z")};
  agreement.attendees = {{"Persona", kStaff}};
  service::agree(desk.office, desk.coordinator, agreement);
  const auto text = desk.staff_time();
  CHECK(has(text, "20260310T170000Z/20260310T180000Z"));
}

TEST_CASE("the meeting that is being moved is left out, if the caller has it") {
  Desk desk;
  const auto invited =
      event("b", "17",
            std::string("ORGANIZER:mailto:") + kBoss + "\r\nATTENDEE:mailto:" + kStaff + "\r\n");
  desk.put(desk.coordinator, "agenda", "b", invited);
  CHECK(!has(desk.staff_time("X-CALENDARSERVER-MASK-UID:b\r\n"), kAtFive));
  CHECK(has(desk.staff_time("X-CALENDARSERVER-MASK-UID:b\r\n"), kAtThree));
  CHECK(has(desk.staff_time("X-CALENDARSERVER-MASK-UID:a\r\n"), kAtThree));
}

TEST_CASE("one asks in one's own name, of a bounded time, and a contractor of nobody else") {
  Desk desk;
  CHECK(desk.refusal(desk.coordinator, question({kStaff}, kStaff)) == "organizer-allowed");
  CHECK(desk.refusal(desk.coordinator, question({kStaff}, kBoss, "20270501")) ==
        "valid-scheduling-message");
  CHECK(desk.refusal(desk.coordinator, event("a", "15")) == "valid-scheduling-message");
  CHECK(desk.refusal(desk.coordinator, "BEGIN:VCALENDAR\r\n") == "valid-calendar-data");
  const std::string firm = "redes@redes.example";
  CHECK(desk.refusal(desk.contractor, question({kStaff}, firm)) == "need-privileges");
  CHECK(desk.refusal(desk.contractor, question({firm, "nadie@fuera.example"}, firm)) ==
        "need-privileges");
  CHECK(desk.refusal(desk.contractor, question({firm}, firm)).empty());
}

TEST_CASE("who is asked about, they all share what the answer may cost") {
  Desk desk;
  std::string rules;
  for (int i = 0; i < 8; ++i)
    rules += "RRULE:FREQ=DAILY;COUNT=9000000;UNTIL=20301231T000000Z;BYMONTH=2;BYMONTHDAY=30\r\n";
  for (int i = 0; i < 20; ++i) {
    const auto uid = "pesado" + std::to_string(i);
    auto text = event(uid, "15", rules);
    text.replace(text.find("DTSTART:2026"), 12, "DTSTART:1920");
    desk.put(desk.staff, "mio", uid, text);
  }
  CHECK(desk.refusal(desk.coordinator, question({kBoss})).empty());
  CHECK(desk.refusal(desk.coordinator, question({kBoss, kStaff})) ==
        "number-of-matches-within-limits");
}

TEST_CASE("the busy time of one collection is that of its objects") {
  Desk desk;
  desk.put(desk.staff, "mio", "b", event("b", "17", "RRULE:FREQ=DAILY;COUNT=9\r\n"));
  service::Reading reading(desk.office, desk.staff);
  const core::Slot window{test::at("2026-03-10T00:00:00Z"), test::at("2026-03-12T00:00:00Z")};
  ical::Budget budget;
  const auto busy =
      service::busy_of(reading, *service::find_collection(reading, "mio"), window, "", budget)
          .merged();
  REQUIRE(busy.size() == 2);
  CHECK(busy[0].slot.start == test::at("2026-03-10T17:00:00Z"));
  CHECK(busy[1].slot.end == test::at("2026-03-11T18:00:00Z"));
}
