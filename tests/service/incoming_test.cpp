#include "service/incoming.h"

#include <catch2/catch.hpp>

#include "core/secret.h"
#include "service/answer.h"
#include "service/check.h"
#include "service/link.h"
#include "service/mail.h"
#include "store/appointment.h"
#include "store/database.h"
#include "store/letter.h"
#include "store/news.h"
#include "support/office.h"

using namespace citacal;
using domain::Participation;
using domain::Trust;
using domain::Verdict;
using test::at;

namespace {

struct Desk : test::TestOffice {
  explicit Desk(service::Settings settings = believing()) : TestOffice(std::move(settings)) {}

  static service::Settings believing() {
    auto settings = test::settings();
    settings.institute.answers.servers = {"mx.instituto.example"};
    settings.institute.answers.confirm = domain::ConfirmWhen::contractor_accepts;
    return settings;
  }

  domain::ReceivedMail reply(const domain::Appointment& appointment, const std::string& partstat,
                             const std::string& from = "ana@redes.example") {
    domain::ReceivedMail mail;
    mail.from = from;
    mail.subject = "Re";
    mail.authentication = {{"mx.instituto.example", "pass", "redes.example"}};
    mail.calendars = {
        {"REPLY", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:" +
                      appointment.uid + "\r\nSEQUENCE:" + std::to_string(appointment.sequence) +
                      "\r\nATTENDEE;PARTSTAT=" + partstat + ":mailto:" + from +
                      "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"}};
    mail.message_id = "m" + std::to_string(++count) + "@redes.example";
    mail.raw = "Message-ID: <" + mail.message_id + ">\r\n\r\n" + mail.calendars[0].text;
    return mail;
  }
  domain::Mail receive(const domain::ReceivedMail& mail) {
    return service::receive(office, mail, "citas");
  }
  domain::Appointment now(const domain::Appointment& appointment) {
    return service::get_appointment(office, coordinator, appointment.id);
  }
  std::vector<domain::News> news() {
    const auto tx = office.database().read();
    return store::list_untold_news(*tx, 100);
  }
  int count = 0;
};

}  // namespace

TEST_CASE("an acceptance by the contractor confirms, once, and the coordinator is told") {
  Desk desk;
  const auto made = desk.appointment();
  const auto mail = desk.receive(desk.reply(made, "ACCEPTED"));
  CHECK(mail.verdict == Verdict::applied);
  CHECK(mail.trust == Trust::dmarc);
  CHECK(mail.request == made.request);
  CHECK(mail.sha256.size() == 64);
  const auto after = desk.now(made);
  CHECK(after.status == domain::AppointmentStatus::confirmed);
  CHECK(after.sequence == 1);
  CHECK(after.asked == 0);
  REQUIRE(desk.news().size() == 2);
  CHECK(desk.news()[0].kind == domain::NewsKind::answer);
  CHECK(desk.news()[1].kind == domain::NewsKind::confirmed);
  CHECK(service::check_store(desk.office).faults.empty());
}

TEST_CASE("the rule says when an appointment is certain") {
  auto settings = Desk::believing();
  SECTION("a coordinator alone") {
    settings.institute.answers.confirm = domain::ConfirmWhen::coordinator;
    Desk desk(settings);
    const auto made = desk.appointment();
    desk.receive(desk.reply(made, "ACCEPTED"));
    CHECK(desk.now(made).status == domain::AppointmentStatus::tentative);
    CHECK(desk.now(made).attendees[0].answer == Participation::accepted);
  }
  SECTION("all that are required") {
    settings.institute.answers.confirm = domain::ConfirmWhen::all_accept;
    Desk desk(settings);
    domain::Agreement agreement;
    agreement.request = desk.request().id;
    agreement.slot = {at("2026-03-20T09:00:00-05:00"), at("2026-03-20T11:00:00-05:00")};
    agreement.attendees = {{"Ana", "ana@redes.example"},
                           {"Luis", "luis@redes.example"},
                           {"Eva", "eva@redes.example", domain::AttendeeRole::optional}};
    const auto made = service::agree(desk.office, desk.coordinator, agreement).appointment;
    desk.receive(desk.reply(made, "ACCEPTED"));
    CHECK(desk.now(made).status == domain::AppointmentStatus::tentative);
    desk.receive(desk.reply(made, "ACCEPTED", "luis@redes.example"));
    CHECK(desk.now(made).status == domain::AppointmentStatus::confirmed);
  }
  SECTION("the institute's own acceptance is not the contractor's") {
    Desk desk(settings);
    domain::Agreement agreement;
    agreement.request = desk.request().id;
    agreement.slot = {at("2026-03-20T09:00:00-05:00"), at("2026-03-20T11:00:00-05:00")};
    agreement.attendees = {{"Ana", "ana@redes.example"}, {"Funcionario", desk.staff.person.email}};
    const auto made = service::agree(desk.office, desk.coordinator, agreement).appointment;
    service::answer(desk.office, desk.staff, made.id,
                    {desk.staff.person.email, Participation::accepted, ""});
    CHECK(desk.now(made).status == domain::AppointmentStatus::tentative);
  }
}

