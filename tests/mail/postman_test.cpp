#include "mail/postman.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>

#include "core/error.h"
#include "mail/outside.h"
#include "service/notice.h"
#include "service/outbox.h"
#include "store/letter.h"
#include "support/office.h"

using namespace citacal;
using domain::LetterState;
using outside::SmtpServer;
using outside::TempFolder;
using test::TestOffice;

namespace {

// A transport that lets something happen once it has sent a mail.
class Interrupted final : public mail::Transport {
 public:
  Interrupted(std::unique_ptr<Transport> inner, std::function<void()> then)
      : inner_(std::move(inner)), then_(std::move(then)) {}
  domain::Attempt send(const std::string& from, const std::vector<std::string>& to,
                       const std::string& message) override {
    auto attempt = inner_->send(from, to, message);
    then_();
    return attempt;
  }

 private:
  std::unique_ptr<Transport> inner_;
  std::function<void()> then_;
};

// A transport that is out of order.
class Broken final : public mail::Transport {
 public:
  explicit Broken(std::function<void()> fail) : fail_(std::move(fail)) {}
  domain::Attempt send(const std::string&, const std::vector<std::string>&,
                       const std::string&) override {
    fail_();
    return {};
  }

 private:
  std::function<void()> fail_;
};

struct Death {};  // of the process

std::unique_ptr<mail::Transport> smtp_to(const SmtpServer& server) {
  mail::SmtpSettings settings;
  settings.host = "127.0.0.1";
  settings.port = server.port;
  settings.security = mail::Security::none;
  return mail::smtp_transport(settings);
}

std::vector<domain::Letter> letters(TestOffice& world) {
  return service::list_letters(world.office, world.auditor, std::nullopt, {}).items;
}

int count(TestOffice& world, LetterState state) {
  const auto all = letters(world);
  return static_cast<int>(
      std::count_if(all.begin(), all.end(), [&](const auto& one) { return one.state == state; }));
}

int files_in(const TempFolder& folder) {
  return static_cast<int>(std::distance(std::filesystem::directory_iterator(folder.path), {}));
}

// A copy of the first letter of the outbox, to somebody else and changed.
void add_letter(TestOffice& world, const std::function<void(domain::Letter&)>& change) {
  auto letter = letters(world).front();
  letter.id = core::new_id(world.clock.now());
  letter.message_id = letter.id + "@citas.example.gov.co";
  letter.to = "otra" + std::to_string(letters(world).size()) + "@redes.example";
  change(letter);
  service::Work work(world.office, service::system_caller("test"));
  REQUIRE(store::add_letter(work.tx(), letter));
  work.commit();
}

void change_store(TestOffice& world, const std::string& sql) {
  service::Work work(world.office, service::system_caller("test"));
  work.tx().execute(sql);
  work.commit();
}

}  // namespace

TEST_CASE("what was agreed reaches a real server as an invitation, once") {
  TestOffice world;
  world.appointment();
  const auto due = static_cast<int>(letters(world).size());
  REQUIRE(due > 0);
  const SmtpServer server;
  mail::Postman postman(world.office, smtp_to(server));
  CHECK(postman.run_once() == due);
  CHECK(postman.run_once() == 0);
  CHECK(server.mails() == due);
  CHECK(count(world, LetterState::sent) == due);
  const auto found = outside::read_mail(server.mail(due));  // after the request's
  INFO(found);
  CHECK(found.find("defect") == std::string::npos);
  CHECK(outside::has_line(found, "parameter 0.0.2 method \"REQUEST\""));
  CHECK(server.envelope(1).starts_with(world.office.institute().organizer + " "));
}

