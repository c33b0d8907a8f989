#include <catch2/catch.hpp>

#include "service/agenda.h"
#include "service/answer.h"
#include "service/calendar.h"
#include "service/calendar_client.h"
#include "service/check.h"
#include "store/database.h"
#include "store/letter.h"

using namespace citacal;
using test::at;
using test::CalendarClient;
using test::has;
using test::replaced;
using test::with_line;
using test::with_more;

namespace {

struct Desk : test::TestOffice {
  CalendarClient agenda{*this, contractor, "agenda"};
  CalendarClient inbox{*this, contractor, "inbox"};
  CalendarClient staff_agenda{*this, staff, "agenda"};

  // Agreed with the firm's person (in capitals), Ana, who has no account, and the staff's.
  domain::Appointment meeting() {
    domain::Agreement agreement;
    agreement.request = request().id;
    agreement.slot = {at("2026-03-20T20:00:00-05:00"), at("2026-03-20T22:00:00-05:00")};
    agreement.attendees = {{.name = "Redes", .email = "REDES@redes.example"},
                           {.name = "Ana", .email = "ana@redes.example"},
                           {.name = "Funcionario", .email = "funcionario@instituto.example"}};
    return service::agree(office, coordinator, agreement).appointment;
  }
  domain::Appointment now_of(const core::Id& id) {
    return service::get_appointment(office, coordinator, id);
  }
  ~Desk() { CHECK(service::check_store(office).faults.empty()); }
};

// The text with the answer of the attendee at this address.
std::string answered(std::string text, const std::string& address, const std::string& partstat) {
  const auto until = text.find("mailto:" + address);
  REQUIRE(until != std::string::npos);
  const auto from = text.rfind("PARTSTAT=", until) + 9;
  return text.replace(from, text.find_first_of(";:", from) - from, partstat);
}

}  // namespace

TEST_CASE(
    "who is invited has it in the agenda and the message in the inbox, whoever has no account "
    "not") {
  Desk desk;
  const auto made = desk.meeting();
  const auto seen = desk.agenda.only();
  CHECK(seen.name == made.uid + ".ics");
  CHECK(has(seen.text, "SUMMARY:Mantenimiento de switches — Redes Andinas S.A.S."));
  CHECK_FALSE(seen.schedule_tag.empty());
  CHECK(desk.staff_agenda.only().text == seen.text);
  CHECK(CalendarClient(desk, desk.auditor, "agenda").all().empty());

  auto message = desk.inbox.only();
  CHECK(message.name == made.id + "-0-invitation.ics");
  CHECK(has(message.text, "METHOD:REQUEST"));
  service::cancel(desk.office, desk.coordinator, made.id, "No");
  message = desk.inbox.only();  // only what is true now
  CHECK(message.name == made.id + "-1-cancellation.ics");
  CHECK(has(message.text, "METHOD:CANCEL"));
  CHECK(has(desk.agenda.only().text, "STATUS:CANCELLED"));
  desk.inbox.remove(message.name);
  CHECK(desk.inbox.all().empty());
}

