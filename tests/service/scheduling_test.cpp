// Conversations of accounts about meetings of their own: who is told what, and who may change what.
#include "service/scheduling.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "ical/scheduling.h"
#include "store/calendar.h"
#include "store/database.h"
#include "store/party.h"
#include "support/office.h"

using namespace citacal;

namespace {

constexpr const char* kUid = "comite-1@instituto.example";
constexpr const char* kStaff = "funcionario@instituto.example";
constexpr const char* kAuditor = "auditora@instituto.example";
constexpr const char* kBoss = "coordinadora@instituto.example";
constexpr const char* kOutsider = "alguien@fuera.example";

std::string attendee(const std::string& address, const std::string& params = "") {
  return "ATTENDEE;PARTSTAT=NEEDS-ACTION" + params + ":mailto:" + address + "\r\n";
}

std::string meeting(const std::string& people, const std::string& more = "SEQUENCE:0\r\n",
                    const std::string& organizer = kBoss) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:" +
         std::string(kUid) +
         "\r\nDTSTAMP:20260301T000000Z\r\nDTSTART:20260310T150000Z\r\nDTEND:20260310T160000Z\r\n"
         "SUMMARY:Comité\r\nORGANIZER:mailto:" +
         organizer + "\r\n" + people + more + "END:VEVENT\r\nEND:VCALENDAR\r\n";
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), with);
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

struct Desk : test::TestOffice {
  Desk() {
    for (const auto* caller : {&coordinator, &staff})
      service::make_calendar(office, *caller, "otro", {domain::Component::vevent}, {});
  }

  service::Put put(const service::Caller& caller, const std::string& text,
                   const std::string& name = "a.ics", const std::string& key = "agenda",
                   bool schedule_reply = true) {
    return service::put_object(office, caller, {key, name, text, {}, schedule_reply});
  }
  std::string refusal(const service::Caller& caller, const std::string& text,
                      const std::string& name = "a.ics", const std::string& key = "agenda") {
    try {
      put(caller, text, name, key);
    } catch (const core::Error& error) {
      return error.condition;
    }
    return "";
  }
  std::optional<domain::CalendarObject> copy(const service::Caller& caller,
                                             const std::string& uid = kUid) {
    const auto tx = office.database().read();
    return store::find_object_by_uid(*tx, domain::agenda_of(caller.person.id), uid);
  }
  std::string text(const service::Caller& caller) {
    const auto found = copy(caller);
    return found ? found->text : "";
  }
  std::string answer(const service::Caller& whose, const std::string& address) {
    const auto parties = ical::read_parties(text(whose));
    const auto* found = parties.find(address);
    return found ? found->answer : "";
  }
  std::string status(const service::Caller& whose, const std::string& address) {
    const auto parties = ical::read_parties(text(whose));
    return parties.find(address)->status;
  }
  std::vector<std::string> inbox(const service::Caller& caller) {
    std::vector<std::string> messages;
    const auto tx = office.database().read();
    store::for_each_row(*tx, domain::inbox_of(caller.person.id), store::Texts::with,
                        [&](const store::ObjectRow& row) {
                          messages.emplace_back(row.text);
                          return true;
                        });
    return messages;
  }
  int messages(const service::Caller& caller, const std::string& method) {
    int found = 0;
    for (const auto& text : inbox(caller)) found += has(text, "METHOD:" + method + "\r\n");
    return found;
  }
  service::Put answers(const service::Caller& caller, const std::string& address,
                       const std::string& word, bool schedule_reply = true) {
    const auto mine = *copy(caller);
    return put(caller, ical::with_answer(mine.text, address, word), mine.name, "agenda",
               schedule_reply);
  }
  void remove(const service::Caller& caller, bool schedule_reply = true) {
    service::delete_object(office, caller, {"agenda", copy(caller)->name, {}, schedule_reply});
  }
};

}  // namespace

