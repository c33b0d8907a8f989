// A store of schema 3, with what a service wrote there, opened by this program.
#include <catch2/catch.hpp>
#include <map>

#include "service/calendar.h"
#include "service/calendar_client.h"
#include "service/check.h"
#include "service/verification.h"
#include "store/appointment.h"
#include "store/calendar.h"
#include "store/migrations.h"
#include "store/sample.h"
#include "store/sqlite.h"

using namespace citacal;
using test::at;
using test::has;

namespace {

// What readers see of an object.
struct Seen {
  std::string uid, etag, text;
  std::int64_t size = 0;
  bool operator==(const Seen&) const = default;
};
using Objects = std::map<std::pair<std::string, std::string>, Seen>;

Objects published(service::Office& office) {
  Objects objects;
  const auto tx = office.database().read();
  for (const auto& calendar : store::list_calendar_ids(*tx))
    store::for_each_row(*tx, calendar, store::Texts::with, [&](const store::ObjectRow& row) {
      objects[{calendar, std::string(row.name)}] = {std::string(row.uid), std::string(row.etag),
                                                    std::string(row.text), row.size};
      return true;
    });
  return objects;
}

void run_all(store::SqliteConnection& store, std::string_view sql) {
  for (std::size_t from = 0, end = 0; (end = sql.find(";\n", from)) != sql.npos; from = end + 2)
    store.run_to_end(sql.substr(from, end - from), {});
}

// Copies what schema 3 knew of; no program wrote to its mail.
void write_older(const std::string& newer, const std::string& older) {
  store::SqliteConnection store(older, store::SqliteConnection::Mode::writing, 1'000);
  for (const auto& step : store::migrations())
    if (step.number <= 3) run_all(store, step.sql);
  store.control("ATTACH '" + newer + "' AS newer");
  std::vector<std::pair<std::string, std::string>> tables;
  for (const auto rows = store.run(
           "SELECT t.name, group_concat(c.name) FROM sqlite_master AS t, pragma_table_info(t.name) "
           "AS c WHERE t.type = 'table' AND t.name NOT IN ('pulse', 'mail') GROUP BY t.name ORDER "
           "BY t.rowid",
           {});
       rows->next();)
    tables.emplace_back(rows->text(0), rows->text(1));
  for (const auto& [table, columns] : tables) {
    std::string which;
    if (table == "calendar") which = " WHERE owner IS NULL";
    if (table == "letter") which = " WHERE appointment IS NOT NULL";
    if (table == "calendar_object") which = " WHERE calendar IN (SELECT id FROM main.calendar)";
    store.run_to_end("INSERT INTO main." + table + " (" + columns + ") SELECT " + columns +
                         " FROM newer." + table + which,
                     {});
  }
  // It kept the text of what had gone, and knew of no tasks.
  run_all(store,
          "UPDATE main.calendar_object SET text = 'BEGIN:VEVENT' WHERE gone = 1;\n"
          "DELETE FROM main.creation WHERE key IN ('tasks', 'reminders', 'follow_up');\n"
          "CREATE TABLE main.migration (number INTEGER PRIMARY KEY, at BIGINT NOT NULL);\n"
          "INSERT INTO main.migration VALUES (1, 0), (2, 0), (3, 0);\n");
}

domain::Verification verified(test::TestOffice& t, const domain::Appointment& appointment) {
  t.clock.set(appointment.slot.end);
  service::hold(t.office, t.coordinator, appointment.id);
  domain::Verification verification;
  verification.request = appointment.request;
  verification.appointment = appointment.id;
  verification.reference = "Acta 12";
  verification.commitments.resize(2);
  for (auto& commitment : verification.commitments) {
    commitment.what = "Corregir la señalización";
    commitment.by = core::day_of(at("2026-06-30T00:00:00-05:00"));
  }
  verification.commitments[0].who = "Funcionario@Instituto.example";
  verification.commitments[1].who = "nadie";
  return service::verify(t.office, t.coordinator, verification);
}

}  // namespace

TEST_CASE("an older store shows the same objects as one of today, and commitments become tasks") {
  const store::Folder folder;
  const auto now = at("2026-05-04T12:00:00-05:00");
  Objects before;
  domain::Verification verification;
  core::Id gone;
  {
    test::TestOffice t(test::settings("sqlite://" + folder.file("newer.db")));
    const auto over = t.appointment("2026-03-20T20:00:00-05:00");
    service::cancel(t.office, t.coordinator, over.id, "Ya no");
    gone = over.uid;
    t.clock.set(at("2026-05-04T08:00:00-05:00"));
    service::publish_all(t.office);
    const auto held = t.appointment("2026-05-04T09:00:00-05:00");
    const auto cancelled = t.appointment("2026-05-20T20:00:00-05:00");
    service::cancel(t.office, t.coordinator, cancelled.id, "Se aplazó la visita técnica");
    t.appointment("2026-05-21T20:00:00-05:00");
    verification = verified(t, held);
    t.clock.set(now);
    before = published(t.office);
  }
  write_older(folder.file("newer.db"), folder.file());

  test::SetClock clock(now + std::chrono::hours(1));
  service::Office office(test::settings(folder.location().url), clock);
  CHECK(published(office) != before);
  service::publish_all(office);
  CHECK(published(office) == before);
  CHECK(service::check_store(office).faults.empty());

  const auto tx = office.database().read();
  CHECK(store::list_to_remind(*tx, at("2026-05-21T07:00:00-05:00"), 10).size() == 1);
  const auto left = store::find_gone_object(*tx, "institute", gone);
  REQUIRE(left);
  CHECK((left->name == gone + ".ics" && left->text.empty()));
  const auto staff = store::find_person_by_login(*tx, "funcionario");
  const auto uid = verification.commitments[0].id + "@citas.instituto.example";
  const auto task = store::find_object_by_uid(*tx, domain::tasks_of(staff->id), uid);
  REQUIRE(task);
  CHECK(has(task->text, "SUMMARY:Corregir la señalización"));
  CHECK(task->etag.size() > 2);
  CHECK(store::find_calendar_state(*tx, domain::tasks_of(staff->id))->objects == 1);
}

TEST_CASE("what is brought to today's form once is not written again") {
  test::TestOffice t;
  verified(t, t.appointment("2026-03-02T10:00:00-05:00"));
  service::publish_all(t.office);
  const auto tasks = domain::tasks_of(t.staff.person.id);
  const auto revision = [&] {
    const auto tx = t.office.database().read();
    return store::find_calendar_state(*tx, tasks)->revision;
  };
  const auto first = revision();
  service::publish_all(t.office);
  CHECK(revision() == first);
  CHECK(service::check_store(t.office).faults.empty());
  {
    const auto tx = t.office.database().write();
    tx->execute("UPDATE calendar_object SET text = 'BEGIN:VTODO' WHERE calendar = $1", tasks);
    tx->commit();
  }
  const auto faults = service::check_store(t.office).faults;
  REQUIRE(faults.size() == 1);
  CHECK(has(faults[0], "differs from the commitment"));
}