TEST_CASE("a deferred letter waits for its time and is then the same mail") {
  TestOffice world;
  world.appointment();
  const auto due = static_cast<int>(letters(world).size());
  const SmtpServer busy({"--rcpt-answer", "451 4.7.1 greylisted"}), free;
  CHECK(mail::Postman(world.office, smtp_to(busy)).run_once() == due);
  CHECK(count(world, LetterState::queued) == due);
  CHECK(letters(world).front().attempts == 1);
  CHECK(letters(world).front().last_error.find("451 4.7.1 greylisted") != std::string::npos);

  mail::Postman postman(world.office, smtp_to(free));
  CHECK(postman.run_once() == 0);
  world.clock.forward(core::Minutes(2));
  CHECK(postman.run_once() == due);
  CHECK(count(world, LetterState::sent) == due);
}

TEST_CASE("a refused letter fails with the server's words and is not tried again") {
  TestOffice world;
  world.appointment();
  const auto due = static_cast<int>(letters(world).size());
  const SmtpServer server({"--rcpt-answer", "550 5.1.1 no such mailbox"});
  mail::Postman postman(world.office, smtp_to(server));
  CHECK(postman.run_once() == due);
  CHECK(count(world, LetterState::failed) == due);
  CHECK(letters(world).front().last_error.find("550 5.1.1 no such mailbox") != std::string::npos);
  world.clock.forward(std::chrono::hours(24));
  CHECK(postman.run_once() == 0);
}

TEST_CASE("a letter that cannot be made into a mail is set aside, and the others go") {
  TestOffice world;
  world.appointment();
  const auto good = static_cast<int>(letters(world).size());
  add_letter(world, [](auto& letter) { letter.to = "a@example.com>\r\nRCPT TO:<b@example.com"; });
  add_letter(world, [](auto& letter) { letter.method = "CANCEL"; });
  const SmtpServer server;
  CHECK(mail::Postman(world.office, smtp_to(server)).run_once() == good + 2);
  CHECK(count(world, LetterState::sent) == good);
  CHECK(count(world, LetterState::failed) == 2);
  for (const auto& letter : letters(world))
    CHECK(letter.last_error.empty() == (letter.state == LetterState::sent));
  CHECK(server.mails() == good);
}

TEST_CASE("trouble that is not the letter's own defers it, and it goes when that is over") {
  TestOffice world;
  world.appointment();
  const auto due = static_cast<int>(letters(world).size());
  const auto fail = GENERATE(std::function<void()>([] { throw std::bad_alloc(); }),
                             std::function<void()>([] { core::expects(false, "libcurl starts"); }));
  CHECK(mail::Postman(world.office, std::make_unique<Broken>(fail)).run_once() == due);
  CHECK(count(world, LetterState::queued) == due);
  CHECK(letters(world).front().attempts == 1);
  CHECK_FALSE(letters(world).front().last_error.empty());
  world.clock.forward(core::Minutes(2));
  const SmtpServer server;
  CHECK(mail::Postman(world.office, smtp_to(server)).run_once() == due);
  CHECK(count(world, LetterState::sent) == due);
}

TEST_CASE("a death between the server's answer and the settling repeats the same mail, no more") {
  const TempFolder data, folder;
  const auto store = test::settings("sqlite://" + (data / "citacal.db"));
  std::string first;
  {
    TestOffice world(store);
    world.appointment();
    const auto before = letters(world);
    mail::Postman postman(
        world.office,
        std::make_unique<Interrupted>(mail::folder_transport(folder.path), [] { throw Death(); }));
    CHECK_THROWS_AS(postman.run_once(), Death);
    REQUIRE(files_in(folder) == 1);
    first = outside::read_file(std::filesystem::directory_iterator(folder.path)->path());
    REQUIRE(count(world, LetterState::sending) == static_cast<int>(before.size()));
  }
  const auto path = std::filesystem::directory_iterator(folder.path)->path();
  test::SetClock later(test::at("2026-03-02T10:30:00-05:00"));
  service::Office office(store, later);
  const int claimed = service::recover_letters(office);
  CHECK(claimed > 0);
  mail::Postman postman(office, mail::folder_transport(folder.path));
  CHECK(postman.run_once() == claimed);
  CHECK(files_in(folder) == claimed);
  CHECK((outside::read_file(path) == first));
  CHECK(postman.run_once() == 0);
}