TEST_CASE(
    "who is invited finds the meeting in agenda and inbox, and the organizer sees it delivered") {
  Desk desk;
  const auto put =
      desk.put(desk.coordinator, meeting(attendee(kBoss) + attendee(kStaff) + attendee(kOutsider)));
  CHECK(put.etag.empty());
  CHECK(!put.schedule_tag.empty());
  CHECK(desk.status(desk.coordinator, kStaff) == "1.2");
  CHECK(desk.status(desk.coordinator, kOutsider) == "3.7");
  CHECK(desk.status(desk.coordinator, kBoss).empty());

  CHECK(desk.messages(desk.staff, "REQUEST") == 1);
  CHECK(desk.inbox(desk.coordinator).empty());
  const auto copy = desk.copy(desk.staff);
  REQUIRE(copy);
  CHECK(copy->whole);
  CHECK(copy->slot.start == test::at("2026-03-10T15:00:00Z"));
  CHECK(!has(copy->text, "METHOD"));
  CHECK(!has(copy->text, "SCHEDULE-"));
  CHECK(desk.answer(desk.staff, kStaff) == "NEEDS-ACTION");
  CHECK(!desk.copy(desk.auditor));
}

TEST_CASE("an organizer cannot answer for others by inviting them") {
  Desk desk;
  desk.put(desk.coordinator,
           meeting("ATTENDEE;PARTSTAT=ACCEPTED:mailto:" + std::string(kStaff) + "\r\n"));
  CHECK(desk.answer(desk.staff, kStaff) == "NEEDS-ACTION");
  CHECK(desk.answer(desk.coordinator, kStaff) == "NEEDS-ACTION");
}

TEST_CASE("an attendee's answer reaches the organizer's object and inbox, and the others' copies") {
  Desk desk;
  desk.put(desk.coordinator, meeting(attendee(kStaff) + attendee(kAuditor)));
  const auto before = *desk.copy(desk.coordinator), others = *desk.copy(desk.auditor);
  desk.clock.forward(std::chrono::minutes(5));
  desk.answers(desk.staff, kStaff, "ACCEPTED");

  CHECK(desk.answer(desk.coordinator, kStaff) == "ACCEPTED");
  CHECK(desk.status(desk.coordinator, kStaff) == "2.0");
  CHECK(desk.status(desk.coordinator, kAuditor) == "1.2");
  CHECK(desk.answer(desk.auditor, kStaff) == "ACCEPTED");
  CHECK(desk.answer(desk.auditor, kAuditor) == "NEEDS-ACTION");
  CHECK(has(desk.text(desk.staff), "ORGANIZER;SCHEDULE-STATUS=\"1.2\""));
  CHECK(desk.messages(desk.coordinator, "REPLY") == 1);
  CHECK(desk.inbox(desk.auditor).size() == 1);

  const auto after = *desk.copy(desk.coordinator), shown = *desk.copy(desk.auditor);
  CHECK(after.etag != before.etag);
  CHECK(after.schedule_tag == before.schedule_tag);
  CHECK(shown.etag != others.etag);
  CHECK(shown.schedule_tag == others.schedule_tag);

  desk.answers(desk.staff, kStaff, "ACCEPTED");
  CHECK(desk.messages(desk.coordinator, "REPLY") == 1);
  desk.answers(desk.staff, kStaff, "DECLINED");
  CHECK(desk.messages(desk.coordinator, "REPLY") == 2);
  CHECK(desk.answer(desk.auditor, kStaff) == "DECLINED");
}

TEST_CASE("an answer that is not to be told stays with the attendee") {
  Desk desk;
  desk.put(desk.coordinator, meeting(attendee(kStaff)));
  desk.answers(desk.staff, kStaff, "ACCEPTED", false);
  CHECK(desk.answer(desk.staff, kStaff) == "ACCEPTED");
  CHECK(desk.answer(desk.coordinator, kStaff) == "NEEDS-ACTION");
  CHECK(desk.inbox(desk.coordinator).empty());
}

TEST_CASE("an attendee changes no more than what is theirs") {
  Desk desk;
  desk.put(desk.coordinator, meeting(attendee(kStaff) + attendee(kAuditor)));
  const auto mine = *desk.copy(desk.staff);
  const auto refused = "allowed-attendee-scheduling-object-change";
  CHECK(desk.refusal(desk.staff, replaced(mine.text, "Comité", "Otro"), mine.name) == refused);
  CHECK(desk.refusal(desk.staff, replaced(mine.text, "T160000Z", "T170000Z"), mine.name) ==
        refused);
  CHECK(desk.refusal(desk.staff, replaced(mine.text, kBoss, kAuditor), mine.name) == refused);
  CHECK(desk.refusal(desk.staff, replaced(mine.text, kBoss, kStaff), mine.name) == refused);
  CHECK(desk.refusal(desk.staff, replaced(mine.text, attendee(kStaff), ""), mine.name) == refused);
  CHECK(desk.text(desk.staff) == mine.text);

  // Somebody else's answer is as the server knows it, whatever is put.
  desk.put(desk.staff, ical::with_answer(mine.text, kAuditor, "DECLINED"), mine.name);
  CHECK(desk.answer(desk.staff, kAuditor) == "NEEDS-ACTION");

  const auto alarmed =
      replaced(desk.text(desk.staff), "END:VEVENT",
               "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT5M\r\nDESCRIPTION:x\r\nEND:VALARM\r\n"
               "END:VEVENT");
  const auto put = desk.put(desk.staff, alarmed, mine.name);
  CHECK(!put.etag.empty());
  CHECK(desk.text(desk.staff) == alarmed);
  CHECK(desk.inbox(desk.coordinator).empty());
}