TEST_CASE("a PARTSTAT put in the agenda is an answer, and the same by mail counts once") {
  Desk desk;
  const auto made = desk.meeting();
  auto seen = desk.agenda.only();
  const auto tag = seen.schedule_tag, staffs_tag = desk.staff_agenda.only().schedule_tag;
  // As a program writes it: other order, own lines, another stamp, our links lost.
  auto text = answered(seen.text, "REDES@redes.example", "ACCEPTED");
  text = with_line(text, "LINK", "");
  text = with_line(text, "DTSTAMP", "");
  text = with_more(text, "X-MOZ-LASTACK:20260302T140000Z\r\nDTSTAMP:20260302T150000Z");
  text = with_line(text, "TRANSP", "TRANSP:TRANSPARENT");
  text = replaced(text, "TRIGGER:-P1D", "TRIGGER:-PT10M");
  const auto put = desk.agenda.put(seen.name, text);
  CHECK(put.etag.empty());
  CHECK(put.schedule_tag != tag);  // two programs of one person do not overwrite each other
  CHECK(put.schedule_tag == desk.agenda.only().schedule_tag);
  CHECK(desk.staff_agenda.only().schedule_tag == staffs_tag);  // RFC 6638 §3.2.10

  const auto after = desk.now_of(made.id);
  CHECK(after.attendees[0].answer == domain::Participation::accepted);
  CHECK(after.attendees[1].answer == domain::Participation::needs_action);
  CHECK(after.sequence == made.sequence);
  seen = desk.agenda.only();
  CHECK(has(seen.text, "X-MOZ-LASTACK"));
  CHECK(has(seen.text, "TRIGGER:-PT10M"));
  CHECK(has(seen.text, "LINK;"));
  CHECK(has(desk.staff_agenda.only().text, "PARTSTAT=ACCEPTED"));
  CHECK_FALSE(has(desk.staff_agenda.only().text, "X-MOZ-LASTACK"));

  desk.clock.forward(std::chrono::minutes(5));
  service::answer(desk.office, desk.coordinator, made.id,
                  {"redes@redes.example", domain::Participation::accepted, ""});
  desk.agenda.put(seen);
  CHECK(desk.now_of(made.id) == after);
}

TEST_CASE("a comment goes with the answer, and PARTSTAT:NEEDS-ACTION takes no answer back") {
  Desk desk;
  const auto made = desk.meeting();
  const auto seen = desk.agenda.only();
  desk.agenda.put(seen.name, with_more(answered(seen.text, "REDES@redes.example", "TENTATIVE"),
                                       "COMMENT:Depende del vuelo"));
  auto after = desk.now_of(made.id).attendees[0];
  CHECK(after.answer == domain::Participation::tentative);
  CHECK(after.comment == "Depende del vuelo");
  desk.agenda.put(seen);  // an older text, for the sake of an alarm
  CHECK(desk.now_of(made.id).attendees[0] == after);
}

TEST_CASE("an attendee changes nothing but the own answer") {
  Desk desk;
  const auto made = desk.meeting();
  const auto seen = desk.agenda.only();
  const auto refused = [&](const std::string& text) {
    return desk.agenda.refusal(seen.name, text);
  };
  const std::string no = "need-privileges";
  CHECK(refused(with_line(seen.text, "DTEND;", "DTEND:20260321T040000Z")) == no);
  CHECK(refused(with_line(seen.text, "LOCATION", "LOCATION:Otra sede")) == no);
  CHECK(refused(with_line(seen.text, "STATUS", "STATUS:CONFIRMED")) == no);
  CHECK(refused(with_line(seen.text, "SUMMARY", "SUMMARY:Otra cosa")) == no);
  CHECK(refused(with_more(seen.text, "RRULE:FREQ=DAILY;COUNT=2")) == no);
  CHECK(refused(with_more(seen.text, "ATTENDEE:mailto:amigo@redes.example")) == no);
  CHECK(refused(with_line(seen.text, "DESCRIPTION", "DESCRIPTION:Otra cosa")) == no);
  CHECK(refused(with_line(seen.text, "ORGANIZER", "ORGANIZER:mailto:otro@redes.example")) == no);
  CHECK(refused(with_line(seen.text, "CLASS", "CLASS:CONFIDENTIAL")) == no);
  CHECK(refused(with_line(seen.text, "URL", "URL:https://malo.example/")) == no);
  CHECK(refused(with_more(seen.text, "PRIORITY:1")) == no);
  CHECK(refused(answered(seen.text, "ana@redes.example", "ACCEPTED")) == no);
  CHECK(refused(answered(seen.text, "funcionario@instituto.example", "DECLINED")) == no);
  CHECK(desk.now_of(made.id) == made);
  CHECK(desk.agenda.only().etag == seen.etag);

  service::confirm(desk.office, desk.coordinator, made.id);
  CHECK(refused(answered(seen.text, "REDES@redes.example", "ACCEPTED")) ==
        "stale: changed-meanwhile");
}