TEST_CASE("a decline leaves the state, and says so") {
  Desk desk;
  const auto made = desk.appointment();
  desk.receive(desk.reply(made, "DECLINED"));
  CHECK(desk.now(made).status == domain::AppointmentStatus::tentative);
  REQUIRE(desk.news().size() == 1);
  CHECK(desk.news()[0].text.find("rechazó") != std::string::npos);
}

TEST_CASE("a mail is settled once, with its mailbox's position in the same commit") {
  Desk desk;
  const auto made = desk.appointment();
  const auto mail = desk.reply(made, "TENTATIVE");
  const domain::MailPosition first{"citas", 7, 3};
  const auto one = service::receive(desk.office, mail, "citas", first);
  CHECK(service::find_position(desk.office, "citas") == first);
  const domain::MailPosition second{"citas", 8, 1};  // the mailbox was made anew
  const auto again = service::receive(desk.office, mail, "citas", second);
  CHECK(again.id == one.id);
  CHECK(service::find_position(desk.office, "citas") == second);
  CHECK(desk.now(made).version == 2);
  // A position is never taken back.
  service::receive(desk.office, desk.reply(made, "TENTATIVE"), "citas",
                   domain::MailPosition{"citas", 8, 0});
  CHECK(service::find_position(desk.office, "citas") == second);
}

TEST_CASE("a mail without Message-ID is known by its octets") {
  Desk desk;
  const auto made = desk.appointment();
  auto mail = desk.reply(made, "DECLINED");
  mail.message_id.clear();
  const auto one = desk.receive(mail);
  CHECK(desk.receive(mail).id == one.id);
  mail.raw += "\r\n";
  CHECK(desk.receive(mail).id != one.id);
}

TEST_CASE("who delegates brings in who goes instead, who is invited") {
  Desk desk;
  const auto made = desk.appointment();
  auto mail = desk.reply(made, "DELEGATED");
  auto& text = mail.calendars[0].text;
  text.replace(text.find("PARTSTAT=DELEGATED"), 18,
               "PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:luis@redes.example\"");
  CHECK(desk.receive(mail).verdict == Verdict::applied);
  const auto after = desk.now(made);
  REQUIRE(after.attendees.size() == 2);
  CHECK(after.attendees[0].answer == Participation::delegated);
  CHECK(after.attendees[0].delegated_to == "luis@redes.example");
  CHECK(after.attendees[1].email == "luis@redes.example");
  const auto tx = desk.office.database().read();
  CHECK(store::list_letters_of(*tx, made.id).back().to == "luis@redes.example");
}

TEST_CASE("the address of one's own proves who answers, whoever carries the mail") {
  auto settings = Desk::believing();
  settings.institute.answers.plus_addressing = true;
  Desk desk(settings);
  const auto made = desk.appointment();
  auto mail = desk.reply(made, "ACCEPTED");
  mail.authentication.clear();
  mail.recipients = {service::answer_address(desk.office, made, "ana@redes.example")};
  const auto settled = desk.receive(mail);
  CHECK(settled.verdict == Verdict::applied);
  CHECK(settled.trust == Trust::token);
  // A plain mail to that address is of this case, though it says nothing of it.
  domain::ReceivedMail plain;
  plain.from = "ana@redes.example";
  plain.message_id = "p@redes.example";
  plain.raw = "x";
  plain.recipients = mail.recipients;
  const auto read = desk.receive(plain);
  CHECK(read.verdict == Verdict::held);
  CHECK(read.reason == "for-a-person");
  CHECK(read.request == made.request);
}