TEST_CASE("a change of time is told and asks anew; what is only the organizer's is not told") {
  Desk desk;
  desk.put(desk.coordinator, meeting(attendee(kStaff)));
  desk.answers(desk.staff, kStaff, "ACCEPTED");
  const auto tag = desk.copy(desk.staff)->schedule_tag;

  // The program that writes has not read the answer, and sets an alarm.
  desk.put(desk.coordinator, meeting(attendee(kStaff), "SEQUENCE:0\r\nX-MOZ-A:1\r\n"));
  CHECK(desk.answer(desk.coordinator, kStaff) == "ACCEPTED");
  CHECK(desk.status(desk.coordinator, kStaff) == "2.0");
  CHECK(desk.messages(desk.staff, "REQUEST") == 1);
  CHECK(desk.copy(desk.staff)->schedule_tag == tag);

  desk.put(desk.coordinator, meeting(attendee(kStaff), "SEQUENCE:0\r\nLOCATION:Sala 2\r\n"));
  CHECK(has(desk.text(desk.staff), "LOCATION:Sala 2"));
  CHECK(desk.answer(desk.staff, kStaff) == "ACCEPTED");
  CHECK(desk.messages(desk.staff, "REQUEST") == 2);
  CHECK(desk.copy(desk.staff)->schedule_tag != tag);

  desk.put(desk.coordinator,
           replaced(meeting(attendee(kStaff), "SEQUENCE:1\r\n"), "T160000Z", "T170000Z"));
  CHECK(desk.answer(desk.coordinator, kStaff) == "NEEDS-ACTION");
  CHECK(desk.answer(desk.staff, kStaff) == "NEEDS-ACTION");
  CHECK(desk.copy(desk.staff)->slot.end == test::at("2026-03-10T17:00:00Z"));
}

TEST_CASE("who is left out, and everybody when the meeting is deleted, gets a cancellation") {
  Desk desk;
  desk.put(desk.coordinator, meeting(attendee(kStaff) + attendee(kAuditor)));
  desk.put(desk.coordinator, meeting(attendee(kAuditor), "SEQUENCE:1\r\n"));
  CHECK(desk.messages(desk.staff, "CANCEL") == 1);
  CHECK(has(desk.text(desk.staff), "STATUS:CANCELLED"));
  CHECK(!has(desk.text(desk.auditor), "STATUS:CANCELLED"));

  desk.remove(desk.coordinator);
  CHECK(desk.messages(desk.auditor, "CANCEL") == 1);
  CHECK(desk.messages(desk.staff, "CANCEL") == 1);
  CHECK(has(desk.text(desk.auditor), "STATUS:CANCELLED"));

  // Taking a cancelled meeting away is no answer.
  desk.remove(desk.auditor);
  CHECK(!desk.copy(desk.auditor));
  CHECK(desk.inbox(desk.coordinator).empty());
}

TEST_CASE("a meeting that is called off is a cancellation, and one that is private again, too") {
  Desk desk;
  desk.put(desk.coordinator, meeting(attendee(kStaff)));
  SECTION("STATUS:CANCELLED") {
    desk.put(desk.coordinator, meeting(attendee(kStaff), "SEQUENCE:1\r\nSTATUS:CANCELLED\r\n"));
  }
  SECTION("nobody is invited any more") {
    const auto alone = replaced(meeting(""), "ORGANIZER:mailto:" + std::string(kBoss) + "\r\n", "");
    CHECK(desk.put(desk.coordinator, alone).schedule_tag.empty());
  }
  CHECK(desk.messages(desk.staff, "CANCEL") == 1);
  CHECK(has(desk.text(desk.staff), "STATUS:CANCELLED"));
}

