#include "service/notice.h"

#include <catch2/catch.hpp>

#include "service/amendment.h"
#include "service/calendar.h"
#include "service/check.h"
#include "service/outbox.h"
#include "service/request.h"
#include "store/database.h"
#include "store/letter.h"
#include "store/news.h"
#include "support/office.h"

using namespace citacal;
using domain::LetterState;
using domain::NoticeState;

namespace {

service::Settings settings_for(int recipients) {
  auto settings = test::settings();
  settings.institute.notice_to.clear();
  for (int i = 0; i < recipients; ++i)
    settings.institute.notice_to.push_back("persona" + std::to_string(i) + "@instituto.example");
  return settings;
}

std::vector<domain::Notice> notices(test::TestOffice& t) {
  return service::list_notices(t.office, t.coordinator, std::nullopt, {}).items;
}

service::NoticeSent only_notice(test::TestOffice& t) {
  const auto all = notices(t);
  REQUIRE(all.size() == 1);
  return service::get_notice(t.office, t.coordinator, all[0].id);
}

std::vector<std::string> news(test::TestOffice& t) {
  const auto tx = t.office.database().read();
  std::vector<std::string> all;
  for (const auto& one : store::list_untold_news(*tx, 100))
    if (one.kind == domain::NewsKind::notice || one.kind == domain::NewsKind::not_reached)
      all.push_back(one.text);
  return all;
}

// One round of a postman to whose mails the server gives this answer.
void deliver(test::TestOffice& t, const domain::Attempt& attempt) {
  for (const auto& letter : service::claim_letters(t.office, 50))
    service::settle_letter(t.office, letter.id,
                           letter.kind == domain::LetterKind::notice
                               ? attempt
                               : domain::Attempt{domain::Delivery::accepted, "250"},
                           0);
}

void affect(test::TestOffice& t, const core::Id& id, bool affects) {
  service::Work work(t.office, t.coordinator);
  domain::Particulars change;
  change.affects_network = affects;
  service::amend(work, id, change);
  work.commit();
}

std::string refused(const std::function<void()>& act) {
  try {
    act();
  } catch (const core::Error& error) {
    return error.condition;
  }
  return "";
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("many are told in batches of a hundred, and no header shows whom") {
  test::TestOffice t(settings_for(250));
  const auto made = t.appointment();
  service::confirm(t.office, t.coordinator, made.id);
  service::send_notice(t.office, t.coordinator, notices(t)[0].id);
  const auto letters = only_notice(t).letters;
  REQUIRE(letters.size() == 3);
  CHECK(letters[0].recipients.size() == 100);
  CHECK(letters[2].recipients.size() == 50);
  for (const auto& letter : letters) {
    CHECK(letter.to == "citas@instituto.example");
    CHECK_FALSE(has(letter.text + letter.calendar + letter.subject, "persona1"));
  }
  CHECK(letters[0].message_id != letters[1].message_id);
  // Moved before any of it left: one notice of what holds, to all of them.
  service::reschedule(
      t.office, t.coordinator, made.id,
      {{test::at("2026-03-21T20:00:00-05:00"), test::at("2026-03-21T21:00:00-05:00")},
       std::nullopt,
       "Otra obra"});
  const auto after = only_notice(t).letters;
  REQUIRE(after.size() == 6);
  for (int i = 0; i < 3; ++i) CHECK(after[i].state == LetterState::superseded);
  CHECK(has(after[3].subject, "Aviso de mantenimiento"));
  CHECK(service::check_store(t.office).faults.empty());
}

TEST_CASE("who is refused or put off is kept by address, and only they are written to again") {
  test::TestOffice t(settings_for(3));
  const auto made = t.appointment();
  service::send_notice(t.office, t.coordinator, notices(t)[0].id);
  deliver(t, {domain::Delivery::accepted,
              "250",
              {{"persona0@instituto.example", domain::Delivery::refused, "550 no such mailbox"},
               {"persona1@instituto.example", domain::Delivery::deferred, "452 full"}}});
  auto letter = only_notice(t).letters.at(0);
  CHECK(letter.state == LetterState::queued);
  CHECK(letter.recipients[0].detail == "550 no such mailbox");
  CHECK(letter.recipients[2].state == LetterState::sent);
  CHECK(domain::envelope_of(letter) == std::vector<std::string>{"persona1@instituto.example"});
  REQUIRE(news(t).size() == 1);
  CHECK(has(news(t)[0], "persona0@instituto.example"));
  t.clock.forward(core::Minutes(10));
  deliver(t, {domain::Delivery::accepted, "250"});
  CHECK(only_notice(t).letters.at(0).state == LetterState::sent);
  CHECK(news(t).size() == 1);
  // Off: to the two whom it reached.
  service::cancel(t.office, t.coordinator, made.id, "Ya no");
  const auto off = only_notice(t).letters.at(1);
  CHECK(off.recipients.size() == 2);
  CHECK(has(off.subject, "Ya no afecta la red"));
  CHECK(has(off.calendar, "STATUS:CANCELLED"));
  CHECK(off.method == "PUBLISH");
}

TEST_CASE("what stops affecting the network after its notice is taken back, and may begin anew") {
  test::TestOffice t;
  const auto made = t.appointment();
  service::confirm(t.office, t.coordinator, made.id);
  service::send_notice(t.office, t.coordinator, notices(t)[0].id);
  deliver(t, {domain::Delivery::accepted, "250"});
  affect(t, made.id, false);
  auto whole = only_notice(t);
  CHECK(whole.notice.withdrawn_at == t.clock.now());
  REQUIRE(whole.letters.size() == 2);
  CHECK(has(whole.letters[1].subject, "Ya no afecta la red"));
  CHECK(has(whole.letters[1].calendar, "STATUS:CANCELLED"));
  affect(t, made.id, true);
  whole = only_notice(t);
  CHECK(whole.notice.state == NoticeState::due);
  CHECK_FALSE(whole.notice.withdrawn_at);
  t.clock.set(test::at("2026-03-13T07:01:00-05:00"));
  CHECK(service::send_due_notices(t.office) == 1);
  CHECK(only_notice(t).letters.size() == 3);
}

TEST_CASE("what was told, withheld and opened again is told once more") {
  test::TestOffice t(settings_for(1));
  const auto made = t.appointment("2026-03-27T20:00:00-05:00");
  affect(t, made.id, true);
  service::confirm(t.office, t.coordinator, made.id);
  service::send_notice(t.office, t.coordinator, only_notice(t).notice.id);
  deliver(t, {domain::Delivery::accepted, "250"});
  const auto classify = [&](const domain::Classification& kind) {
    auto caller = t.coordinator;
    caller.expected_version = service::get_request(t.office, t.coordinator, made.request).version;
    service::classify_request(t.office, caller, made.request, kind);
  };
  classify(test::excepted(domain::Level::reserved, domain::Extent::whole));
  CHECK(only_notice(t).notice.withdrawn_at);
  classify({});
  CHECK(only_notice(t).notice.state == NoticeState::due);
  service::send_notice(t.office, t.coordinator, only_notice(t).notice.id);
  CHECK(only_notice(t).letters.size() == 2);
  CHECK(service::check_store(t.office).faults.empty());
}

TEST_CASE("a confirmed date that begins to affect the network too late is refused") {
  test::TestOffice t;
  const auto made = t.appointment("2026-03-05T10:00:00-05:00", false);
  service::confirm(t.office, t.coordinator, made.id);
  CHECK(refused([&] { affect(t, made.id, true); }) == "short-notice");
  CHECK(notices(t).empty());
}

TEST_CASE("without anybody to tell, nothing that affects the network is agreed") {
  test::TestOffice t(settings_for(0));
  CHECK(refused([&] { t.appointment(); }) == "notice-without-recipients");
  CHECK_NOTHROW(t.appointment("2026-03-20T20:00:00-05:00", false));
}

TEST_CASE("the rule of days is kept anew when it changes, and says what it hits, once") {
  const auto file = std::string(std::tmpnam(nullptr)) + ".db";
  auto settings = test::settings("sqlite://" + file);
  test::TestOffice t(settings);
  CHECK(service::plan_all_notices(t.office).empty());
  const auto made = t.appointment("2026-03-13T20:00:00-05:00");
  service::confirm(t.office, t.coordinator, made.id);
  CHECK(notices(t)[0].due_at == test::at("2026-03-06T07:00:00-05:00"));
  settings.institute.notice.days = 15;
  service::Office stricter(settings, t.clock);
  const auto told = service::plan_all_notices(stricter);
  REQUIRE(told.size() == 1);
  CHECK(has(told[0], "ya no alcanza a avisarse a tiempo"));
  CHECK(has(told[0], "SOL-2026-0001"));
  CHECK(notices(t)[0].due_at == test::at("2026-02-26T07:00:00-05:00"));
  CHECK(news(t).size() == 1);
  CHECK(service::plan_all_notices(stricter).empty());
  CHECK(service::send_due_notices(stricter) == 1);
  CHECK(only_notice(t).notice.state == NoticeState::late);
  CHECK(service::send_due_notices(stricter) == 0);
}