TEST_CASE("a stopped postman finishes the letter under way and gives back the others untouched") {
  TestOffice world;
  world.appointment();
  for (int i = 0; i < 3; ++i) add_letter(world, [](auto&) {});
  const auto due = static_cast<int>(letters(world).size());
  const TempFolder folder;
  mail::Postman* self = nullptr;
  mail::Postman postman(
      world.office,
      std::make_unique<Interrupted>(mail::folder_transport(folder.path), [&] { self->stop(); }));
  self = &postman;
  CHECK(postman.run_once() == 1);
  CHECK(postman.run_once() == 0);
  CHECK(files_in(folder) == 1);
  CHECK(count(world, LetterState::sent) == 1);
  CHECK(count(world, LetterState::queued) == due - 1);
  for (const auto& letter : letters(world))
    CHECK(letter.attempts == (letter.state == LetterState::sent ? 1 : 0));
}

TEST_CASE("a store that fails after a mail was sent does not make it go twice") {
  TestOffice world;
  world.appointment();
  for (int i = 0; i < 2; ++i) add_letter(world, [](auto&) {});
  const auto due = static_cast<int>(letters(world).size());
  const SmtpServer server;
  mail::Postman postman(world.office, smtp_to(server));
  change_store(world,
               "CREATE TRIGGER broken BEFORE UPDATE ON letter WHEN NEW.state = 'sent' "
               "BEGIN SELECT RAISE(ABORT, 'broken'); END");
  CHECK_THROWS_AS(postman.run_once(), core::Error);
  CHECK_THROWS_AS(postman.run_once(), core::Error);
  CHECK(server.mails() == 1);
  CHECK(count(world, LetterState::sent) == 0);
  change_store(world, "DROP TRIGGER broken");
  CHECK(postman.run_once() == due - 1);
  CHECK(server.mails() == due);
  CHECK(count(world, LetterState::sent) == due);
}

TEST_CASE("a notice reaches all staff once, though the server refuses one and puts another off") {
  auto settings = test::settings();
  settings.institute.notice_to = {"ana@x.example", "ido@x.example", "lleno@x.example",
                                  "luz@x.example"};
  TestOffice world(settings);
  world.appointment();
  const auto id =
      service::list_notices(world.office, world.coordinator, std::nullopt, {}).items.at(0).id;
  service::send_notice(world.office, world.coordinator, id);
  const SmtpServer server({"--refuse", "ido@x.example", "--defer-once", "lleno@x.example"});
  mail::Postman postman(world.office, smtp_to(server));
  postman.run_once();
  const int first = server.mails();
  CHECK(server.envelope(first).find(" ana@x.example luz@x.example ") != std::string::npos);
  CHECK(postman.run_once() == 0);  // not before its time
  world.clock.forward(core::Minutes(5));
  CHECK(postman.run_once() == 1);
  REQUIRE(server.mails() == first + 1);
  CHECK(server.envelope(first + 1).find(" lleno@x.example ") != std::string::npos);
  CHECK(server.envelope(first + 1).find("ana@x.example") == std::string::npos);
  CHECK(server.mail(first + 1) == server.mail(first));  // the same mail, to who had not had it
  CHECK(server.mail(first).find("@x.example") == std::string::npos);  // nobody sees the others
  CHECK(server.mail(first).find("citas@instituto.example") != std::string::npos);
  const auto whole = service::get_notice(world.office, world.coordinator, id);
  REQUIRE(whole.letters.size() == 1);
  CHECK(whole.letters[0].state == LetterState::sent);
  CHECK(whole.letters[0].recipients[1].state == LetterState::failed);
  CHECK(whole.letters[0].recipients[1].detail == "RCPT: 550 5.1.1 no such mailbox here");
  CHECK(whole.letters[0].recipients[2].state == LetterState::sent);
  world.clock.forward(std::chrono::hours(24));
  CHECK(postman.run_once() == 0);
}
