// What each calendar and letter tells, and that it is kept true whatever changes.
#include <catch2/catch.hpp>

#include "domain/collection.h"
#include "ical/client_event.h"
#include "service/answer.h"
#include "service/calendar.h"
#include "service/check.h"
#include "service/notice.h"
#include "service/outbox.h"
#include "store/calendar.h"
#include "store/database.h"
#include "store/letter.h"
#include "support/office.h"

using namespace citacal;
using test::at;

namespace {

constexpr const char* kSecret = "Acceso por la puerta trasera";

domain::Appointment agree_reserved(test::TestOffice& t, domain::Level level) {
  domain::ServiceRequest request;
  request.subject = "Traslado del servidor de investigaciones";
  request.contractor = t.redes.id;
  request.classification = test::excepted(level);
  request.place = "Bóveda";
  domain::Agreement agreement;
  agreement.request = service::register_request(t.office, t.coordinator, request).id;
  agreement.slot = {at("2026-03-20T20:00:00-05:00"), at("2026-03-20T22:00:00-05:00")};
  agreement.conditions = kSecret;
  agreement.link = "https://remoto.example/sala";
  agreement.affects_network = true;
  return service::agree(t.office, t.coordinator, agreement).appointment;
}

std::string unfolded(std::string text) {
  for (auto i = text.find("\r\n "); i != std::string::npos; i = text.find("\r\n ", i))
    text.erase(i, 3);
  return text;
}

std::string feed(service::Office& office, const std::string& calendar) {
  return unfolded(service::get_feed(office, {calendar, {}, {}, true}).body->bytes());
}

bool has(const std::string& text, const std::string& what) {
  return text.find(what) != std::string::npos;
}

core::Id notice_of(test::TestOffice& t) {
  return service::list_notices(t.office, t.coordinator, std::nullopt, {}).items.at(0).id;
}

std::vector<domain::Letter> notices_sent(test::TestOffice& t, const core::Id& appointment) {
  const auto tx = t.office.database().read();
  auto letters = store::list_letters_of(*tx, appointment);
  std::erase_if(letters, [](const auto& one) { return one.kind != domain::LetterKind::notice; });
  return letters;
}

}  // namespace

TEST_CASE("no feed tells of a case that not everybody may read more than that it is") {
  test::TestOffice t;
  const auto made = agree_reserved(t, domain::Level::reserved);
  for (const auto* calendar : {"institute", "contractor-redes", "network"}) {
    const auto text = feed(t.office, calendar);
    CAPTURE(calendar);
    CHECK_FALSE(has(text, "investigaciones"));
    CHECK_FALSE(has(text, "puerta trasera"));
    CHECK_FALSE(has(text, "Bóveda"));
    CHECK_FALSE(has(text, "ana@redes"));
  }
  CHECK(has(feed(t.office, "contractor-redes"), made.uid));
  CHECK(service::check_store(t.office).faults.empty());
}

TEST_CASE("the notice to all staff holds nothing private, and nothing of a reserved case") {
  for (const auto level : {domain::Level::open, domain::Level::reserved}) {
    test::TestOffice t;
    const auto made = agree_reserved(t, level);
    service::send_notice(t.office, t.coordinator, notice_of(t));
    const auto letters = notices_sent(t, made.id);
    REQUIRE(letters.size() == 1);
    const auto all = letters[0].subject + letters[0].text + unfolded(letters[0].calendar);
    CHECK_FALSE(has(all, "puerta trasera"));
    CHECK_FALSE(has(all, "remoto.example"));
    CHECK_FALSE(has(all, "ana@redes"));
    CHECK(has(all, "investigaciones") == (level == domain::Level::open));
    CHECK(has(letters[0].calendar, "ORGANIZER"));
  }
}

