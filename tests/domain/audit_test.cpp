#include "domain/audit.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/secret.h"
#include "domain/changes.h"

using namespace citacal;
using domain::AuditEntry;
using domain::Breach;

namespace {

AuditEntry entry_after(const domain::ChainHead& before) {
  AuditEntry entry;
  entry.number = before.number + 1;
  entry.at = *core::parse_instant("2026-03-02T15:00:00Z");
  entry.actor = "ana";
  entry.door = "web";
  entry.action = "appointment agreed";
  entry.noun = "appointment";
  entry.subject = "a";
  entry.detail = "status: – → tentative";
  entry.previous = before.hash;
  entry.hash = domain::audit_hash(entry);
  return entry;
}

}  // namespace

TEST_CASE("what is hashed of an entry are its fields with their lengths") {
  const auto entry = entry_after({});
  CHECK(domain::audit_bytes(entry) ==
        "1:1"
        "20:2026-03-02T15:00:00Z"
        "3:ana"
        "3:web"
        "18:appointment agreed"
        "11:appointment"
        "1:a"
        "25:status: – → tentative"
        "64:" +
            std::string(64, '0'));
  CHECK(entry.hash == core::sha256_hex(domain::audit_bytes(entry)));
}

TEST_CASE("each way in which an entry does not follow the one before is told") {
  using Breaches = std::vector<Breach>;
  const auto first = entry_after({}), second = entry_after(domain::head_of(first));
  const auto third = entry_after(domain::head_of(second));
  const auto at = domain::head_of(first);
  CHECK(find_breaches({}, first).empty());
  CHECK(find_breaches(at, second).empty());
  CHECK(find_breaches(at, third) == Breaches{Breach::gap});
  CHECK(find_breaches(domain::head_of(second), second) == Breaches{Breach::order});
  auto changed = second;
  changed.detail += " ";
  CHECK(find_breaches(at, changed) == Breaches{Breach::content});
  changed = second;
  changed.at += core::Seconds(1);
  CHECK(find_breaches(at, changed) == Breaches{Breach::content});
  changed = second;
  changed.hash.front() = changed.hash.front() == 'a' ? 'b' : 'a';
  CHECK(find_breaches(at, changed) == Breaches{Breach::content});
  changed = second;
  changed.previous = std::string(64, 'a');
  CHECK(find_breaches(at, changed) == Breaches{Breach::previous, Breach::content});
  changed.hash = domain::audit_hash(changed);  // the chain made anew from here on
  CHECK(find_breaches(at, changed) == Breaches{Breach::previous});
}

TEST_CASE("a head is said and read in one form") {
  const domain::ChainHead head{12, std::string(64, 'a')};
  CHECK(domain::print_head(head) == "12:" + std::string(64, 'a'));
  CHECK(domain::parse_head("--head", domain::print_head(head)) == head);
  for (const std::string& wrong :
       {std::string(), std::string("12"), "12:" + std::string(63, 'a'),
        "12:" + std::string(64, 'A'), ":" + std::string(64, 'a'), "x:" + std::string(64, 'a'),
        "-1:" + std::string(64, 'a'), "12 :" + std::string(64, 'a'),
        "99999999999999999999:" + std::string(64, 'a'), "12:" + std::string(64, 'a') + " "}) {
    CAPTURE(wrong);
    CHECK_THROWS_AS(domain::parse_head("--head", wrong), core::Error);
  }
}

TEST_CASE("changes are said in one form, from what to what, and only what changed") {
  domain::Changes changes;
  changes.text("place", "Sala 1", "")
      .word("status", domain::AppointmentStatus::tentative, domain::AppointmentStatus::confirmed)
      .flag("affects_network", true, true)
      .text("subject", "a", "a\nb")
      .number("years", 0, 15);
  CHECK(changes.print() ==
        "place: «Sala 1» → –; status: tentative → confirmed; subject: «a» → «a b»; years: 0 → 15");
  CHECK(domain::Changes().text("comment", "", "x»; status: held → «y").print() ==
        "comment: – → «x\"; status: held → \"y»");
  std::string longer;
  for (int i = 0; i < 600; ++i) longer += "ñ";
  CHECK(domain::Changes().text("x", "", longer).print().size() < 1'040);
}

TEST_CASE("of an appointment it is told who came, who went, who answered, and nothing else") {
  domain::Appointment before;
  before.slot = {*core::parse_instant("2026-03-20T14:00:00Z"),
                 *core::parse_instant("2026-03-20T16:00:00Z")};
  before.attendees = {{.name = "Ana", .email = "Ana@redes.example"},
                      {.name = "Luis", .email = "luis@redes.example"}};
  auto after = before;
  CHECK(domain::say_changes(&before, after) == "");
  after.attendees.pop_back();
  after.attendees.front().answer = domain::Participation::accepted;
  after.attendees.push_back(
      {.name = "Eva", .email = "eva@x.example", .role = domain::AttendeeRole::optional});
  ++after.version;
  CHECK(domain::say_changes(&before, after) ==
        "attendee ana@redes.example: required needs_action → required accepted; "
        "attendee luis@redes.example: required needs_action → –; "
        "attendee eva@x.example: – → optional needs_action");
  CHECK(domain::say_changes(nullptr, before)
            .starts_with("status: – → tentative; slot: – → 2026-03-20T09:00:00-05:00 – "
                         "2026-03-20T11:00:00-05:00"));
}

TEST_CASE("neither passwords nor telephone numbers get into the trail") {
  domain::Person person;
  person.login = "ana";
  person.password_hash = "argon2-secret";
  CHECK(domain::say_changes(nullptr, person).find("secret") == std::string::npos);
  domain::Contractor before;
  before.contacts = {{"Ana", "ana@redes.example", "", "+57 601 555 0100", true}};
  auto after = before;
  after.contacts.front().phone = "+57 601 555 0199";
  CHECK(domain::say_changes(&before, after) == "phones: some → others");
  CHECK(domain::say_changes(nullptr, after).find("555") == std::string::npos);
}