TEST_CASE("deleting an invitation declines it, unless no reply is wanted, and it stays deleted") {
  Desk desk;
  desk.put(desk.coordinator, meeting(attendee(kStaff) + attendee(kAuditor)));
  desk.remove(desk.staff);
  CHECK(desk.answer(desk.coordinator, kStaff) == "DECLINED");
  CHECK(desk.answer(desk.auditor, kStaff) == "DECLINED");
  CHECK(desk.messages(desk.coordinator, "REPLY") == 1);
  desk.remove(desk.auditor, false);
  CHECK(desk.answer(desk.coordinator, kAuditor) == "NEEDS-ACTION");

  const auto place =
      replaced(desk.text(desk.coordinator), "SEQUENCE:0", "LOCATION:x\r\nSEQUENCE:0");
  desk.put(desk.coordinator, place);
  CHECK(!desk.copy(desk.staff));
  CHECK(desk.copy(desk.auditor));
  desk.put(desk.coordinator, replaced(place, "T160000Z", "T170000Z"));
  CHECK(desk.answer(desk.staff, kStaff) == "NEEDS-ACTION");
}

TEST_CASE("where a client schedules, the server does nothing") {
  Desk desk;
  desk.put(desk.coordinator, meeting(attendee(kStaff, ";SCHEDULE-AGENT=CLIENT") +
                                     attendee(kAuditor, ";SCHEDULE-AGENT=NONE")));
  CHECK(!desk.copy(desk.staff));
  CHECK(!desk.copy(desk.auditor));
  CHECK(desk.status(desk.coordinator, kStaff).empty());
  desk.remove(desk.coordinator);
  CHECK(desk.inbox(desk.staff).empty());
}

TEST_CASE("a forced request is sent though nothing changed, and is forced once") {
  Desk desk;
  desk.put(desk.coordinator, meeting(attendee(kStaff)));
  desk.put(desk.coordinator, meeting(attendee(kStaff, ";SCHEDULE-FORCE-SEND=REQUEST")));
  CHECK(desk.messages(desk.staff, "REQUEST") == 2);
  CHECK(!has(desk.text(desk.coordinator), "FORCE-SEND"));
}

TEST_CASE("the organizer stays the same, and the same in all components") {
  Desk desk;
  desk.put(desk.coordinator, meeting(attendee(kStaff)));
  CHECK(desk.refusal(desk.coordinator, meeting(attendee(kStaff), "", kAuditor)) ==
        "allowed-organizer-scheduling-object-change");
  CHECK(desk.refusal(desk.coordinator, meeting(attendee(kStaff) + attendee(kBoss), "", kAuditor)) ==
        "allowed-organizer-scheduling-object-change");
  const auto other =
      replaced(meeting(attendee(kStaff), "RECURRENCE-ID:20260310T150000Z\r\n", kAuditor),
               "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n", "");
  CHECK(desk.refusal(desk.coordinator,
                     replaced(meeting(attendee(kStaff), "RRULE:FREQ=DAILY;COUNT=2\r\n"),
                              "END:VCALENDAR\r\n", other)) == "same-organizer-in-all-components");
}

TEST_CASE("a meeting stands in one calendar of a person") {
  Desk desk;
  desk.put(desk.coordinator, meeting(attendee(kStaff)));
  CHECK(desk.refusal(desk.coordinator, meeting(attendee(kStaff)), "b.ics", "otro") ==
        "unique-scheduling-object-resource");
  CHECK(desk.refusal(desk.staff, desk.text(desk.staff), "b.ics", "otro") ==
        "unique-scheduling-object-resource");
}

TEST_CASE("a copy is found wherever its owner moved it") {
  Desk desk;
  desk.put(desk.coordinator, meeting(attendee(kStaff)));
  service::transfer_object(
      desk.office, desk.staff,
      {"agenda", desk.copy(desk.staff)->name, "otro", "b.ics", true, true, {}});
  desk.put(desk.coordinator, replaced(meeting(attendee(kStaff)), "Comité", "Comité de obras"));
  CHECK(!desk.copy(desk.staff));
  const auto tx = desk.office.database().read();
  const auto all = store::list_objects_of(*tx, kUid);
  REQUIRE(all.size() == 2);
  for (const auto& one : all) CHECK(has(one.text, "Comité de obras"));
}