TEST_CASE("a date that moves within its day, or elsewhere, is announced again") {
  test::TestOffice t;
  const auto made = t.appointment("2026-03-20T20:00:00-05:00");
  service::send_notice(t.office, t.coordinator, notice_of(t));
  service::answer(t.office, t.coordinator, made.id,
                  {"ana@redes.example", domain::Participation::accepted, ""});
  CHECK(service::get_notice(t.office, t.coordinator, notice_of(t)).notice.state ==
        domain::NoticeState::sent);
  domain::Rescheduling later{{at("2026-03-20T22:00:00-05:00"), at("2026-03-20T23:00:00-05:00")},
                             std::nullopt,
                             "Más tarde"};
  service::reschedule(t.office, t.coordinator, made.id, later);
  const auto letters = notices_sent(t, made.id);
  REQUIRE(letters.size() == 2);
  CHECK(letters[0].state == domain::LetterState::superseded);  // it had not left yet
  CHECK(has(letters[1].text, "22:00 a 23:00"));
}

TEST_CASE("a notice that was never sent stays to be seen after the service was held") {
  test::TestOffice t;
  const auto made = t.appointment();
  t.clock.set(made.slot.end);
  service::hold(t.office, t.coordinator, made.id);
  const auto notice = service::get_notice(t.office, t.coordinator, notice_of(t)).notice;
  CHECK(notice.state == domain::NoticeState::due);
  CHECK(notice.due_at < t.clock.now());
}

TEST_CASE("calendars stay true when a ticket, the firm or the institute's words change") {
  const auto file = std::string(std::tmpnam(nullptr)) + ".db";
  auto settings = test::settings("sqlite://" + file);
  {
    test::TestOffice t(settings);
    const auto made = t.appointment();
    service::add_ticket(t.office, t.coordinator, made.request,
                        {"Mesa de ayuda", "TCK-77", "https://ayuda.redes.example/77"});
    CHECK(has(feed(t.office, "institute"), "TCK-77"));
    auto changed = t.redes;
    changed.service = "Redes y telefonía";
    service::change_contractor(t.office, t.coordinator, changed.id, changed);
    CHECK(has(feed(t.office, "institute"), "Redes y telefonía"));
    CHECK(service::check_store(t.office).faults.empty());
  }
  settings.institute.base_url = "https://nueva.instituto.example";
  test::SetClock clock(at(test::kStart) + std::chrono::hours(1));
  service::Office office(settings, clock);
  CHECK_FALSE(service::check_store(office).faults.empty());
  service::publish_all(office);
  CHECK(has(feed(office, "institute"), "https://nueva.instituto.example/cases/"));
  CHECK_FALSE(has(feed(office, "institute"), "https://citas.instituto.example/cases/"));
  CHECK(service::check_store(office).faults.empty());
  for (const auto* suffix : {"", "-wal", "-shm"}) std::remove((file + suffix).c_str());
}

TEST_CASE("a cancelled event leaves the calendars once its days are over, and is told as gone") {
  test::TestOffice t;
  const auto made = t.appointment();
  const auto kept = t.appointment("2026-03-25T20:00:00-05:00");
  service::cancel(t.office, t.coordinator, made.id, "Sin repuestos");
  const auto find = [&](const std::string& calendar, const std::string& uid) {
    const auto tx = t.office.database().read();
    return store::find_object(*tx, calendar, domain::name_for(uid)).value();
  };
  CHECK(find("institute", made.uid).busy == domain::Busy::free);
  CHECK(find("institute", kept.uid).busy == domain::Busy::tentative);
  t.clock.forward(std::chrono::days(30));
  service::publish_all(t.office);
  CHECK_FALSE(find("institute", made.uid).gone);
  t.clock.forward(std::chrono::days(1));
  CHECK(service::check_store(t.office).faults.empty());
  service::publish_all(t.office);
  for (const auto* calendar : {"institute", "network", "contractor-redes"}) {
    CHECK(find(calendar, made.uid).gone);
    CHECK_FALSE(find(calendar, kept.uid).gone);
  }
  CHECK(service::check_store(t.office).faults.empty());
  // Nor does a later change of its case bring it back.
  service::add_ticket(t.office, t.coordinator, made.request,
                      {"Mesa de ayuda", "TCK-78", "https://ayuda.redes.example/78"});
  CHECK(find("institute", made.uid).gone);
  t.clock.forward(std::chrono::days(200));
  service::publish_all(t.office);
  const auto tx = t.office.database().read();
  CHECK_FALSE(store::find_object(*tx, "institute", domain::name_for(made.uid)));
  CHECK(store::find_calendar_state(*tx, "institute")->forgotten > 0);
}

