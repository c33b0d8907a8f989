#include <catch2/catch.hpp>

#include "service/answer.h"
#include "service/calendar.h"
#include "service/coordinator_desk.h"
#include "service/notice.h"
#include "store/notice.h"

using namespace citacal;
using test::at;
using test::CalendarClient;
using test::has;
using test::kNewEvent;
using test::with_line;
using test::with_more;

namespace {

using Desk = test::CoordinatorDesk;
using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("an event that comes back as it was given changes nothing and keeps its ETag") {
  Desk desk;
  const auto made = desk.appointment();
  desk.sent_all(made.id);
  const auto seen = desk.calendar.only();
  const auto put = desk.calendar.put(seen.name, desk.calendar.bytes_of(seen.name));
  CHECK_FALSE(put.created);
  CHECK(put.etag == seen.etag);
  // Unfolded, it says the same in other bytes: the client must read ours.
  CHECK(desk.calendar.put(seen).etag.empty());
  CHECK(desk.now_of(made.id) == made);
  CHECK(desk.queued(made.id).empty());
}

TEST_CASE("a coordinator who drags an event re-schedules: everybody is told, the notice follows") {
  Desk desk;
  const auto made = desk.appointment();
  service::confirm(desk.office, desk.coordinator, made.id);
  service::answer(desk.office, desk.coordinator, made.id,
                  {"ana@redes.example", domain::Participation::accepted, ""});
  desk.sent_all(made.id);
  auto seen = desk.calendar.only();
  seen.text = with_line(seen.text, "DTSTART;", "DTSTART:20260328T010000Z");
  seen.text = with_line(seen.text, "DTEND;", "DTEND:20260328T030000Z");
  CHECK(desk.calendar.put(seen).etag.empty());  // DTSTAMP, SEQUENCE and zone are ours

  const auto moved = desk.now_of(made.id);
  CHECK(moved.slot.start == at("2026-03-27T20:00:00-05:00"));
  CHECK(moved.status == domain::AppointmentStatus::tentative);
  CHECK(moved.sequence == made.sequence + 2);  // confirmed, moved
  CHECK(moved.attendees[0].answer == domain::Participation::needs_action);
  CHECK(moved.reason == "Cambio hecho en el calendario por Persona coordinadora");
  CHECK(moved.uid == made.uid);
  CHECK(desk.queued(made.id) == Strings{"update ana@redes.example"});
  const auto notices = service::list_notices(desk.office, desk.coordinator, std::nullopt, {}).items;
  REQUIRE(notices.size() == 1);
  CHECK(notices[0].due_at == at("2026-03-20T07:00:00-05:00"));
  CHECK(has(desk.calendar.only().text, "DTSTART;TZID=America/Bogota:20260327T200000"));
}

TEST_CASE("the comment that a client writes is the reason of the change") {
  Desk desk;
  const auto made = desk.appointment();
  auto seen = desk.calendar.only();
  seen.text = with_line(seen.text, "LOCATION", "LOCATION:Sede norte\\nCalle 170");
  seen.text = with_more(seen.text, "COMMENT:Se dañó la puerta");
  desk.calendar.put(seen);
  const auto moved = desk.now_of(made.id);
  CHECK(moved.place == "Sede norte, Calle 170");
  CHECK(moved.reason == "Se dañó la puerta");
  CHECK(moved.slot == made.slot);
}

TEST_CASE("STATUS confirms, and STATUS cancels: what no verb does is put back") {
  Desk desk;
  const auto made = desk.appointment();
  desk.sent_all(made.id);
  auto seen = desk.calendar.only();
  desk.calendar.put(seen.name, with_line(seen.text, "STATUS", "STATUS:CONFIRMED"));
  CHECK(desk.now_of(made.id).status == domain::AppointmentStatus::confirmed);
  CHECK(desk.queued(made.id) == Strings{"update ana@redes.example"});
  desk.sent_all(made.id);

  seen = desk.calendar.only();
  CHECK(desk.calendar.put(seen.name, with_line(seen.text, "STATUS", "STATUS:TENTATIVE")).etag ==
        "");
  CHECK(desk.now_of(made.id).status == domain::AppointmentStatus::confirmed);
  CHECK(desk.queued(made.id).empty());

  desk.calendar.put(seen.name, with_line(seen.text, "STATUS", "STATUS:CANCELLED"));
  CHECK(desk.now_of(made.id).status == domain::AppointmentStatus::cancelled);
  CHECK(desk.queued(made.id) == Strings{"cancellation ana@redes.example"});
  CHECK(has(desk.calendar.only().text, "SUMMARY:[CANCELADO] "));
}

TEST_CASE("who is added is invited, who is removed gets CANCEL, who stays is left in peace") {
  Desk desk;
  const auto made = desk.appointment();
  service::answer(desk.office, desk.coordinator, made.id,
                  {"ana@redes.example", domain::Participation::accepted, ""});
  desk.sent_all(made.id);
  auto seen = desk.calendar.only();
  desk.calendar.put(seen.name, with_more(seen.text, "ATTENDEE;CN=Luis:MAILTO:luis@redes.example"));
  auto amended = desk.now_of(made.id);
  REQUIRE(amended.attendees.size() == 2);
  CHECK(amended.attendees[0].answer == domain::Participation::accepted);
  CHECK(amended.attendees[1].name == "Luis");
  CHECK(amended.sequence == made.sequence + 1);
  CHECK(desk.queued(made.id) == Strings{"invitation luis@redes.example"});
  desk.sent_all(made.id);

  seen = desk.calendar.only();
  // It forgets the folded line of Ana, and ORGANIZER comes as an attendee.
  const auto text = with_more(with_line(seen.text,
                                        "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT"
                                        ";PARTSTAT=ACCEPTED",
                                        ""),
                              "ATTENDEE;ROLE=CHAIR:mailto:citas@instituto.example");
  desk.calendar.put(seen.name, text);
  amended = desk.now_of(made.id);
  REQUIRE(amended.attendees.size() == 1);
  CHECK(amended.attendees[0].email == "luis@redes.example");
  CHECK(desk.queued(made.id) == Strings{"cancellation ana@redes.example"});
  const auto tx = desk.office.database().read();
  const auto letters = store::list_letters_of(*tx, made.id);
  const auto cancel = test::unfolded_lines(letters.back().calendar);
  CHECK(has(cancel, "METHOD:CANCEL"));
  CHECK(has(cancel, "mailto:ana@redes.example"));
  CHECK_FALSE(has(cancel, "luis@redes.example"));
}

TEST_CASE("subject and description: what is ours is taken off, what is new becomes conditions") {
  Desk desk;
  const auto made = desk.appointment();
  desk.sent_all(made.id);
  auto seen = desk.calendar.only();
  seen.text = with_line(seen.text, "SUMMARY", "SUMMARY:Cambio de switches — Redes Andinas S.A.S.");
  seen.text = test::replaced(seen.text, "\\nEl caso\\, con cuenta",
                             "\\nCondiciones: Traer carné\\nEl caso\\, con cuenta");
  seen.text = test::replaced(seen.text, "#verification\r\n",
                             "#verification\\n\\nLlamar antes al vigilante\r\n");
  desk.calendar.put(seen);
  const auto amended = desk.now_of(made.id);
  CHECK(amended.conditions == "Traer carné\nLlamar antes al vigilante");
  CHECK(amended.sequence == made.sequence + 1);
  CHECK(service::get_request(desk.office, desk.coordinator, made.request).subject ==
        "Cambio de switches");
  CHECK(desk.queued(made.id) == Strings{"update ana@redes.example"});

  // Our own description comes back, refolded and with other blanks: nothing new in it.
  seen = desk.calendar.only();
  CHECK(has(seen.text, "Condiciones: Traer carné\\nLlamar antes al vigilante"));
  seen.text = test::replaced(seen.text, "Llamar antes al vigilante\\n",
                             "Llamar antes \r\n  al vigilante \\N");
  desk.calendar.put(seen);
  CHECK(desk.now_of(made.id).sequence == amended.sequence);
  // A program that knows no descriptions takes nothing away.
  desk.calendar.put(seen.name, with_line(desk.calendar.only().text, "DESCRIPTION", ""));
  CHECK(desk.now_of(made.id).conditions == amended.conditions);
}

TEST_CASE("alarms and lines of the client's own stay, without a letter or a new sequence") {
  Desk desk;
  const auto made = desk.appointment();
  desk.sent_all(made.id);
  auto seen = desk.calendar.only();
  seen.text = with_more(seen.text, "X-MOZ-LASTACK:20260302T140000Z\r\nCOLOR:tomato");
  seen.text = test::replaced(seen.text, "TRIGGER:-P1D", "TRIGGER:-PT15M");
  desk.calendar.put(seen);
  auto after = desk.calendar.only();
  CHECK(after.etag != seen.etag);
  CHECK(has(after.text, "X-MOZ-LASTACK:20260302T140000Z"));
  CHECK(has(after.text, "COLOR:tomato"));
  CHECK(has(after.text, "TRIGGER:-PT15M"));
  CHECK_FALSE(has(after.text, "TRIGGER:-P1D"));
  CHECK(desk.now_of(made.id) == made);
  CHECK(desk.queued(made.id).empty());

  // They outlive a change by another door.
  service::confirm(desk.office, desk.coordinator, made.id);
  after = desk.calendar.only();
  CHECK(has(after.text, "TRIGGER:-PT15M"));
  CHECK(has(after.text, "STATUS:CONFIRMED"));

  // Who takes the alarm away has none, ours does not come back.
  const auto from = after.text.find("BEGIN:VALARM");
  const auto until = after.text.find("END:VEVENT");
  after.text.erase(from, until - from);
  desk.calendar.put(after);
  CHECK_FALSE(has(desk.calendar.only().text, "VALARM"));
}

TEST_CASE("what a client must not change is put back: LINK, organizer, answers of others") {
  Desk desk;
  const auto made = desk.appointment();
  auto seen = desk.calendar.only();
  seen.text = with_line(seen.text, "LINK", "LINK;VALUE=URI:https://malo.example/");
  seen.text = with_line(seen.text, "ORGANIZER", "ORGANIZER:mailto:otro@instituto.example");
  seen.text = with_line(seen.text, "URL", "");
  seen.text = test::replaced(seen.text, "PARTSTAT=NEEDS-ACTION", "PARTSTAT=ACCEPTED");
  CHECK(desk.calendar.put(seen).etag.empty());
  const auto after = desk.calendar.only().text;
  CHECK_FALSE(has(after, "malo.example"));
  CHECK(has(after, "ORGANIZER;CN=Oficina de Planeación – Sistemas:mailto:citas@instituto.example"));
  CHECK(has(after, "URL:https://citas.instituto.example/cases/"));
  CHECK(has(after, "PARTSTAT=NEEDS-ACTION"));
  CHECK(desk.now_of(made.id) == made);
}

TEST_CASE("an older event, put without saying which it changes, takes nothing back") {
  Desk desk;
  const auto made = desk.appointment();
  const auto old = desk.calendar.only();
  service::confirm(desk.office, desk.coordinator, made.id);
  CHECK(desk.calendar.refusal(old.name, old.text) == "stale: changed-meanwhile");
  CHECK(desk.now_of(made.id).status == domain::AppointmentStatus::confirmed);
}

TEST_CASE("an older event is told apart though its program raised SEQUENCE itself") {
  Desk desk;
  const auto made = desk.appointment();
  const auto old = desk.calendar.only();
  CHECK(has(old.text, "X-CITACAL-SEQUENCE:0\r\n"));
  const core::Slot later{made.slot.start + std::chrono::hours(24),
                         made.slot.end + std::chrono::hours(24)};
  service::reschedule(desk.office, desk.coordinator, made.id, {later, std::nullopt, "Sin aforo"});
  auto stale = with_more(with_line(old.text, "SEQUENCE", "SEQUENCE:1"), "X-EVOLUTION-ALARM:1");
  CHECK(desk.calendar.refusal(old.name, stale) == "stale: changed-meanwhile");
  CHECK(desk.now_of(made.id).slot == later);
  // Of a program that keeps no such line, SEQUENCE alone speaks.
  stale = with_line(old.text, "X-CITACAL-SEQUENCE", "");
  CHECK(desk.calendar.refusal(old.name, stale) == "stale: changed-meanwhile");
}

TEST_CASE("one write that moves, renames, confirms and drops is one change and one letter each") {
  Desk desk;
  const auto made = desk.appointment();
  auto seen = desk.calendar.only();
  desk.calendar.put(
      seen.name,
      with_more(seen.text,
                "ATTENDEE;CN=Sala;CUTYPE=ROOM;ROLE=OPT-PARTICIPANT:mailto:sala@redes.example"));
  desk.sent_all(made.id);
  const auto before = desk.now_of(made.id);
  REQUIRE(before.attendees.size() == 2);
  CHECK(before.attendees[1].kind == domain::AttendeeKind::room);
  CHECK(before.attendees[1].role == domain::AttendeeRole::optional);

  seen = desk.calendar.only();
  auto text = with_line(seen.text, "DTSTART;", "DTSTART:20260328T010000Z");
  text = with_line(text, "DTEND;", "DTEND:20260328T030000Z");
  text = with_line(text, "SUMMARY", "SUMMARY:Cambio de switches — Redes Andinas S.A.S.");
  text = with_line(text, "STATUS", "STATUS:CONFIRMED");
  text = with_line(text, "ATTENDEE;CUTYPE=ROOM", "");
  desk.calendar.put(seen.name, text);
  const auto after = desk.now_of(made.id);
  CHECK(after.sequence == before.sequence + 1);
  CHECK(after.status == domain::AppointmentStatus::confirmed);
  CHECK(desk.queued(made.id) ==
        Strings{"cancellation sala@redes.example", "update ana@redes.example"});
  const auto tx = desk.office.database().read();
  for (const auto& letter : store::list_letters_of(*tx, made.id)) {
    if (letter.state != domain::LetterState::queued) continue;
    const bool is_dropped = letter.to == "sala@redes.example";
    CHECK(has(letter.subject, "Cambio de switches") != is_dropped);
    CHECK(has(letter.calendar, "DTSTART;TZID=America/Bogota:20260327T200000") != is_dropped);
    if (!is_dropped) CHECK(letter.subject.starts_with("Citación confirmada con nueva fecha: "));
    CHECK_FALSE(has(letter.calendar, "X-CITACAL-SEQUENCE"));
  }
}

TEST_CASE("a changed place is told as such, a changed ROLE is a change, a link is taken away") {
  Desk desk;
  const auto made = desk.appointment();
  desk.sent_all(made.id);
  auto seen = desk.calendar.only();
  desk.calendar.put(seen.name, with_line(seen.text, "LOCATION", "LOCATION:Sede norte"));
  {
    const auto tx = desk.office.database().read();
    CHECK(store::list_letters_of(*tx, made.id)
              .back()
              .subject.starts_with("Citación con nuevo lugar: "));
  }
  seen = desk.calendar.only();
  desk.calendar.put(seen.name, with_more(test::replaced(seen.text, "ROLE=REQ-PARTICIPANT",
                                                        "ROLE=OPT-PARTICIPANT"),
                                         "CONFERENCE;VALUE=URI:https://reunion.example/1"));
  CHECK(desk.now_of(made.id).attendees[0].role == domain::AttendeeRole::optional);
  CHECK(desk.now_of(made.id).link == "https://reunion.example/1");
  seen = desk.calendar.only();
  const auto without = with_line(seen.text, "CONFERENCE", "");
  desk.calendar.put(seen.name, with_line(without, "REFID", ""));  // it loses what it does not know
  CHECK(desk.now_of(made.id).link == "https://reunion.example/1");
  desk.calendar.put(seen.name, without);
  CHECK(desk.now_of(made.id).link.empty());
}

TEST_CASE("an attendee whose address is no mail address is invited by EMAIL, or named") {
  Desk desk;
  desk.appointment();
  const auto seen = desk.calendar.only();
  CHECK(desk.calendar.refusal(seen.name, with_more(seen.text, "ATTENDEE;CN=Luis:urn:uuid:1")) ==
        "attendee-without-address");
  desk.calendar.put(seen.name,
                    with_more(seen.text, "ATTENDEE;CN=Luis;EMAIL=Luis@redes.example:urn:uuid:1"));
  CHECK(has(desk.calendar.only().text, "mailto:luis@redes.example"));
}

TEST_CASE("what is cancelled or held keeps its facts, and takes alarms") {
  Desk desk;
  const auto made = desk.appointment();
  service::cancel(desk.office, desk.coordinator, made.id, "No");
  const auto seen = desk.calendar.only();
  CHECK(desk.calendar.refusal(seen.name, with_line(seen.text, "LOCATION", "LOCATION:Otro")) ==
        "appointment-state");
  for (const auto* status : {"STATUS:CONFIRMED", "STATUS:TENTATIVE"})  // there is no way back
    CHECK(desk.calendar.refusal(seen.name, with_line(seen.text, "STATUS", status)) ==
          "appointment-state");
  CHECK(desk.calendar.refusal(seen.name, with_line(seen.text, "STATUS", "")) == "");
  CHECK(desk.calendar.refusal(seen.name, with_more(seen.text, "X-MOZ-LASTACK:20260302T140000Z")) ==
        "");
  CHECK(has(desk.calendar.only().text, "X-MOZ-LASTACK"));
  CHECK(desk.now_of(made.id).status == domain::AppointmentStatus::cancelled);
}

TEST_CASE("an event is one date with hours") {
  Desk desk;
  desk.appointment();
  const auto seen = desk.calendar.only();
  CHECK(desk.calendar.refusal(seen.name, with_more(seen.text, "RRULE:FREQ=WEEKLY;COUNT=3")) ==
        "single-date-needed");
  auto days = with_line(seen.text, "DTSTART;", "DTSTART;VALUE=DATE:20260327");
  days = with_line(days, "DTEND;", "DTEND;VALUE=DATE:20260328");
  CHECK(desk.calendar.refusal(seen.name, days) == "single-date-needed");
}

TEST_CASE("what was held is not made tentative again") {
  Desk desk;
  const auto made = desk.appointment();
  service::confirm(desk.office, desk.coordinator, made.id);
  desk.clock.set(made.slot.end);
  service::hold(desk.office, desk.coordinator, made.id);
  const auto seen = desk.calendar.only();
  CHECK(desk.calendar.refusal(seen.name, with_line(seen.text, "STATUS", "STATUS:TENTATIVE")) ==
        "appointment-state");
  CHECK(desk.now_of(made.id).status == domain::AppointmentStatus::held);
}

TEST_CASE("to delete is to cancel: the event stays, marked, until its days are over") {
  Desk desk;
  const auto made = desk.appointment();
  desk.sent_all(made.id);
  const auto name = desk.calendar.only().name;
  desk.calendar.remove(name);
  const auto cancelled = desk.now_of(made.id);
  CHECK(cancelled.status == domain::AppointmentStatus::cancelled);
  CHECK(cancelled.reason == "Retirada del calendario por Persona coordinadora");
  CHECK(desk.queued(made.id) == Strings{"cancellation ana@redes.example"});
  CHECK(has(desk.calendar.only().text, "[CANCELADO]"));

  const auto stays = desk.calendar.only();
  try {
    desk.calendar.remove(name);
    FAIL("it went for everybody");
  } catch (const core::Error& error) {
    CHECK(error.code == core::Code::forbidden);
    CHECK(error.condition == "appointment-state");
    CHECK(has(error.message.es, "2026-04-01"));
  }
  CHECK(desk.calendar.only().etag == stays.etag);
  desk.clock.forward(std::chrono::days(31));
  service::publish_all(desk.office);
  CHECK(desk.calendar.all().empty());
  service::add_ticket(desk.office, desk.coordinator, made.request, {"Mesa", "1", ""});
  CHECK(desk.calendar.all().empty());  // nor does a later change bring it back
}

TEST_CASE("what was held is not withdrawn") {
  Desk desk;
  const auto made = desk.appointment();
  desk.clock.set(made.slot.end);
  service::hold(desk.office, desk.coordinator, made.id);
  const auto name = desk.calendar.only().name;
  CHECK_THROWS_AS(desk.calendar.remove(name), core::Error);
  CHECK(desk.now_of(made.id).status == domain::AppointmentStatus::held);
}

TEST_CASE("of a case that not everybody may read, a client moves the date and changes no more") {
  Desk desk;
  domain::ServiceRequest request;
  request.subject = "Cámaras de la bóveda";
  request.contractor = desk.redes.id;
  request.place = "Bóveda";
  request.classification = test::excepted(domain::Level::reserved);
  request = service::register_request(desk.office, desk.coordinator, request);
  domain::Agreement agreement;
  agreement.request = request.id;
  agreement.slot = {at("2026-03-20T20:00:00-05:00"), at("2026-03-20T22:00:00-05:00")};
  const auto made = service::agree(desk.office, desk.coordinator, agreement).appointment;
  auto seen = desk.calendar.only();
  REQUIRE(has(seen.text, "SUMMARY:Ocupado"));
  seen.text = with_line(seen.text, "DTEND;", "DTEND:20260321T040000Z");
  seen.text = with_line(seen.text, "SUMMARY", "SUMMARY:Cámaras");
  desk.calendar.put(seen);
  const auto moved = desk.now_of(made.id);
  CHECK(moved.slot.end == at("2026-03-20T23:00:00-05:00"));
  CHECK(moved.place == "Bóveda");
  CHECK(moved.attendees.size() == 1);
  CHECK(service::get_request(desk.office, desk.coordinator, request.id).subject ==
        "Cámaras de la bóveda");
}

TEST_CASE("who agrees no dates changes none: staff and contractors in the institute's calendar") {
  Desk desk;
  const auto made = desk.appointment();
  const auto seen = desk.calendar.only();
  const auto moved = with_line(seen.text, "DTEND;", "DTEND:20260321T040000Z");
  CHECK(CalendarClient(desk, desk.staff, "institute").refusal(seen.name, moved) ==
        "need-privileges");
  CHECK(CalendarClient(desk, desk.contractor, "contractor-redes").refusal(seen.name, moved) ==
        "need-privileges");
  CHECK_THROWS_AS(CalendarClient(desk, desk.staff, "institute").remove(seen.name), core::Error);
  CHECK(CalendarClient(desk, desk.staff, "institute").refusal("n.ics", kNewEvent) ==
        "need-privileges");
  CHECK(desk.now_of(made.id) == made);
}