TEST_CASE("nobody's own event is overwritten by an invitation that takes its UID") {
  Desk desk;
  const auto mine = replaced(meeting(""), "ORGANIZER:mailto:" + std::string(kBoss) + "\r\n", "");
  desk.put(desk.staff, mine);
  desk.put(desk.coordinator, meeting(attendee(kStaff)));
  CHECK(desk.status(desk.coordinator, kStaff) == "5.3");
  CHECK(desk.text(desk.staff) == mine);

  desk.put(desk.auditor, meeting(attendee(kBoss) + attendee(kStaff), "", kAuditor), "x.ics");
  CHECK(desk.status(desk.auditor, kBoss) == "5.3");
  CHECK(ical::read_parties(desk.text(desk.coordinator)).organizer == kBoss);
}

TEST_CASE("who is not invited cannot answer, nor make a copy of a meeting with other facts") {
  Desk desk;
  desk.put(desk.coordinator, meeting(attendee(kStaff)));
  desk.remove(desk.staff, false);
  const auto refused = "allowed-attendee-scheduling-object-change";
  CHECK(desk.refusal(desk.auditor, meeting(attendee(kAuditor) + attendee(kStaff))) == refused);
  CHECK(desk.refusal(desk.staff, replaced(meeting(attendee(kStaff)), "Comité", "Otro")) == refused);
  desk.put(desk.staff, ical::with_answer(meeting(attendee(kStaff)), kStaff, "ACCEPTED"));
  CHECK(desk.answer(desk.coordinator, kStaff) == "ACCEPTED");
}

TEST_CASE("an organizer outside is not told, and the object says so") {
  Desk desk;
  desk.put(desk.staff, meeting(attendee(kStaff), "", kOutsider));
  CHECK(!has(desk.text(desk.staff), "SCHEDULE-STATUS"));
  desk.answers(desk.staff, kStaff, "ACCEPTED");
  CHECK(desk.answer(desk.staff, kStaff) == "ACCEPTED");
  CHECK(has(desk.text(desk.staff), "ORGANIZER;SCHEDULE-STATUS=\"3.7\""));
  CHECK(desk.refusal(desk.staff, replaced(desk.text(desk.staff), "Comité", "Otro")) ==
        "allowed-attendee-scheduling-object-change");
}

TEST_CASE("who is invited to one instance of a series knows of no other") {
  Desk desk;
  const auto one = "BEGIN:VEVENT\r\nUID:" + std::string(kUid) +
                   "\r\nDTSTAMP:20260301T000000Z\r\nRECURRENCE-ID:20260311T150000Z\r\n"
                   "DTSTART:20260311T150000Z\r\nDTEND:20260311T160000Z\r\nSUMMARY:Comité\r\n"
                   "ORGANIZER:mailto:" +
                   kBoss + "\r\n" + attendee(kStaff) + attendee(kAuditor) + "END:VEVENT\r\n";
  desk.put(desk.coordinator, replaced(meeting(attendee(kStaff), "RRULE:FREQ=DAILY;COUNT=3\r\n"),
                                      "END:VCALENDAR\r\n", one + "END:VCALENDAR\r\n"));
  CHECK(!has(desk.text(desk.auditor), "RRULE"));
  CHECK(has(desk.text(desk.auditor), "RECURRENCE-ID:20260311T150000Z"));
  CHECK(has(desk.text(desk.staff), "RRULE"));
  desk.answers(desk.auditor, kAuditor, "ACCEPTED");
  CHECK(has(desk.text(desk.staff), "RRULE"));
  CHECK(desk.answer(desk.staff, kAuditor) == "ACCEPTED");
  CHECK(desk.messages(desk.coordinator, "REPLY") == 1);
}

TEST_CASE("one instance is declined by taking it out, and the others see it") {
  Desk desk;
  desk.put(desk.coordinator,
           meeting(attendee(kStaff) + attendee(kAuditor), "RRULE:FREQ=DAILY;COUNT=3\r\n"));
  const auto mine = *desk.copy(desk.staff);
  desk.put(desk.staff, replaced(mine.text, "RRULE", "EXDATE:20260311T150000Z\r\nRRULE"), mine.name);
  CHECK(has(desk.text(desk.coordinator), "RECURRENCE-ID:20260311T150000Z"));
  CHECK(has(desk.text(desk.auditor), "RECURRENCE-ID:20260311T150000Z"));
  CHECK(desk.answer(desk.coordinator, kStaff) == "NEEDS-ACTION");
  desk.put(desk.coordinator, replaced(desk.text(desk.coordinator), "Comité", "Otro"));
  CHECK(has(desk.text(desk.staff), "EXDATE:20260311T150000Z"));
  CHECK(!has(desk.text(desk.staff), "RECURRENCE-ID"));
}