TEST_CASE("what a program leaves out, wraps or loses of the institute's is put back") {
  Desk desk;
  const auto made = desk.meeting();
  const auto seen = desk.agenda.only();
  auto text = seen.text;
  for (const auto* name : {"URL", "CLASS", "ORGANIZER"}) text = with_line(text, name, "");
  text = with_line(text, "LINK", "LINK;VALUE=URI:https://malo.example/");
  text = replaced(text, "\\n", " \\n  \\n");
  CHECK(desk.agenda.refusal(seen.name, text) == "");
  CHECK(desk.agenda.refusal(seen.name, with_line(seen.text, "DESCRIPTION", "")) == "");
  CHECK(desk.agenda.only().text == seen.text);
  CHECK(desk.now_of(made.id) == made);
}

TEST_CASE("the schedule tag follows the institute's changes and not the answers") {
  Desk desk;
  const auto made = desk.meeting();
  const auto before = desk.agenda.only();
  service::answer(desk.office, desk.coordinator, made.id,
                  {"ana@redes.example", domain::Participation::accepted, ""});
  const auto answered_by_ana = desk.agenda.only();
  CHECK(answered_by_ana.etag != before.etag);
  CHECK(answered_by_ana.schedule_tag == before.schedule_tag);
  service::add_ticket(desk.office, desk.coordinator, made.request, {"Mesa", "INC-1", ""});
  CHECK(desk.agenda.only().schedule_tag != before.schedule_tag);
  // An alarm is not seen by others, but by the person's other program.
  const auto seen = desk.agenda.only();
  const auto put = desk.agenda.put(seen.name, with_more(seen.text, "COLOR:tomato"));
  CHECK(put.schedule_tag != seen.schedule_tag);
  service::answer(desk.office, desk.coordinator, made.id,
                  {"ana@redes.example", domain::Participation::declined, ""});
  CHECK(desk.agenda.only().schedule_tag == put.schedule_tag);
  // Taken out with that alarm, it stays away as any other.
  desk.agenda.remove(seen.name);
  service::answer(desk.office, desk.coordinator, made.id,
                  {"ana@redes.example", domain::Participation::accepted, ""});
  CHECK(desk.agenda.all().empty());
}

TEST_CASE("a cancelled event may be taken out of one's own agenda") {
  Desk desk;
  const auto made = desk.meeting();
  service::cancel(desk.office, desk.coordinator, made.id, "No");
  desk.staff_agenda.remove(desk.staff_agenda.only().name);
  service::add_ticket(desk.office, desk.coordinator, made.request, {"Mesa", "1", ""});
  CHECK(desk.agenda.all().size() == 1);
  CHECK(desk.now_of(made.id).attendees[2].answer == domain::Participation::needs_action);
}

TEST_CASE("what a person had noted down becomes the institute's and keeps their own lines") {
  Desk desk;
  const std::string uid = "c7f1e2d0-1111-4222-8333-444455556666";
  const auto noted =
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//ES\r\nBEGIN:VEVENT\r\nUID:" + uid +
      "\r\nDTSTAMP:20260302T140000Z\r\nSUMMARY:Baterías\r\nDTSTART:20260326T000000Z\r\n"
      "DTEND:20260326T020000Z\r\nCOLOR:tomato\r\nX-NOTA:mía\r\nBEGIN:VALARM\r\n"
      "ACTION:DISPLAY\r\nTRIGGER:-PT7M\r\nDESCRIPTION:Ya\r\nEND:VALARM\r\n"
      "END:VEVENT\r\nEND:VCALENDAR\r\n";
  desk.staff_agenda.put("nota.ics", noted);
  const auto offered = with_more(with_more(noted, "ATTENDEE:mailto:funcionario@instituto.example"),
                                 "ATTENDEE:mailto:ana@redes.example");
  CalendarClient(desk, desk.coordinator, "institute").put("nueva.ics", offered);
  const auto seen = desk.staff_agenda.only();
  CHECK(seen.name == "nota.ics");
  CHECK(has(seen.text, "SUMMARY:Baterías — Redes Andinas S.A.S."));
  CHECK(has(seen.text, "COLOR:tomato"));
  CHECK(has(seen.text, "X-NOTA:mía"));
  CHECK(has(seen.text, "TRIGGER:-PT7M"));
}

