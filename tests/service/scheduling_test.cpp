// Conversations of accounts about meetings of their own: what the organizer does, and who is told.
#include "service/scheduling.h"

#include "service/meeting_desk.h"
#include "store/party.h"

using namespace citacal;
using namespace citacal::test::meetings;

TEST_CASE(
    "who is invited finds the meeting in agenda and inbox, and the organizer sees it delivered") {
  MeetingDesk desk;
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
  MeetingDesk desk;
  desk.put(desk.coordinator,
           meeting("ATTENDEE;PARTSTAT=ACCEPTED:mailto:" + std::string(kStaff) + "\r\n"));
  CHECK(desk.answer(desk.staff, kStaff) == "NEEDS-ACTION");
  CHECK(desk.answer(desk.coordinator, kStaff) == "NEEDS-ACTION");
}

TEST_CASE("a change of time is told and asks anew; what is only the organizer's is not told") {
  MeetingDesk desk;
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
  MeetingDesk desk;
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
  MeetingDesk desk;
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

TEST_CASE("where a client schedules, the server does nothing") {
  MeetingDesk desk;
  desk.put(desk.coordinator, meeting(attendee(kStaff, ";SCHEDULE-AGENT=CLIENT") +
                                     attendee(kAuditor, ";SCHEDULE-AGENT=NONE")));
  CHECK(!desk.copy(desk.staff));
  CHECK(!desk.copy(desk.auditor));
  CHECK(desk.status(desk.coordinator, kStaff).empty());
  desk.remove(desk.coordinator);
  CHECK(desk.inbox(desk.staff).empty());
}

TEST_CASE("a forced request is sent though nothing changed, and is forced once") {
  MeetingDesk desk;
  desk.put(desk.coordinator, meeting(attendee(kStaff)));
  desk.put(desk.coordinator, meeting(attendee(kStaff, ";SCHEDULE-FORCE-SEND=REQUEST")));
  CHECK(desk.messages(desk.staff, "REQUEST") == 2);
  CHECK(!has(desk.text(desk.coordinator), "FORCE-SEND"));
}

TEST_CASE("the organizer stays the same, and the same in all components") {
  MeetingDesk desk;
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
  MeetingDesk desk;
  desk.put(desk.coordinator, meeting(attendee(kStaff)));
  CHECK(desk.refusal(desk.coordinator, meeting(attendee(kStaff)), "b.ics", "otro") ==
        "unique-scheduling-object-resource");
  CHECK(desk.refusal(desk.staff, desk.text(desk.staff), "b.ics", "otro") ==
        "unique-scheduling-object-resource");
  // Where it stands is told, so that programs can go there.
  const auto place = [&](const service::Caller& caller, const std::string& text,
                         const std::string& key) -> std::string {
    try {
      desk.put(caller, text, "d.ics", key);
    } catch (const core::Error& error) {
      return error.field;
    }
    return "";
  };
  CHECK(place(desk.coordinator, meeting(attendee(kStaff)), "otro") == "agenda/a.ics");
  const auto mine = replaced(meeting(attendee(kBoss), "", kStaff), kUid, "dos");
  desk.put(desk.staff, mine, "c.ics", "otro");
  CHECK(place(desk.staff, mine, "agenda") == "otro/c.ics");
}

TEST_CASE("nobody's own event is overwritten by an invitation that takes its UID") {
  MeetingDesk desk;
  const auto mine = replaced(meeting(""), "ORGANIZER:mailto:" + std::string(kBoss) + "\r\n", "");
  desk.put(desk.staff, mine);
  desk.put(desk.coordinator, meeting(attendee(kStaff)));
  CHECK(desk.status(desk.coordinator, kStaff) == "5.3");
  CHECK(desk.text(desk.staff) == mine);

  desk.put(desk.auditor, meeting(attendee(kBoss) + attendee(kStaff), "", kAuditor), "x.ics");
  CHECK(desk.status(desk.auditor, kBoss) == "5.3");
  CHECK(ical::read_parties(desk.text(desk.coordinator)).organizer == kBoss);
}

TEST_CASE("who is invited to one instance of a series knows of no other") {
  MeetingDesk desk;
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

TEST_CASE("an alias is the same person, who is invited once") {
  MeetingDesk desk;
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

TEST_CASE("a closed account gets nothing") {
  MeetingDesk desk;
  service::remove_account(desk.office, desk.administrator, "funcionario");
  desk.put(desk.coordinator, meeting(attendee(kStaff)));
  CHECK(desk.status(desk.coordinator, kStaff) == "3.7");
  CHECK(!desk.copy(desk.staff));
}

TEST_CASE("more than two hundred people are too many") {
  MeetingDesk desk;
  std::string people;
  for (int i = 0; i < 201; ++i) people += attendee("a" + std::to_string(i) + "@fuera.example");
  CHECK(desk.refusal(desk.coordinator, meeting(people)) == "max-attendees-per-instance");
}