TEST_CASE("an alias is the same person, who is invited once") {
  Desk desk;
  auto person = desk.staff.person;
  ++person.version;
  person.aliases = {"alias@instituto.example"};
  {
    const auto tx = desk.office.database().write();
    store::save(*tx, person);
    tx->commit();
  }
  desk.staff.person = person;
  desk.put(desk.coordinator, meeting(attendee("Alias@instituto.example") + attendee(kStaff)));
  CHECK(desk.messages(desk.staff, "REQUEST") == 1);
  desk.answers(desk.staff, "alias@instituto.example", "ACCEPTED");
  CHECK(desk.answer(desk.coordinator, "alias@instituto.example") == "ACCEPTED");
  desk.put(desk.staff,
           replaced(meeting(attendee(kAuditor), "", "alias@instituto.example"), kUid, "b"),
           "b.ics");
  CHECK(desk.copy(desk.auditor, "b"));
}

TEST_CASE("who agrees dates invites in the institute's name, and answers for themselves") {
  Desk desk;
  const std::string institute = "citas@instituto.example";
  desk.put(desk.coordinator, meeting(attendee(kStaff), "", institute));
  desk.answers(desk.staff, kStaff, "ACCEPTED");
  CHECK(desk.answer(desk.coordinator, kStaff) == "ACCEPTED");
  CHECK(desk.messages(desk.coordinator, "REPLY") == 1);

  // The administrator invites the coordinator in the same name: there, she is invited.
  const auto other = replaced(meeting(attendee(kBoss), "", institute), kUid, "otra");
  desk.put(desk.administrator, other, "b.ics");
  const auto mine = *desk.copy(desk.coordinator, "otra");
  CHECK(desk.refusal(desk.coordinator, replaced(mine.text, "Comité", "Otro"), mine.name) ==
        "allowed-attendee-scheduling-object-change");
  desk.put(desk.coordinator, ical::with_answer(mine.text, kBoss, "ACCEPTED"), mine.name);
  const auto theirs = ical::read_parties(desk.copy(desk.administrator, "otra")->text);
  CHECK(theirs.find(kBoss)->answer == "ACCEPTED");
}

TEST_CASE("a closed account gets nothing") {
  Desk desk;
  service::remove_account(desk.office, desk.administrator, "funcionario");
  desk.put(desk.coordinator, meeting(attendee(kStaff)));
  CHECK(desk.status(desk.coordinator, kStaff) == "3.7");
  CHECK(!desk.copy(desk.staff));
}

TEST_CASE("a contractor answers in the agenda, though it is not theirs to fill") {
  Desk desk;
  desk.put(desk.coordinator, meeting(attendee("redes@redes.example")));
  REQUIRE(desk.copy(desk.contractor));
  desk.answers(desk.contractor, "redes@redes.example", "TENTATIVE");
  CHECK(desk.answer(desk.coordinator, "redes@redes.example") == "TENTATIVE");
  CHECK(desk.refusal(desk.contractor, meeting(attendee(kStaff), "", "redes@redes.example"),
                     "b.ics") == "need-privileges");
}

TEST_CASE("what attendees keep for themselves cannot make the organizer's change fail") {
  Desk desk;
  desk.put(desk.coordinator, meeting(attendee(kStaff)));
  const auto mine = *desk.copy(desk.staff);
  std::string notes;
  for (int i = 0; i < 255; ++i)
    notes += "X-NOTE-" + std::to_string(i) + ":" + std::string(1'000, 'x') + "\r\n";
  desk.put(desk.staff, replaced(mine.text, "END:VEVENT", notes + "END:VEVENT"), mine.name);
  desk.put(
      desk.coordinator,
      meeting(attendee(kStaff), "SEQUENCE:1\r\nDESCRIPTION:" + std::string(9'000, 'y') + "\r\n"));
  CHECK(has(desk.text(desk.staff), "SEQUENCE:1"));
  CHECK(!has(desk.text(desk.staff), "X-NOTE-"));
}

TEST_CASE("more than two hundred people are too many") {
  Desk desk;
  std::string people;
  for (int i = 0; i < 201; ++i) people += attendee("a" + std::to_string(i) + "@fuera.example");
  CHECK(desk.refusal(desk.coordinator, meeting(people)) == "max-attendees-per-instance");
}
