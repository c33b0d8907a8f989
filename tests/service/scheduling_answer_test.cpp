// Conversations of accounts about meetings of their own: what attendees may do, and who sees it.
#include "service/meeting_desk.h"

using namespace citacal;
using namespace citacal::test::meetings;

TEST_CASE("an attendee's answer reaches the organizer's object and inbox, and the others' copies") {
  MeetingDesk desk;
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
  MeetingDesk desk;
  desk.put(desk.coordinator, meeting(attendee(kStaff)));
  desk.answers(desk.staff, kStaff, "ACCEPTED", false);
  CHECK(desk.answer(desk.staff, kStaff) == "ACCEPTED");
  CHECK(desk.answer(desk.coordinator, kStaff) == "NEEDS-ACTION");
  CHECK(desk.inbox(desk.coordinator).empty());
}

TEST_CASE("an attendee changes no more than what is theirs") {
  MeetingDesk desk;
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

TEST_CASE("deleting an invitation declines it, unless no reply is wanted, and it stays deleted") {
  MeetingDesk desk;
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

TEST_CASE("a copy is found wherever its owner moved it") {
  MeetingDesk desk;
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

TEST_CASE("who is not invited cannot answer, nor make a copy of a meeting with other facts") {
  MeetingDesk desk;
  desk.put(desk.coordinator, meeting(attendee(kStaff)));
  desk.remove(desk.staff, false);
  const auto refused = "allowed-attendee-scheduling-object-change";
  CHECK(desk.refusal(desk.auditor, meeting(attendee(kAuditor) + attendee(kStaff))) == refused);
  CHECK(desk.refusal(desk.staff, replaced(meeting(attendee(kStaff)), "Comité", "Otro")) == refused);
  desk.put(desk.staff, ical::with_answer(meeting(attendee(kStaff)), kStaff, "ACCEPTED"));
  CHECK(desk.answer(desk.coordinator, kStaff) == "ACCEPTED");
}

TEST_CASE("an organizer outside is not told, and the object says so") {
  MeetingDesk desk;
  desk.put(desk.staff, meeting(attendee(kStaff), "", kOutsider));
  CHECK(!has(desk.text(desk.staff), "SCHEDULE-STATUS"));
  desk.answers(desk.staff, kStaff, "ACCEPTED");
  CHECK(desk.answer(desk.staff, kStaff) == "ACCEPTED");
  CHECK(has(desk.text(desk.staff), "ORGANIZER;SCHEDULE-STATUS=\"3.7\""));
  CHECK(desk.refusal(desk.staff, replaced(desk.text(desk.staff), "Comité", "Otro")) ==
        "allowed-attendee-scheduling-object-change");
}

TEST_CASE("one instance is declined by taking it out, and the others see it") {
  MeetingDesk desk;
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

TEST_CASE("who agrees dates invites in the institute's name, and answers for themselves") {
  MeetingDesk desk;
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

TEST_CASE("a contractor answers in the agenda, though it is not theirs to fill") {
  MeetingDesk desk;
  desk.put(desk.coordinator, meeting(attendee("redes@redes.example")));
  REQUIRE(desk.copy(desk.contractor));
  desk.answers(desk.contractor, "redes@redes.example", "TENTATIVE");
  CHECK(desk.answer(desk.coordinator, "redes@redes.example") == "TENTATIVE");
  CHECK(desk.refusal(desk.contractor, meeting(attendee(kStaff), "", "redes@redes.example"),
                     "b.ics") == "need-privileges");
}

TEST_CASE("what attendees keep for themselves cannot make the organizer's change fail") {
  MeetingDesk desk;
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
