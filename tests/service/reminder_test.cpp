// Reminders and news to coordinators, as the ticks of the service write them.
#include <catch2/catch.hpp>
#include <map>

#include "core/text.h"
#include "service/answer.h"
#include "service/calendar.h"
#include "service/check.h"
#include "service/digest.h"
#include "service/news.h"
#include "service/reminders.h"
#include "store/appointment.h"
#include "store/failing_disk.h"
#include "store/letter.h"
#include "store/news.h"
#include "store/party.h"
#include "store/request.h"
#include "store/sample.h"
#include "support/office.h"

using namespace citacal;
using domain::Letter;
using domain::LetterKind;
using test::at;

namespace {

const std::string kAna = "ana@redes.example";

std::vector<Letter> letters(service::Office& office, LetterKind kind) {
  const auto tx = office.database().read();
  auto all = store::list_letters(*tx, std::nullopt, {.limit = store::kPageMax}).items;
  std::erase_if(all, [&](const Letter& letter) { return letter.kind != kind; });
  return all;
}

std::size_t count(service::Office& office, LetterKind kind) {
  return letters(office, kind).size();
}

bool holds(const std::string& text, std::string_view what) {
  return text.find(what) != std::string::npos;
}

// How many times each action stands in the trail.
std::int64_t audited(service::Office& office, std::string_view action) {
  const auto tx = office.database().read();
  const auto rows = tx->query("SELECT count(*) FROM audit_entry WHERE action = $1", action);
  rows->next();
  return rows->integer(0);
}

std::string remind_at(service::Office& office, const core::Id& id) {
  const auto tx = office.database().read();
  const auto rows = tx->query("SELECT remind_at FROM appointment WHERE id = $1", id);
  REQUIRE(rows->next());
  return rows->is_null(0) ? "never" : core::print_local(rows->instant(0)).substr(0, 16);
}

// An appointment agreed with these, on the network or not.
domain::Appointment agreed(test::TestOffice& t, const std::string& subject,
                           std::vector<domain::Attendee> attendees,
                           std::string_view start = "2026-03-20T10:00:00-05:00") {
  domain::Agreement agreement;
  agreement.request = t.request(subject).id;
  agreement.slot = {at(start), at(start) + std::chrono::hours(1)};
  agreement.attendees = std::move(attendees);
  return service::agree(t.office, t.coordinator, agreement).appointment;
}

domain::Person add_person(service::Office& office, const std::string& login, domain::Role role,
                          domain::Level clearance, bool active = true) {
  domain::Person person;
  person.id = core::new_id(office.clock().now());
  person.login = login;
  person.name = "Persona " + login;
  person.email = login + "@instituto.example";
  person.role = role;
  person.clearance = clearance;
  person.active = active;
  person.created_at = office.clock().now();
  const auto tx = office.database().write();
  store::save(*tx, domain::checked(person));
  tx->commit();
  return person;
}

void tell(service::Office& office, const std::string& text, const core::Id& request = {}) {
  service::Work work(office, service::system_caller("mail"));
  domain::News news;
  news.key = text;
  news.request = request;
  news.text = text;
  service::tell_coordinator(work, news);
  work.commit();
}

std::size_t untold(service::Office& office) {
  return store::list_untold_news(*office.database().read(), 1'000).size();
}

domain::ServiceRequest request_of(test::TestOffice& t, const service::Caller& by,
                                  domain::Level level) {
  domain::ServiceRequest request;
  request.subject = "Caso de " + by.person.login;
  request.contractor = t.redes.id;
  request.classification = test::excepted(level);
  return service::register_request(t.office, by, request);
}

// Who gets a mail with these words, by login.
std::vector<std::string> readers_of(service::Office& office, std::string_view words) {
  std::vector<std::string> readers;
  for (const auto& letter : letters(office, LetterKind::news))
    if (holds(letter.text, words)) readers.push_back(letter.to.substr(0, letter.to.find('@')));
  std::sort(readers.begin(), readers.end());
  return readers;
}

}  // namespace

TEST_CASE("who does not answer is reminded once, with the invitation again, by day") {
  test::TestOffice t;  // Monday, 09:00
  const auto appointment = t.appointment();
  CHECK(remind_at(t.office, appointment.id) == "2026-03-04T09:00");
  CHECK(service::send_reminders(t.office) == 0);
  t.clock.set(at("2026-03-04T09:00:00-05:00"));
  CHECK(service::send_reminders(t.office) == 1);
  CHECK(service::send_reminders(t.office) == 0);
  const auto written = letters(t.office, LetterKind::reminder);
  REQUIRE(written.size() == 1);
  CHECK(written[0].to == kAna);
  CHECK(written[0].method == "REQUEST");
  CHECK(holds(written[0].calendar, "METHOD:REQUEST"));
  CHECK(holds(written[0].calendar, "SEQUENCE:0"));
  CHECK(holds(written[0].subject, "Falta su respuesta: Mantenimiento de switches"));
  CHECK(written[0].state == domain::LetterState::queued);
  CHECK(remind_at(t.office, appointment.id) == "2026-03-06T09:00");
  CHECK(audited(t.office, "answer asked for again") == 1);
  CHECK(service::check_store(t.office).faults.empty());
}

TEST_CASE("the coordinator is told of a missing answer once, in working hours") {
  test::TestOffice t;
  const auto appointment = agreed(
      t, "Respaldo",
      {{.name = "Ana Gómez", .email = kAna},
       {.name = "Luis", .email = "luis@instituto.example"},
       {.name = "Eva", .email = "eva@redes.example", .role = domain::AttendeeRole::informed}});
  t.clock.set(at("2026-03-04T09:00:00-05:00"));
  service::send_reminders(t.office);
  CHECK(count(t.office, LetterKind::reminder) == 2);
  service::answer(t.office, t.coordinator, appointment.id,
                  {"luis@instituto.example", domain::Participation::accepted});
  t.clock.set(at("2026-03-06T22:00:00-05:00"));
  service::send_reminders(t.office);
  const auto missing = [&] {
    auto all = store::list_untold_news(*t.office.database().read(), 100);
    std::erase_if(all, [](const auto& one) { return one.kind != domain::NewsKind::no_answer; });
    return all;
  };
  CHECK(missing().empty());
  t.clock.set(at("2026-03-09T07:00:00-05:00"));
  CHECK(service::send_reminders(t.office) == 1);
  CHECK(service::send_reminders(t.office) == 0);
  REQUIRE(missing().size() == 1);
  CHECK(missing()[0].text ==
        "Sin respuesta a la citación del viernes 20 de marzo de 2026, 10:00, pese al recordatorio: "
        "Ana Gómez <ana@redes.example>.");
  t.clock.set(at("2026-03-16T07:00:00-05:00"));
  CHECK(service::send_reminders(t.office) == 0);
  CHECK(count(t.office, LetterKind::reminder) == 2);
  CHECK(audited(t.office, "answer missing") == 1);
}

TEST_CASE("a new date is asked for anew: reminder, coordinator and the day before") {
  test::TestOffice t;
  const auto id = agreed(t, "Respaldo", {{.name = "Ana Gómez", .email = kAna}}).id;
  t.clock.set(at("2026-03-04T09:00:00-05:00"));
  service::send_reminders(t.office);
  t.clock.set(at("2026-03-06T09:00:00-05:00"));
  service::send_reminders(t.office);
  service::reschedule(
      t.office, t.coordinator, id,
      {{at("2026-03-24T10:00:00-05:00"), at("2026-03-24T11:00:00-05:00")}, std::nullopt, "Lluvia"});
  CHECK(remind_at(t.office, id) == "2026-03-09T07:00");  // 48 hours later is a Sunday
  t.clock.set(at("2026-03-09T07:00:00-05:00"));
  CHECK(service::send_reminders(t.office) == 1);
  CHECK(count(t.office, LetterKind::reminder) == 2);
  t.clock.set(at("2026-03-11T07:00:00-05:00"));
  CHECK(service::send_reminders(t.office) == 1);
  // Monday 23 March is a holiday: Friday.
  CHECK(remind_at(t.office, id) == "2026-03-20T07:00");
  t.clock.set(at("2026-03-20T07:00:00-05:00"));
  CHECK(service::send_reminders(t.office) == 1);
  CHECK(service::send_reminders(t.office) == 0);
  const auto day_before = letters(t.office, LetterKind::day_before);
  REQUIRE(day_before.size() == 1);
  CHECK(day_before[0].calendar.empty());
  CHECK(day_before[0].method.empty());
  CHECK(holds(day_before[0].text, "martes 24 de marzo de 2026, 10:00"));
  CHECK(remind_at(t.office, id) == "never");
}

TEST_CASE("what is confirmed is not asked for at once, and what is over asks nobody") {
  test::TestOffice t;
  const auto id = agreed(t, "Respaldo", {{.name = "Ana Gómez", .email = kAna}}).id;
  t.clock.set(at("2026-03-04T08:30:00-05:00"));
  service::confirm(t.office, t.coordinator, id);  // a letter of its own, that asks again
  t.clock.set(at("2026-03-04T09:00:00-05:00"));
  CHECK(service::send_reminders(t.office) == 0);
  CHECK(remind_at(t.office, id) == "2026-03-06T08:30");
  t.clock.set(at("2026-03-06T08:30:00-05:00"));
  CHECK(service::send_reminders(t.office) == 1);
  // The newer sequence of that reminder: it is sent, not taken for an old one.
  CHECK(letters(t.office, LetterKind::reminder).at(0).sequence == 1);
  CHECK(letters(t.office, LetterKind::reminder).at(0).state == domain::LetterState::queued);
  service::cancel(t.office, t.coordinator, id, "Ya no");
  CHECK(remind_at(t.office, id) == "never");
  CHECK(letters(t.office, LetterKind::reminder).at(0).state == domain::LetterState::superseded);
}

TEST_CASE("a service that was down through the start writes nothing of it") {
  test::TestOffice t;
  const auto id = agreed(t, "Respaldo", {{.name = "Ana Gómez", .email = kAna}}).id;
  t.clock.set(at("2026-03-20T10:00:00-05:00"));
  CHECK(service::send_reminders(t.office) == 0);
  CHECK(remind_at(t.office, id) == "never");
  CHECK(count(t.office, LetterKind::reminder) + count(t.office, LetterKind::day_before) == 0);
}

TEST_CASE("many that are due together are each reminded once, and one that fails keeps none back") {
  test::TestOffice t;
  std::vector<core::Id> ids;
  for (int i = 0; i < 25; ++i)
    ids.push_back(agreed(t, "Servicio " + std::to_string(i), {{.name = "Ana", .email = kAna}}).id);
  const auto spoil = [&](const char* status) {
    const auto tx = t.office.database().write();
    tx->execute("UPDATE appointment SET status = $2 WHERE id = $1", ids[3], status);
    tx->commit();
  };
  spoil("tentativo");  // a word that is none
  t.clock.set(at("2026-03-04T09:00:00-05:00"));
  CHECK_THROWS_AS(service::send_reminders(t.office), core::Error);
  CHECK(count(t.office, LetterKind::reminder) == 24);
  spoil("tentative");
  CHECK(service::send_reminders(t.office) == 1);
  std::map<core::Id, int> written;
  for (const auto& letter : letters(t.office, LetterKind::reminder)) ++written[letter.appointment];
  CHECK(written.size() == ids.size());
  CHECK(std::all_of(written.begin(), written.end(), [](auto& one) { return one.second == 1; }));
}

TEST_CASE("other rules, hours or holidays plan anew at start, and so does an older store") {
  store::Folder folder;
  core::Id id;
  auto settings = test::settings(folder.location().url);
  test::SetClock clock(at(test::kStart));
  {
    test::TestOffice t(settings);
    id = t.appointment().id;
    const auto tx = t.office.database().write();
    tx->execute("UPDATE appointment SET remind_at = NULL");
    tx->commit();
  }
  const auto start_with = [&](const service::Settings& changed) {
    service::Office office(changed, clock);
    service::publish_all(office);
    return remind_at(office, id);
  };
  CHECK(start_with(settings) == "never");  // by the same rules: not looked at
  settings.institute.answers.remind_after_h = 24;
  CHECK(start_with(settings) == "2026-03-03T09:00");
  settings.hours.start = core::Minutes(9 * 60 + 30);
  CHECK(start_with(settings) == "2026-03-03T09:30");
  settings.holidays.push_back({"test_day", {"Día", "Day"}, domain::HolidayRule::fixed, 3, 3});
  CHECK(start_with(settings) == "2026-03-04T09:30");
  {
    service::Office office(settings, clock);
    const auto tx = office.database().write();
    tx->execute("UPDATE appointment SET remind_at = NULL");
    tx->execute("DELETE FROM creation WHERE key = 'reminders'");
    tx->commit();
  }
  CHECK(start_with(settings) == "2026-03-04T09:30");
}

TEST_CASE("whatever write the disk refuses, all are reminded and told once in the end") {
  store::FailingDisk::install();
  store::FailingDisk::syncs_really = false;
  int refused = 0;
  bool was_refused = true;
  for (int nth = 1; was_refused && nth < 2'000; nth += 11) {
    store::Folder folder;
    const auto settings = test::settings(folder.location().url);
    test::SetClock clock(at("2026-03-04T09:00:00-05:00"));
    {
      test::TestOffice t(settings);
      for (const auto* subject : {"Uno", "Dos"})
        agreed(t, subject, {{.name = "Ana", .email = kAna}});
      t.clock.set(clock.now());
      tell(t.office, "Ana acepta");
      t.clock.forward(std::chrono::minutes(15));
      clock.set(t.clock.now());
      store::FailingDisk::arm(nth, SQLITE_IOERR_WRITE, store::FailingDisk::Lasts::on);
      for (const auto& work : {service::send_reminders, service::tell_news}) {
        try {
          work(t.office);
        } catch (const core::Error&) {
          ++refused;
        }
      }
      was_refused = store::FailingDisk::has_failed();
      store::FailingDisk::disarm();
    }
    service::Office office(settings, clock);  // the service comes up again
    for (int i = 0; i < 2; ++i) {
      service::send_reminders(office);
      service::tell_news(office);
    }
    CHECK(count(office, LetterKind::reminder) == 2);
    CHECK(audited(office, "answer asked for again") == 2);
    CHECK(count(office, LetterKind::news) == 1);
    CHECK(untold(office) == 0);
    CHECK(service::check_store(office).faults.empty());
  }
  CHECK(refused > 5);
  CHECK_FALSE(was_refused);
}

TEST_CASE("news wait for some minutes and are then one mail, by case") {
  test::TestOffice t;
  const auto first = t.request("Switches"), second = t.request("Wi-Fi");
  tell(t.office, "Ana Gómez aceptó.", first.id);
  t.clock.forward(std::chrono::minutes(10));
  tell(t.office, "Luis propuso otra fecha.\nDice: «Después de las 10»", second.id);
  tell(t.office, "Eva aceptó.", first.id);
  t.clock.forward(std::chrono::seconds(299));
  CHECK(service::tell_news(t.office) == 0);
  CHECK(untold(t.office) == 3);
  t.clock.forward(std::chrono::seconds(1));
  CHECK(service::tell_news(t.office) == 1);
  CHECK(service::tell_news(t.office) == 0);
  CHECK(untold(t.office) == 0);
  const auto mails = letters(t.office, LetterKind::news);
  REQUIRE(mails.size() == 1);
  const auto& mail = mails[0];
  CHECK(mail.to == "coordinadora@instituto.example");
  CHECK(mail.about == mail.id);
  CHECK(mail.subject == "Novedades de 2 citas");
  CHECK(mail.calendar.empty());
  CHECK(holds(mail.text,
              "SOL-2026-0001 – Switches\n"
              "https://citas.instituto.example/cases/SOL-2026-0001\n"
              "- 09:00 Ana Gómez aceptó.\n"
              "- 09:10 Eva aceptó.\n"
              "\n"
              "SOL-2026-0002 – Wi-Fi\n"
              "https://citas.instituto.example/cases/SOL-2026-0002\n"
              "- 09:10 Luis propuso otra fecha.\n"
              "  Dice: «Después de las 10»\n"));
}

TEST_CASE("a mail of news says in its subject what it is about") {
  test::TestOffice t;
  const auto request = t.request("Switches");
  const auto told_subject = [&] {
    t.clock.forward(std::chrono::minutes(15));
    service::tell_news(t.office);
    return letters(t.office, LetterKind::news).front().subject;  // the newest
  };
  tell(t.office, "Ana Gómez aceptó.", request.id);
  CHECK(told_subject() == "Ana Gómez aceptó. (SOL-2026-0001)");
  tell(t.office, "Llegó un correo retenido.");
  CHECK(told_subject() == "Llegó un correo retenido.");
  tell(t.office, "uno", request.id);
  tell(t.office, "dos", request.id);
  CHECK(told_subject() == "2 novedades de SOL-2026-0001");
  tell(t.office, "tres", request.id);
  tell(t.office, "cuatro");
  CHECK(told_subject() == "2 novedades, también de SOL-2026-0001");
  tell(t.office, "cinco");
  tell(t.office, "seis");
  CHECK(told_subject() == "2 novedades");
  std::string hostile = "Comenta: ";
  for (int i = 0; i < 200; ++i) hostile += "ñ";
  tell(t.office, hostile + "\nBcc: todos@redes.example", request.id);
  const auto subject = told_subject();
  CHECK(subject.find('\n') == std::string::npos);
  CHECK(core::is_utf8(subject));
  CHECK(core::character_count(subject) == 120 + std::string_view("… (SOL-2026-0001)").size() - 2);
}

TEST_CASE("news of a case reach only who may see it, and first of all who asked for the service") {
  test::TestOffice t;
  const auto open_only =
      add_person(t.office, "abierta", domain::Role::coordinator, domain::Level::open);
  add_person(t.office, "cerrada", domain::Role::coordinator, domain::Level::reserved, false);
  auto caller = t.coordinator;
  caller.person = open_only;
  const auto own = request_of(t, caller, domain::Level::open);
  const auto by_admin = request_of(t, t.administrator, domain::Level::reserved);
  const auto nobodys = request_of(t, service::system_caller("load"), domain::Level::classified);
  tell(t.office, "novedad propia", own.id);
  tell(t.office, "novedad de la administradora", by_admin.id);
  tell(t.office, "novedad clasificada", nobodys.id);
  tell(t.office, "novedad sin caso");
  t.clock.forward(std::chrono::minutes(15));
  CHECK(service::tell_news(t.office) == 3);
  CHECK(readers_of(t.office, "novedad propia") == std::vector<std::string>{"abierta"});
  CHECK(readers_of(t.office, "novedad de la administradora") == std::vector<std::string>{"admin"});
  CHECK(readers_of(t.office, "novedad clasificada") == std::vector<std::string>{"coordinadora"});
  CHECK(readers_of(t.office, "novedad sin caso") ==
        std::vector<std::string>{"abierta", "coordinadora"});
  CHECK(audited(t.office, "news told nobody") == 0);
}

TEST_CASE("who asked and is gone, or may not see the case any more, is not told of it") {
  test::TestOffice t;
  auto other = t.coordinator;
  other.person = add_person(t.office, "otra", domain::Role::coordinator, domain::Level::reserved);
  const auto request = request_of(t, other, domain::Level::reserved);
  const auto change = [&](auto what) {
    const auto tx = t.office.database().write();
    what(other.person);
    ++other.person.version;
    store::save(*tx, other.person);
    tx->commit();
  };
  change([](auto& person) { person.clearance = domain::Level::open; });
  tell(t.office, "primera", request.id);
  t.clock.forward(std::chrono::minutes(15));
  service::tell_news(t.office);
  CHECK(readers_of(t.office, "primera") == std::vector<std::string>{"coordinadora"});
  change([](auto& person) {
    person.clearance = domain::Level::reserved;
    person.active = false;
  });
  tell(t.office, "segunda", request.id);
  t.clock.forward(std::chrono::minutes(15));
  service::tell_news(t.office);
  CHECK(readers_of(t.office, "segunda") == std::vector<std::string>{"coordinadora"});
}

TEST_CASE("news that nobody may be told are marked, and the trail says so") {
  test::TestOffice t;
  {
    const auto tx = t.office.database().write();
    tx->execute("UPDATE person SET active = 0 WHERE role = 'coordinator'");
    tx->commit();
  }
  tell(t.office, "a nadie", t.request().id);
  t.clock.forward(std::chrono::minutes(15));
  CHECK(service::tell_news(t.office) == 0);
  CHECK(untold(t.office) == 0);
  CHECK(audited(t.office, "news told nobody") == 1);
}

TEST_CASE("more news than one mail holds follow in the next") {
  test::TestOffice t;
  {
    service::Work work(t.office, service::system_caller("mail"));
    for (int i = 0; i < 450; ++i) {
      domain::News news;
      news.key = news.text = "novedad " + std::to_string(i);
      service::tell_coordinator(work, news);
      service::tell_coordinator(work, news);  // said once
    }
    work.commit();
  }
  t.clock.forward(std::chrono::minutes(15));
  std::vector<std::size_t> left;
  while (service::tell_news(t.office) > 0) left.push_back(untold(t.office));
  CHECK(left == std::vector<std::size_t>{250, 50, 0});
  const auto mails = letters(t.office, LetterKind::news);
  REQUIRE(mails.size() == 3);
  CHECK(mails.back().subject == "200 novedades");
}
