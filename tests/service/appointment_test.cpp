#include <catch2/catch.hpp>

#include "ical/meaning.h"
#include "service/answer.h"
#include "service/calendar.h"
#include "service/check.h"
#include "service/letters.h"
#include "service/notice.h"
#include "service/verification.h"
#include "store/calendar.h"
#include "store/database.h"
#include "store/letter.h"
#include "store/request.h"
#include "support/office.h"

using namespace citacal;
using test::at;

namespace {

std::vector<domain::Letter> letters_of(test::TestOffice& t, const core::Id& appointment) {
  const auto tx = t.office.database().read();
  return store::list_letters_of(*tx, appointment);
}

// Unfolded, so that what is looked for is found wherever the lines break.
std::string feed(test::TestOffice& t, const std::string& calendar) {
  auto text = service::get_feed(t.office, {calendar, {}, {}, true}).body->bytes();
  for (auto i = text.find("\r\n "); i != std::string::npos; i = text.find("\r\n ", i))
    text.erase(i, 3);
  return text;
}

domain::Rescheduling moved_to(std::string_view start) {
  return {{at(start), at(start) + std::chrono::hours(3)}, std::nullopt, "Cambio de turno"};
}

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t n = 0;
  for (auto i = text.find(what); i != std::string_view::npos; i = text.find(what, i + 1)) ++n;
  return n;
}

}  // namespace

TEST_CASE("an agreed date is in every calendar that shows it and invites once") {
  test::TestOffice t;
  const auto made = t.appointment();
  CHECK(made.status == domain::AppointmentStatus::tentative);
  for (const auto* calendar : {"institute", "network", "contractor-redes"})
    CHECK(count(feed(t, calendar), "UID:" + made.uid) == 1);
  const auto letters = letters_of(t, made.id);
  REQUIRE(letters.size() == 1);  // the contact that is not invited gets none
  CHECK(letters[0].to == "ana@redes.example");
  CHECK(letters[0].method == "REQUEST");
  CHECK(ical::read_event(letters[0].calendar).start == made.slot.start);
  CHECK(service::check_store(t.office).faults.empty());
}

TEST_CASE("a public calendar tells nothing of persons or conditions") {
  test::TestOffice t;
  domain::Agreement agreement;
  agreement.request = t.request().id;
  agreement.slot = {at("2026-03-21T20:00:00-05:00"), at("2026-03-21T22:00:00-05:00")};
  agreement.conditions = "Acceso por la puerta trasera";
  agreement.affects_network = true;
  service::agree(t.office, t.coordinator, agreement);
  const auto text = feed(t, "network");
  CHECK(text.find("ana@redes") == std::string::npos);
  CHECK(text.find("puerta trasera") == std::string::npos);
  CHECK(text.find("ATTENDEE") == std::string::npos);
  CHECK(feed(t, "institute").find("puerta trasera") != std::string::npos);
}

TEST_CASE("a move keeps the UID, raises the sequence, asks again and plans the notice anew") {
  test::TestOffice t;
  const auto made = t.appointment();
  service::answer(t.office, t.coordinator, made.id,
                  {"ana@redes.example", domain::Participation::accepted, ""});
  t.clock.forward(std::chrono::hours(1));
  const auto moved =
      service::reschedule(t.office, t.coordinator, made.id, moved_to("2026-03-27T20:00:00-05:00"))
          .appointment;
  CHECK(moved.uid == made.uid);
  CHECK(moved.sequence == made.sequence + 1);
  CHECK(moved.attendees[0].answer == domain::Participation::needs_action);
  CHECK(letters_of(t, made.id).size() == 2);
  const auto notices = service::list_notices(t.office, t.coordinator, std::nullopt, {}).items;
  REQUIRE(notices.size() == 1);
  CHECK(notices[0].due_at == at("2026-03-20T07:00:00-05:00"));
  CHECK(service::check_store(t.office).faults.empty());
}

TEST_CASE("a cancelled date stays marked in the calendars, sends CANCEL and opens the request") {
  test::TestOffice t;
  const auto made = t.appointment();
  service::cancel(t.office, t.coordinator, made.id, "El proveedor no puede");
  const auto letters = letters_of(t, made.id);
  REQUIRE(letters.size() == 2);
  CHECK(letters[1].method == "CANCEL");
  CHECK(letters[1].calendar.find("BEGIN:VTIMEZONE") != std::string::npos);
  CHECK(feed(t, "network").find("[CANCELADO]") != std::string::npos);
  CHECK(service::get_request(t.office, t.coordinator, made.request).state ==
        domain::RequestState::open);
  CHECK(service::list_notices(t.office, t.coordinator, std::nullopt, {}).items.empty());

  t.clock.forward(std::chrono::days(40));
  CHECK(feed(t, "network").find(made.uid) == std::string::npos);

  domain::Agreement again;
  again.request = made.request;
  again.slot = {at("2026-05-20T20:00:00-05:00"), at("2026-05-20T21:00:00-05:00")};
  const auto next = service::agree(t.office, t.coordinator, again).appointment;
  CHECK(next.replaces == made.uid);
  CHECK(feed(t, "institute").find("RELATED-TO") != std::string::npos);
}

TEST_CASE("an illegal change names the state it is in and those that are allowed") {
  test::TestOffice t;
  const auto made = t.appointment();
  service::cancel(t.office, t.coordinator, made.id, "No");
  try {
    service::confirm(t.office, t.coordinator, made.id);
    FAIL("a cancelled appointment was confirmed");
  } catch (const core::Error& error) {
    CHECK(error.code == core::Code::conflict);
    CHECK(error.condition == "appointment-state");
    CHECK(error.message.en.find("cancelled") != std::string::npos);
    CHECK(error.message.en.find("tentative") != std::string::npos);
  }
}