TEST_CASE(
    "to delete it in the agenda is to decline: it stays away until the institute changes it") {
  Desk desk;
  const auto made = desk.meeting();
  const auto name = desk.agenda.only().name;
  desk.agenda.remove(name);
  CHECK(desk.now_of(made.id).attendees[0].answer == domain::Participation::declined);
  CHECK(desk.agenda.all().empty());
  service::answer(desk.office, desk.coordinator, made.id,
                  {"ana@redes.example", domain::Participation::accepted, ""});
  CHECK(desk.agenda.all().empty());
  service::confirm(desk.office, desk.coordinator, made.id);
  CHECK(has(desk.agenda.only().text, "STATUS:CONFIRMED"));

  desk.agenda.remove(desk.agenda.only().name, false);  // Schedule-Reply: F
  CHECK(desk.staff_agenda.all().size() == 1);
  desk.staff_agenda.remove(name, false);
  CHECK(desk.now_of(made.id).attendees[2].answer == domain::Participation::needs_action);
  CHECK(desk.staff_agenda.all().empty());
}

TEST_CASE(
    "what was deleted and is accepted in a mail after all comes back under the client's name") {
  Desk desk;
  const auto made = desk.meeting();
  const auto seen = desk.staff_agenda.only();
  desk.staff_agenda.remove(seen.name);
  const auto put = desk.staff_agenda.put(
      "de-correo.ics", answered(seen.text, "funcionario@instituto.example", "ACCEPTED"));
  CHECK(put.created);
  CHECK(desk.staff_agenda.only().name == "de-correo.ics");
  CHECK(desk.now_of(made.id).attendees[2].answer == domain::Participation::accepted);
  // Gone under that name, it is known to be gone.
  desk.staff_agenda.remove("de-correo.ics");
  service::answer(desk.office, desk.coordinator, made.id,
                  {"ana@redes.example", domain::Participation::accepted, ""});
  CHECK(desk.staff_agenda.all().empty());
}

TEST_CASE("who is not invited may note an appointment down, without connection with it") {
  Desk desk;
  const auto made = desk.meeting();
  const auto seen = desk.agenda.only();
  const auto letters = [&] {
    const auto tx = desk.office.database().read();
    return store::list_letters_of(*tx, made.id).size();
  };
  const auto before = letters();
  // Also who agrees dates in the institute's name.
  for (const auto& person : {desk.auditor, desk.coordinator}) {
    const CalendarClient notes(desk, person, "agenda");
    CHECK(notes.put("x.ics", seen.text).created);
    CHECK(notes.only().text == seen.text);
    notes.put("x.ics", answered(seen.text, "ana@redes.example", "DECLINED"));
    service::add_ticket(desk.office, desk.coordinator, made.request,
                        {"Mesa", person.person.login, ""});
    CHECK(has(notes.only().text, "PARTSTAT=DECLINED"));
    CHECK(notes.only().schedule_tag.empty());
    notes.remove("x.ics");
  }
  CHECK(letters() == before);
  CHECK(desk.now_of(made.id).attendees == made.attendees);
  CHECK(desk.agenda.all().size() == 1);
}