TEST_CASE("too many mails from one sender wait, and none is lost") {
  auto settings = Desk::believing();
  settings.institute.answers.mails_per_hour = 3;
  Desk desk(settings);
  const auto made = desk.appointment();
  const auto unproven = [&] {
    auto mail = desk.reply(made, "ACCEPTED");
    mail.authentication.clear();
    return mail;
  };
  for (int i = 0; i < 3; ++i) CHECK(desk.receive(unproven()).reason == "not-authenticated");
  const auto fourth = desk.receive(unproven());
  CHECK(fourth.verdict == Verdict::held);
  CHECK(fourth.reason == "too-many");
  CHECK(desk.receive(desk.reply(made, "TENTATIVE")).verdict == Verdict::applied);  // is proven
  desk.clock.forward(std::chrono::minutes(61));
  CHECK(desk.receive(unproven()).reason == "not-authenticated");
}

TEST_CASE("a calendar that cannot be read is held with what is wrong in it") {
  Desk desk;
  auto mail = desk.reply(desk.appointment(), "ACCEPTED");
  mail.calendars[0].text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n";
  const auto settled = desk.receive(mail);
  CHECK(settled.verdict == Verdict::held);
  CHECK(settled.reason == "bad-calendar");
  CHECK(!settled.detail.empty());
  // Read by a person, it is filed with its case.
  CHECK_THROWS_AS(service::apply_mail(desk.office, desk.coordinator, settled.id, {}), core::Error);
  const auto filed =
      service::apply_mail(desk.office, desk.coordinator, settled.id, {"SOL-2026-0001", ""});
  CHECK(filed.verdict == Verdict::applied);
  CHECK(filed.reason == "filed");
}

TEST_CASE("what the rules refuse after all is held, and nothing of it has happened") {
  Desk desk;
  const auto made = desk.appointment();
  auto mail = desk.reply(made, "DELEGATED");
  auto& text = mail.calendars[0].text;
  text.replace(text.find("PARTSTAT=DELEGATED"), 18,
               "PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:ana@redes.example\"");  // to herself
  const auto settled = desk.receive(mail);
  CHECK(settled.verdict == Verdict::held);
  CHECK(settled.reason == "own-address");
  CHECK(settled.request == made.request);
  CHECK(desk.now(made) == made);
}

TEST_CASE("mail of a reserved case is for who may see the case") {
  Desk desk;
  domain::ServiceRequest request;
  request.subject = "Auditoría de seguridad";
  request.contractor = desk.redes.id;
  request.classification = test::excepted(domain::Level::reserved);
  domain::Agreement agreement;
  agreement.request = service::register_request(desk.office, desk.coordinator, request).id;
  agreement.slot = {at("2026-03-20T09:00:00-05:00"), at("2026-03-20T11:00:00-05:00")};
  const auto made = service::agree(desk.office, desk.coordinator, agreement).appointment;
  const auto mail = desk.receive(desk.reply(made, "ACCEPTED"));
  auto auditor = desk.auditor;
  CHECK(service::get_mail(desk.office, desk.coordinator, mail.id).raw == mail.raw);
  CHECK(service::get_mail(desk.office, auditor, mail.id).raw.empty());  // it stands: see mail.h
  service::cancel(desk.office, desk.coordinator, made.id, "Ya no hace falta");
  CHECK(service::get_mail(desk.office, auditor, mail.id).raw == mail.raw);
  auditor.person.clearance = domain::Level::open;
  CHECK_THROWS_AS(service::get_mail(desk.office, auditor, mail.id), core::Error);
  CHECK(service::list_mail(desk.office, auditor, std::nullopt, {}).items.empty());
}

TEST_CASE("REFRESH brings the invitation again, once for each such mail") {
  Desk desk;
  const auto made = desk.appointment();
  auto mail = desk.reply(made, "NEEDS-ACTION");
  mail.calendars[0].method = "REFRESH";
  CHECK(desk.receive(mail).verdict == Verdict::applied);
  desk.receive(mail);
  const auto tx = desk.office.database().read();
  const auto letters = store::list_letters_of(*tx, made.id);
  REQUIRE(letters.size() == 2);
  CHECK(letters[1].kind == domain::LetterKind::copy);
  CHECK(letters[1].method == "REQUEST");
}
