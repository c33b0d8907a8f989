#include <catch2/catch.hpp>

#include "service/calendar_client.h"
#include "service/verification.h"

using namespace citacal;
using test::at;
using test::CalendarClient;
using test::has;
using test::replaced;
using test::with_line;
using test::with_more;

namespace {

struct Desk : test::TestOffice {
  CalendarClient tasks{*this, contractor, "tareas"};

  // A verified service with these commitments, due on 30 March.
  domain::Verification verified(const std::vector<std::string>& whose) {
    const auto made = appointment("2026-03-02T10:00:00-05:00");
    clock.set(made.slot.end);
    service::hold(office, coordinator, made.id);
    domain::Verification verification;
    verification.request = made.request;
    verification.appointment = made.id;
    verification.reference = "Acta 12";
    for (const auto& who : whose) {
      domain::Commitment commitment;
      commitment.what = "Entregar el informe; con fotos";
      commitment.who = who;
      commitment.by = core::day_of(at("2026-03-30T00:00:00-05:00"));
      verification.commitments.push_back(commitment);
    }
    return service::verify(office, coordinator, verification);
  }
  bool is_done(const domain::Verification& verification, std::size_t which = 0) {
    return service::get_verification(office, coordinator, verification.id)
        .commitments[which]
        .done_at.has_value();
  }
};

}  // namespace

TEST_CASE("a commitment is a task of who is named in it: login, address or name, in any case") {
  Desk desk;
  const auto verification =
      desk.verified({"REDES", "redes@REDES.example", "persona redes", "nadie", "funcionario"});
  const auto all = desk.tasks.all();
  REQUIRE(all.size() == 3);
  const auto& text = all[0].text;
  CHECK(has(text, "BEGIN:VTODO"));
  CHECK(has(text, "UID:" + verification.commitments[0].id + "@citas.instituto.example"));
  CHECK(has(text, "SUMMARY:Entregar el informe\\; con fotos"));
  CHECK(has(text, "DUE;VALUE=DATE:20260330"));
  CHECK(has(text, "STATUS:NEEDS-ACTION"));
  CHECK(has(text, "URL:https://citas.instituto.example/cases/SOL-2026-0001"));
  CHECK(CalendarClient(desk, desk.staff, "tareas").all().size() == 1);
}

TEST_CASE("to complete the task is to complete the commitment, without any other right") {
  Desk desk;
  const auto verification = desk.verified({"redes", "redes", "redes"});
  const auto all = desk.tasks.all();
  REQUIRE(all.size() == 3);
  const std::string done[] = {
      with_line(all[0].text, "STATUS", "STATUS:COMPLETED"),
      with_more(all[1].text, "COMPLETED:20260302T200000Z", "VTODO"),
      with_more(all[2].text, "PERCENT-COMPLETE:100", "VTODO"),
  };
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK_FALSE(desk.is_done(verification, i));
    CHECK(desk.tasks.put(all[i].name, done[i]).etag.empty());
    CHECK(desk.is_done(verification, i));
  }
  const auto after = desk.tasks.all();
  for (const auto& task : after) CHECK(has(task.text, "STATUS:COMPLETED"));
  // Once more, by a program that sends it twice; and it is not undone.
  desk.tasks.put(all[0].name, done[0]);
  CHECK(desk.tasks.refusal(all[0].name, all[0].text) == "task-is-of-the-verification");
  CHECK(desk.is_done(verification));
  CHECK(desk.tasks.all()[0].etag == after[0].etag);
}

TEST_CASE("a task keeps its owner's alarm and is what the verification says") {
  Desk desk;
  const auto verification = desk.verified({"redes"});
  auto seen = desk.tasks.only();
  const std::string refused = "task-is-of-the-verification";
  auto text = with_line(seen.text, "SUMMARY", "SUMMARY:Otra cosa");
  CHECK(desk.tasks.refusal(seen.name, text) == refused);
  text = with_line(seen.text, "DUE", "DUE;VALUE=DATE:20270101");
  CHECK(desk.tasks.refusal(seen.name, text) == refused);
  text = with_line(seen.text, "DUE", "DUE:20260330T170000Z");
  text = with_more(text, "X-APPLE-SORT-ORDER:7", "VTODO");
  text = replaced(text, "END:VTODO",
                  "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Ya\r\nTRIGGER:-PT1H\r\n"
                  "END:VALARM\r\nEND:VTODO");
  CHECK(desk.tasks.put(seen.name, text).etag.empty());
  seen = desk.tasks.only();
  CHECK(has(seen.text, "SUMMARY:Entregar el informe"));
  CHECK(has(seen.text, "DUE;VALUE=DATE:20260330"));
  CHECK(has(seen.text, "TRIGGER:-PT1H"));
  CHECK(has(seen.text, "X-APPLE-SORT-ORDER:7"));
  CHECK_FALSE(desk.is_done(verification));
  service::complete_commitment(desk.office, desk.coordinator, verification.id,
                               verification.commitments[0].id);
  seen = desk.tasks.only();
  CHECK(has(seen.text, "PERCENT-COMPLETE:100"));
  CHECK(has(seen.text, "TRIGGER:-PT1H"));
  CHECK(desk.tasks.put(seen.name, desk.tasks.bytes_of(seen.name)).etag == seen.etag);
}

TEST_CASE("tasks are made by verifications alone, and wait for who gets an account later") {
  Desk desk;
  const auto verification = desk.verified({"Luis Peña"});
  CHECK(desk.tasks.all().empty());
  service::NewAccount account;
  account.login = "luis";
  account.name = "Luis Peña";
  account.email = "luis@instituto.example";
  account.password = test::kPassword;
  service::Caller luis;
  luis.person = service::create_account(desk.office, desk.administrator, account);
  const CalendarClient tasks(desk, luis, "tareas");
  const auto seen = tasks.only();
  CHECK(tasks.refusal("otra.ics", replaced(seen.text, "UID:", "UID:x")) == "need-privileges");
  CHECK_THROWS_AS(tasks.remove(seen.name), core::Error);
  CHECK(tasks.refusal(seen.name, with_line(seen.text, "STATUS", "STATUS:COMPLETED")).empty());
  CHECK(desk.is_done(verification));
}

TEST_CASE("a task is kept true where it stands, though two have that name by now") {
  Desk desk;
  const auto verification = desk.verified({"Persona redes"});
  REQUIRE(desk.tasks.all().size() == 1);
  service::NewAccount account;
  account.login = "tocaya";
  account.name = "persona Redes";
  account.email = "tocaya@instituto.example";
  account.password = test::kPassword;
  service::create_account(desk.office, desk.administrator, account);
  service::complete_commitment(desk.office, desk.coordinator, verification.id,
                               verification.commitments[0].id);
  CHECK(has(desk.tasks.only().text, "STATUS:COMPLETED"));
}