TEST_CASE("a person who is invited answers whatever their clearance") {
  Desk desk;
  auto request = domain::ServiceRequest{};
  request.subject = "Cámaras de la bóveda";
  request.contractor = desk.redes.id;
  request.classification = test::excepted(domain::Level::reserved);
  domain::Agreement agreement;
  agreement.request = service::register_request(desk.office, desk.coordinator, request).id;
  agreement.slot = {at("2026-03-20T20:00:00-05:00"), at("2026-03-20T22:00:00-05:00")};
  agreement.attendees = {{.name = "F", .email = "funcionario@instituto.example"}};
  const auto made = service::agree(desk.office, desk.coordinator, agreement).appointment;
  const auto seen = desk.staff_agenda.only();
  CHECK(has(seen.text, "Cámaras de la bóveda"));
  desk.staff_agenda.put(seen.name,
                        answered(seen.text, "funcionario@instituto.example", "ACCEPTED"));
  CHECK(desk.now_of(made.id).attendees[0].answer == domain::Participation::accepted);
}

TEST_CASE("who is no longer invited finds it gone, and CANCEL in the inbox") {
  Desk desk;
  const auto made = desk.meeting();
  const CalendarClient institute(desk, desk.coordinator, "institute");
  auto seen = institute.only();
  seen.text = with_line(
      seen.text,
      "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN=Redes:",
      "");
  institute.put(seen);
  CHECK(desk.agenda.all().empty());
  CHECK(has(desk.inbox.only().text, "METHOD:CANCEL"));
  CHECK(has(CalendarClient(desk, desk.staff, "inbox").only().name, "-0-invitation"));
  CHECK(desk.staff_agenda.all().size() == 1);
  CHECK(desk.now_of(made.id).attendees.size() == 2);
}

TEST_CASE("an account that is made finds what it was invited to before") {
  Desk desk;
  const auto made = desk.meeting();
  service::NewAccount account;
  account.login = "ana";
  account.name = "Ana Gómez";
  account.email = "ana.gomez@redes.example";
  account.aliases = {"ana@redes.example"};
  account.password = test::kPassword;
  account.role = domain::Role::contractor;
  account.contractor_key = "redes";
  service::Caller ana;
  ana.person = service::create_account(desk.office, desk.administrator, account);
  const CalendarClient agenda(desk, ana, "agenda");
  const auto seen = agenda.only();
  CHECK(has(seen.text, made.uid));
  agenda.put(seen.name, answered(seen.text, "ana@redes.example", "ACCEPTED"));
  CHECK(desk.now_of(made.id).attendees[1].answer == domain::Participation::accepted);
}

TEST_CASE("a coordinator's own answer in the institute's calendar is an answer, too") {
  Desk desk;
  domain::Agreement agreement;
  agreement.request = desk.request().id;
  agreement.slot = {at("2026-03-20T20:00:00-05:00"), at("2026-03-20T22:00:00-05:00")};
  agreement.attendees = {{.name = "C", .email = "coordinadora@instituto.example"},
                         {.name = "Ana", .email = "ana@redes.example"}};
  const auto made = service::agree(desk.office, desk.coordinator, agreement).appointment;
  const CalendarClient institute(desk, desk.coordinator, "institute");
  const auto seen = institute.only();
  auto text = answered(seen.text, "coordinadora@instituto.example", "ACCEPTED");
  text = answered(text, "ana@redes.example", "DECLINED");
  institute.put(seen.name, text);
  const auto after = desk.now_of(made.id);
  CHECK(after.attendees[0].answer == domain::Participation::accepted);
  CHECK(after.attendees[1].answer == domain::Participation::needs_action);
  CHECK(after.sequence == made.sequence);
}

TEST_CASE("a cancelled event leaves the agenda when its days are over") {
  Desk desk;
  const auto made = desk.meeting();
  service::cancel(desk.office, desk.coordinator, made.id, "No");
  CHECK(desk.agenda.all().size() == 1);
  desk.clock.forward(std::chrono::days(32));
  service::publish_all(desk.office);
  CHECK(desk.agenda.all().empty());
  service::add_ticket(desk.office, desk.coordinator, made.request, {"Mesa", "1", ""});
  CHECK(desk.agenda.all().empty());
}