TEST_CASE("what is refused leaves nothing behind") {
  test::TestOffice t;
  const auto made = t.appointment();
  const auto before = feed(t, "institute");
  auto wrong = moved_to("2026-03-27T20:00:00-05:00");
  wrong.slot.end = wrong.slot.start;
  CHECK_THROWS_AS(service::reschedule(t.office, t.coordinator, made.id, wrong), core::Error);
  CHECK_THROWS_AS(service::cancel(t.office, t.staff, made.id, "no es mía"), core::Error);
  CHECK_THROWS_AS(service::cancel(t.office, t.contractor, made.id, "no es mía"), core::Error);
  auto stale = t.coordinator;
  stale.expected_version = made.version + 7;
  CHECK_THROWS_AS(service::confirm(t.office, stale, made.id), core::Error);
  CHECK(feed(t, "institute") == before);
  CHECK(letters_of(t, made.id).size() == 1);
}

TEST_CASE("a held service is verified once, which closes the case") {
  test::TestOffice t;
  const auto made = t.appointment();
  CHECK_THROWS_AS(service::hold(t.office, t.coordinator, made.id), core::Error);
  t.clock.set(made.slot.end + std::chrono::hours(12));
  service::hold(t.office, t.coordinator, made.id);
  domain::Verification verification;
  verification.request = made.request;
  verification.appointment = made.id;
  verification.outcome = domain::Outcome::partly;
  verification.reference = "Acta 031";
  verification.findings = "Quedó pendiente un switch";
  verification.commitments = {{"", "Cambiar el switch del piso 2", "Redes Andinas",
                               core::day_of(t.clock.now()) + std::chrono::days(10), std::nullopt}};
  const auto done = service::verify(t.office, t.coordinator, verification);
  CHECK(service::get_request(t.office, t.coordinator, made.request).state ==
        domain::RequestState::closed);
  CHECK_THROWS_AS(service::verify(t.office, t.coordinator, verification), core::Error);
  const auto completed =
      service::complete_commitment(t.office, t.coordinator, done.id, done.commitments[0].id);
  CHECK(completed.commitments[0].done_at == t.clock.now());
  CHECK(service::check_store(t.office).faults.empty());
}

TEST_CASE("overlapping dates of one contractor warn and are agreed all the same") {
  test::TestOffice t;
  const auto first = t.appointment();
  domain::Agreement agreement;
  agreement.request = t.request("Otro servicio").id;
  agreement.slot = first.slot;
  const auto second = service::agree(t.office, t.coordinator, agreement);
  bool busy = false;
  for (const auto& warning : second.warnings)
    busy = busy ||
           (warning.kind == domain::ConflictKind::contractor_busy && warning.other == first.id);
  CHECK(busy);
}

TEST_CASE("the notice goes to all staff once, with an event to read and not to answer") {
  test::TestOffice t;
  const auto made = t.appointment();
  const auto notices = service::list_notices(t.office, t.coordinator, std::nullopt, {}).items;
  REQUIRE(notices.size() == 1);
  const auto sent = service::send_notice(t.office, t.coordinator, notices[0].id);
  CHECK(sent.state == domain::NoticeState::sent);
  CHECK_THROWS_AS(service::send_notice(t.office, t.coordinator, notices[0].id), core::Error);
  int told = 0;
  for (const auto& letter : letters_of(t, made.id))
    if (letter.kind == domain::LetterKind::notice) {
      ++told;
      CHECK(letter.to == "citas@instituto.example");
      REQUIRE(letter.recipients.size() == 1);
      CHECK(letter.recipients[0].address == "todos@instituto.example");
      CHECK(letter.method == "PUBLISH");
      CHECK(letter.calendar.find("ATTENDEE") == std::string::npos);
    }
  CHECK(told == 1);
}

TEST_CASE("an unchanged feed is at hand, and another after each change") {
  test::TestOffice t;
  const auto made = t.appointment();
  const service::FeedAsked asked{"network", {}, {}, true};
  const auto first = service::get_feed(t.office, asked);
  const auto again = service::find_feed_at_hand(t.office, asked);
  REQUIRE(again);
  CHECK(again->body == first.body);
  service::confirm(t.office, t.coordinator, made.id);
  CHECK_FALSE(service::find_feed_at_hand(t.office, asked));
  CHECK(service::get_feed(t.office, asked).etag != first.etag);
}

TEST_CASE("the check finds an event that was changed behind the service's back") {
  test::TestOffice t;
  const auto made = t.appointment();
  {
    const auto tx = t.office.database().write();
    tx->execute("UPDATE calendar_object SET text = 'BEGIN:VEVENT' WHERE calendar = $1", "network");
    tx->commit();
  }
  const auto faults = service::check_store(t.office).faults;
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].find(made.uid) != std::string::npos);
}

TEST_CASE("a calendar whose definition changes is written anew when the service starts") {
  const auto file = std::string(std::tmpnam(nullptr)) + ".db";
  auto settings = test::settings("sqlite://" + file);
  core::Id id;
  {
    test::TestOffice t(settings);
    id = t.appointment("2026-03-20T20:00:00-05:00", true).id;
  }
  settings.calendars[1].affects_network = false;  // "network" now shows what does not touch it
  test::SetClock clock(at(test::kStart));
  service::Office office(settings, clock);
  service::publish_all(office);
  const auto text = service::get_feed(office, {"network", {}, {}, true}).body->bytes();
  CHECK(text.find("BEGIN:VEVENT") == std::string::npos);
  CHECK(service::check_store(office).faults.empty());
  for (const auto* suffix : {"", "-wal", "-shm"}) std::remove((file + suffix).c_str());
}
