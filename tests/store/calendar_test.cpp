#include <catch2/catch.hpp>

#include <random>
#include <set>

#include "sample.h"
#include "store/calendar.h"
#include "store/migrations.h"
#include "store/sqlite.h"

namespace citacal::store {
namespace {

using core::Code;

domain::CalendarObject an_object(const std::string& uid, core::Slot slot) {
  domain::CalendarObject object;
  object.calendar = "network";
  object.name = uid + ".ics";
  object.uid = uid;
  object.etag = "\"1\"";
  object.slot = slot;
  object.text = "BEGIN:VEVENT\r\nUID:" + uid + "\r\nEND:VEVENT\r\n";
  return object;
}

struct Calendars {
  Calendars() {
    save_calendar_state(*tx, "network", {"digest", 7, kNow});
    save_calendar_state(*tx, "other", {});
  }
  std::unique_ptr<Database> database = open({.url = "sqlite::memory:"});
  std::unique_ptr<Transaction> tx = database->write();

  std::string changes(std::int64_t revision) {
    std::string found;
    for_each_change(*tx, "network", revision, Texts::without, [&](const ObjectRow& row) {
      found += (row.gone ? "-" : "+") + std::string(row.name) + " ";
      CHECK(row.text.empty());
      return true;
    });
    return found;
  }
};

TEST_CASE("an object that changes raises its calendar's revision, one that does not leaves it") {
  Calendars t;
  auto object = an_object("a", a_slot(1));
  CHECK(put_object(*t.tx, object, kNow + core::Seconds(1)));
  CHECK(!put_object(*t.tx, object, kNow + core::Seconds(2)));
  CHECK(find_calendar_state(*t.tx, "network")->revision == 8);
  CHECK(find_calendar_state(*t.tx, "network")->changed_at == kNow + core::Seconds(1));
  object.hide_after = kNow;
  CHECK(put_object(*t.tx, object, kNow + core::Seconds(3)));
  object.schedule_tag = "\"t\"";
  object.client_lines = "COLOR:red\r\n";
  object.whole = true;
  object.exact = false;
  object.busy = domain::Busy::tentative;
  object.component = domain::Component::vtodo;
  object.etag = "\"2\"";
  object.slot = a_slot(5);
  CHECK(put_object(*t.tx, object, kNow + core::Seconds(4)));
  object.revision = 10;
  object.created_at = kNow + core::Seconds(1);  // kept from the first time
  object.changed_at = kNow + core::Seconds(4);
  CHECK(find_object(*t.tx, "network", "a.ics") == object);
  CHECK(find_object_by_uid(*t.tx, "network", "a") == object);
  CHECK(list_objects_of(*t.tx, "a") == std::vector{object});
  CHECK(find_calendar_state(*t.tx, "network")->objects == 1);
  object.calendar = "unknown";
  CHECK(code_of([&] { put_object(*t.tx, object, kNow); }) == Code::internal);
}

TEST_CASE("what has gone is known by its name, without text, and its place may be taken") {
  Calendars t;
  auto object = an_object("a", a_slot(1));
  put_object(*t.tx, object, kNow);
  CHECK(remove_object(*t.tx, "network", "a.ics", kNow + core::Seconds(1)));
  CHECK(!remove_object(*t.tx, "network", "a.ics", kNow + core::Seconds(1)));
  CHECK(!remove_object(*t.tx, "network", "b.ics", kNow));
  const auto gone = find_object(*t.tx, "network", "a.ics");
  CHECK((gone && gone->gone && gone->text.empty() && gone->revision == 9));
  CHECK(!find_object_by_uid(*t.tx, "network", "a"));
  CHECK(list_objects_of(*t.tx, "a").empty());
  CHECK(t.changes(8) == "-a.ics ");
  CHECK(t.changes(0) == "");
  CHECK(find_calendar_state(*t.tx, "network")->objects == 0);

  object.uid = "b";
  CHECK(put_object(*t.tx, object, kNow + core::Seconds(2)));
  CHECK(find_object(*t.tx, "network", "a.ics")->created_at == kNow + core::Seconds(2));
  CHECK(find_calendar_state(*t.tx, "network")->objects == count_objects(*t.tx, "network"));
  object.name = "elsewhere.ics";
  CHECK(trouble_of([&] { put_object(*t.tx, object, kNow); }) == Trouble::unique);
  object.uid = "a";  // free again since its object has gone
  CHECK(put_object(*t.tx, object, kNow));
  CHECK(t.changes(0) == "+a.ics +elsewhere.ics ");
}

TEST_CASE("a reader of a feed gets what stands in its window, in order, and is not hidden") {
  Calendars t;
  for (const auto& [uid, hour] :
       {std::pair{"c", 5}, {"b", 5}, {"a", 9}, {"early", 0}, {"late", 20}})
    put_object(*t.tx, an_object(uid, a_slot(hour)), kNow);
  put_object(*t.tx, an_object("gone", a_slot(6)), kNow);
  remove_object(*t.tx, "network", "gone.ics", kNow);
  auto hidden = an_object("hidden", a_slot(6));
  hidden.hide_after = kNow;
  put_object(*t.tx, hidden, kNow);
  auto elsewhere = an_object("elsewhere", a_slot(6));
  elsewhere.calendar = "other";
  put_object(*t.tx, elsewhere, kNow);

  const auto uids = [&](int from, int until, core::Instant now) {
    std::string found;
    for_each_object(*t.tx, "network", kNow + std::chrono::hours(from),
                    kNow + std::chrono::hours(until), now, [&](std::string_view text) {
                      found += std::string(text.substr(18, text.find("\r\nEND") - 18)) + " ";
                    });
    return found;
  };
  CHECK(uids(2, 20, kNow) == "b c a ");
  CHECK(uids(1, 21, kNow - core::Seconds(1)) == "early b c hidden a late ");
  CHECK(count_objects(*t.tx, "network") == 6);
  CHECK(find_oldest_name(*t.tx, "nowhere").empty());
  CHECK(list_objects(*t.tx, "network", "early", 2).front().uid == "gone");
  CHECK(list_objects(*t.tx, "network", "", 100).size() == 7);
  CHECK(list_to_hide(*t.tx, kNow - core::Seconds(1), 10).empty());
  CHECK(list_to_hide(*t.tx, kNow, 10) ==
        std::vector{std::pair<std::string, std::string>{"network", "hidden.ics"}});
}

TEST_CASE("a window is given all that touches it, however long that goes on") {
  Calendars t;
  std::mt19937 random(7);
  const auto pick = [&](int from, int to) {
    return std::uniform_int_distribution<int>(from, to)(random);
  };
  std::vector<domain::CalendarObject> all;
  const int lengths[] = {0, 1, 23, 24, 25, 31 * 24, 31 * 24 + 1, 400 * 24, 401 * 24};
  for (int i = 0; i < 400; ++i) {
    const int start = pick(-20'000, 2'000);
    auto slot = a_slot(start, lengths[pick(0, 8)]);
    if (i % 40 == 0) slot.end = domain::kForever;
    all.push_back(an_object("u" + std::to_string(i), slot));
    put_object(*t.tx, all.back(), kNow);
  }
  for (int i = 0; i < 60; ++i) {
    const auto window = a_slot(pick(-3'000, 2'000), pick(1, 200));
    std::set<std::string> expected, found;
    for (const auto& one : all)
      if (one.slot.overlaps(window) ||
          (one.slot.start == one.slot.end && one.slot.start >= window.start &&
           one.slot.start < window.end))
        expected.insert(one.uid);
    for_each_in(*t.tx, "network", window, [&](const ObjectRow& row) {
      CHECK(found.insert(std::string(row.uid)).second);
      CHECK(row.text.size() == static_cast<std::size_t>(row.size));
      return true;
    });
    CHECK(found == expected);
  }
  int taken = 0;
  for_each_in(*t.tx, "network", {core::Instant::min(), core::Instant::max()},
              [&](const ObjectRow&) { return ++taken < 10; });
  CHECK(taken == 10);
}

// What whoever keeps what they were told of each change has in the end.
TEST_CASE("changes since any revision lead to what a fresh listing gives") {
  Calendars t;
  std::mt19937 random(3);
  const auto pick = [&](int to) { return std::uniform_int_distribution<int>(0, to)(random); };
  std::vector<std::pair<std::int64_t, std::set<std::string>>> moments;
  std::set<std::string> standing;
  for (int i = 0; i < 300; ++i) {
    moments.emplace_back(find_calendar_state(*t.tx, "network")->revision, standing);
    auto object = an_object("u" + std::to_string(pick(20)), a_slot(pick(50)));
    object.etag = "\"" + std::to_string(i) + "\"";
    if (pick(2) == 0)
      remove_object(*t.tx, "network", object.name, kNow);
    else
      put_object(*t.tx, object, kNow);
    standing.clear();
    for_each_row(*t.tx, "network", Texts::without, [&](const ObjectRow& row) {
      standing.insert(std::string(row.name) + std::string(row.etag));
      return true;
    });
  }
  for (auto& [revision, known] : moments) {
    for_each_change(*t.tx, "network", revision, Texts::without, [&](const ObjectRow& row) {
      const auto name = std::string(row.name);
      std::erase_if(known, [&](const auto& one) { return one.starts_with(name + "\""); });
      if (!row.gone) known.insert(name + std::string(row.etag));
      return true;
    });
    CHECK(known == standing);
  }
}

TEST_CASE("what has been gone for long is forgotten, and since which revision is told") {
  Calendars t;
  for (const auto* uid : {"a", "b", "c"}) put_object(*t.tx, an_object(uid, a_slot(1)), kNow);
  remove_object(*t.tx, "network", "a.ics", kNow);
  remove_object(*t.tx, "network", "b.ics", kNow + core::Seconds(1));
  CHECK(forget_gone(*t.tx, kNow) == 0);
  CHECK(forget_gone(*t.tx, kNow + core::Seconds(1)) == 1);
  CHECK(find_calendar_state(*t.tx, "network")->forgotten == 11);
  CHECK(find_calendar_state(*t.tx, "other")->forgotten == 0);
  CHECK(!find_object(*t.tx, "network", "a.ics"));
  CHECK(t.changes(11) == "-b.ics ");
}

TEST_CASE("the oldest object is the one there that has gone longest without a change") {
  Calendars t;
  for (const auto* uid : {"a", "b", "c"}) put_object(*t.tx, an_object(uid, a_slot(1)), kNow);
  put_object(*t.tx, an_object("a", a_slot(2)), kNow);
  CHECK(find_oldest_name(*t.tx, "network") == "b.ics");
  remove_object(*t.tx, "network", "b.ics", kNow);
  CHECK(find_oldest_name(*t.tx, "network") == "c.ics");
}

TEST_CASE("persons' calendars are not among the published ones") {
  Calendars t;
  const auto person = a_person("marta");
  save(*t.tx, person);
  open_calendar(*t.tx, "agenda-1", person.id, kNow);
  open_calendar(*t.tx, "agenda-1", person.id, kNow + core::Seconds(5));
  const auto state = find_calendar_state(*t.tx, "agenda-1");
  CHECK(state->owner == person.id);
  CHECK(state->revision == kNow.time_since_epoch().count());
  CHECK(list_calendar_ids(*t.tx) == std::vector<std::string>{"network", "other"});
  CHECK(list_revisions(*t.tx).front() == std::pair<std::string, std::int64_t>{"network", 7});
  put_object(*t.tx, an_object("a", a_slot(1)), kNow);
  remove_calendar(*t.tx, "network");
  CHECK(list_calendar_ids(*t.tx) == std::vector<std::string>{"other"});
  CHECK(!find_object(*t.tx, "network", "a.ics"));
}

void execute_all(SqliteConnection& connection, std::string_view sql) {
  for (std::size_t from = 0, end = 0; (end = sql.find(";\n", from)) != sql.npos; from = end + 2)
    connection.run_to_end(sql.substr(from, end - from), {});
}

TEST_CASE("the calendars of an older store are taken over with names, and without lost text") {
  const Folder folder;
  {
    SqliteConnection before(folder.file(), SqliteConnection::Mode::writing, 1'000);
    for (const auto& step : migrations())
      if (step.number <= 3) execute_all(before, step.sql);
    execute_all(before,
                "CREATE TABLE migration (number INTEGER PRIMARY KEY, at BIGINT NOT NULL);\n"
                "INSERT INTO migration VALUES (1, 0), (2, 0), (3, 0);\n"
                "INSERT INTO person VALUES ('p', 1, 'ana', 'Ana', 'Ana@x.example', 'staff', "
                "'open', NULL, '', 1, 5);\n"
                "INSERT INTO calendar VALUES ('network', 'd', 9, 77);\n"
                "INSERT INTO calendar_object VALUES "
                "('network', 'a@x', '\"e\"', 100, 200, 8, 70, NULL, 0, 'BEGIN:VEVENT'), "
                "('network', 'b@x', '\"f\"', 100, 200000, 9, 77, 99, 1, 'BEGIN:VEVENT');\n");
  }
  const auto database = open(folder.location());
  const auto tx = database->write();
  CHECK(find_person_by_address(*tx, "ana@x.example")->aliases.empty());
  const auto kept = find_object(*tx, "network", "a@x.ics");
  REQUIRE(kept);
  CHECK(kept->text == "BEGIN:VEVENT");
  CHECK((kept->revision == 8 && kept->exact && !kept->whole && kept->uid == "a@x"));
  const auto gone = find_object(*tx, "network", "b@x.ics");
  CHECK((gone && gone->gone && gone->text.empty() && gone->revision == 9));
  const auto state = find_calendar_state(*tx, "network");
  CHECK((state->objects == 1 && state->digest.empty() && state->owner.empty()));
  int found = 0;
  for_each_in(*tx, "network", {core::Instant(core::Seconds(150)), core::Instant::max()},
              [&](const ObjectRow&) { return ++found > 0; });
  CHECK(found == 1);
  tx->commit();
  CHECK(database->verify().empty());
}

}  // namespace
}  // namespace citacal::store