TEST_CASE(
    "an event keeps the name and the lines that a client gave it when its appointment changes") {
  test::TestOffice t;
  const auto made = t.appointment();
  domain::CalendarObject before;
  {
    const auto tx = t.office.database().write();
    before = store::find_object_by_uid(*tx, "institute", made.uid).value();
    store::remove_object(*tx, "institute", before.name, t.clock.now());
    before.name = "named-by-a-client";
    before.client_lines = "COLOR:red\r\n";
    before.etag = ical::etag_with(before.text, before.client_lines);
    store::put_object(*tx, before, t.clock.now());
    tx->commit();
  }
  CHECK(service::check_store(t.office).faults.empty());
  service::confirm(t.office, t.coordinator, made.id);
  {
    const auto tx = t.office.database().read();
    const auto after = store::find_object_by_uid(*tx, "institute", made.uid).value();
    CHECK(after.name == before.name);
    CHECK(after.client_lines == before.client_lines);
    CHECK(after.etag != before.etag);
    CHECK(after.created_at == before.created_at);
  }
  CHECK_FALSE(has(feed(t.office, "institute"), "COLOR:red\r\nEND:VEVENT"));
  CHECK(service::check_store(t.office).faults.empty());
}

TEST_CASE("a calendar that is defined otherwise, or anew, still knows what it has forgotten") {
  const auto file = std::string(std::tmpnam(nullptr)) + ".db";
  auto settings = test::settings("sqlite://" + file);
  const auto now_of = [](service::Office& office, const std::string& calendar) {
    const auto tx = office.database().read();
    return store::find_calendar_state(*tx, calendar);
  };
  std::int64_t forgotten = 0, last = 0;
  core::Instant now{};
  {
    test::TestOffice t(settings);
    CHECK(now_of(t.office, "institute")->forgotten > 0);  // before it there was nothing to know
    const auto made = t.appointment();
    service::cancel(t.office, t.coordinator, made.id, "No");
    t.clock.forward(std::chrono::days(31));
    service::publish_all(t.office);
    t.clock.forward(std::chrono::days(200));
    service::publish_all(t.office);
    forgotten = now_of(t.office, "institute")->forgotten;
    now = t.clock.now();
  }
  const auto defined = settings.calendars;
  test::SetClock clock(now + std::chrono::hours(1));
  {
    for (auto& one : settings.calendars) one.colour = "#010203";
    service::Office office(settings, clock);
    service::publish_all(office);
    const auto state = now_of(office, "institute");
    CHECK(state->forgotten == forgotten);
    CHECK(state->revision > forgotten);
    last = state->revision;
  }
  {
    std::erase_if(settings.calendars, [](const auto& one) { return one.id == "institute"; });
    service::Office office(settings, clock);
    service::publish_all(office);
    CHECK_FALSE(now_of(office, "institute"));
  }
  clock.forward(std::chrono::hours(1));
  settings.calendars = defined;
  service::Office office(settings, clock);
  service::publish_all(office);
  CHECK(now_of(office, "institute")->forgotten > last);
  for (const auto* suffix : {"", "-wal", "-shm"}) std::remove((file + suffix).c_str());
}

TEST_CASE("what a letter tells is for those who may read the case") {
  test::TestOffice t;
  const auto made = agree_reserved(t, domain::Level::reserved);
  core::Id letter;
  {
    const auto tx = t.office.database().read();
    letter = store::list_letters_of(*tx, made.id).at(0).id;
  }
  CHECK(service::get_letter(t.office, t.auditor, letter).to == "ana@redes.example");
  auto outsider = t.auditor;
  outsider.person.clearance = domain::Level::open;
  CHECK_THROWS_AS(service::get_letter(t.office, outsider, letter), core::Error);
  CHECK(service::list_letters(t.office, outsider, std::nullopt, {}).items.empty());
}
