#include "domain/letter.h"

#include "core/text.h"
#include "domain/examples.h"

using namespace examples;

namespace {

Letter after(const Letter& letter, Delivery delivery, std::string detail = "") {
  return settle(letter, {delivery, std::move(detail)}, 0.0, kNow);
}

}  // namespace

TEST_CASE("the wait doubles from a minute to six hours, plus up to a quarter of it") {
  CHECK(retry_delay(1, 0) == core::Minutes(1));
  CHECK(retry_delay(2, 0) == core::Minutes(2));
  CHECK(retry_delay(9, 0) == core::Minutes(256));
  CHECK(retry_delay(10, 0) == core::Minutes(360));
  CHECK(retry_delay(1'000'000, 0) == core::Minutes(360));
  CHECK(retry_delay(1, 0.5) == core::Seconds(67));
  for (int attempts = 1; attempts < 20; ++attempts) {
    const auto least = retry_delay(attempts, 0), most = retry_delay(attempts, 0.999);
    CHECK(most > least);
    CHECK(most <= least + least / 4);
  }
}

TEST_CASE("a letter is tried for about two days before it is given up") {
  core::Seconds all{0};
  for (int attempts = 1; attempts < kAttemptsMax; ++attempts) all += retry_delay(attempts, 0.5);
  CHECK(all > std::chrono::hours(40));
  CHECK(all < std::chrono::hours(60));
}

TEST_CASE("an accepted letter is sent, a refused one has failed, a deferred one waits") {
  Letter letter;
  letter.state = LetterState::sending;
  letter.last_error = "451 later";
  const auto sent = after(letter, Delivery::accepted, "250 ok");
  CHECK(sent.state == LetterState::sent);
  CHECK(sent.sent_at == kNow);
  CHECK(sent.attempts == 1);
  CHECK(sent.last_error.empty());
  const auto failed = after(letter, Delivery::refused, "550 no such user");
  CHECK(failed.state == LetterState::failed);
  CHECK(failed.last_error == "550 no such user");
  CHECK_FALSE(failed.sent_at);
  const auto waiting = after(letter, Delivery::deferred, "no connection");
  CHECK(waiting.state == LetterState::queued);
  CHECK(waiting.next_at == kNow + core::Minutes(1));
}

TEST_CASE("the last attempt that is deferred fails") {
  Letter letter;
  for (int i = 1; i < kAttemptsMax; ++i) {
    letter = after(letter, Delivery::deferred, "no connection");
    REQUIRE(letter.state == LetterState::queued);
  }
  CHECK(after(letter, Delivery::accepted).state == LetterState::sent);
  CHECK(after(letter, Delivery::deferred, "no connection").state == LetterState::failed);
}

TEST_CASE("what is sent or has failed is not tried again") {
  Letter letter;
  letter.state = GENERATE(LetterState::sent, LetterState::failed);
  const auto error = refused([&] { after(letter, Delivery::accepted); });
  CHECK(error.code == core::Code::conflict);
  CHECK(error.condition == "letter-state");
}

TEST_CASE("a server's words are kept as one short line of UTF-8") {
  const auto kept = [](std::string detail) {
    return after(Letter{}, Delivery::refused, std::move(detail)).last_error;
  };
  CHECK(kept("550 no\r\nX-Injected: y\n") == "550 no  X-Injected: y");
  CHECK(kept("550 usuario no v\xE1lido") == "550 usuario no válido");
  std::string many = "x";
  for (int i = 0; i < 500; ++i) many += "ñ";
  CHECK(kept(many).size() == 499);
  CHECK(core::is_utf8(kept(many)));
}

namespace {

Letter to_many() {
  Letter letter;
  letter.state = LetterState::sending;
  letter.to = "citas@instituto.example";
  letter.recipients = {{"ana@x.co"}, {"ido@x.co"}, {"lleno@x.co"}};
  return letter;
}

using Addresses = std::vector<std::string>;

}  // namespace

TEST_CASE("of many recipients only those who were put off are tried again") {
  CHECK(envelope_of(to_many()) == Addresses{"ana@x.co", "ido@x.co", "lleno@x.co"});
  const Attempt first{
      Delivery::accepted,
      "250 queued",
      {{"ido@x.co", Delivery::refused, "550 no"}, {"lleno@x.co", Delivery::deferred, "452 full"}}};
  auto letter = settle(to_many(), first, 0.0, kNow);
  CHECK(letter.state == LetterState::queued);
  CHECK(letter.sent_at == kNow);
  CHECK(letter.last_error == "452 full");
  CHECK(letter.recipients[0] == Recipient{"ana@x.co", LetterState::sent, "", kNow});
  CHECK(letter.recipients[1] == Recipient{"ido@x.co", LetterState::failed, "550 no", kNow});
  CHECK(letter.recipients[2] == Recipient{"lleno@x.co", LetterState::queued, "452 full", {}});
  CHECK(envelope_of(letter) == Addresses{"lleno@x.co"});
  const auto later = kNow + core::Minutes(5);
  auto done = settle(letter, {Delivery::accepted, "250 queued"}, 0.0, later);
  CHECK(done.state == LetterState::sent);
  CHECK(done.sent_at == kNow);
  CHECK(done.recipients[0].settled_at == kNow);
  CHECK(done.recipients[1].state == LetterState::failed);
  CHECK(done.recipients[2] == Recipient{"lleno@x.co", LetterState::sent, "", later});
  letter.attempts = kAttemptsMax - 1;
  const auto given_up = settle(letter, {Delivery::deferred, "452 full"}, 0.0, later);
  CHECK(given_up.state == LetterState::sent);  // for ana
  CHECK(given_up.recipients[2].state == LetterState::failed);
  CHECK(given_up.recipients[2].settled_at == later);
}

TEST_CASE("a letter to many that reaches nobody has failed, or waits where a server is away") {
  CHECK(settle(to_many(), {Delivery::refused, "554 no"}, 0.0, kNow).state == LetterState::failed);
  const auto waits = settle(to_many(), {Delivery::deferred, "no connection"}, 0.0, kNow);
  CHECK(waits.state == LetterState::queued);
  CHECK_FALSE(waits.sent_at);
  CHECK(envelope_of(waits).size() == 3);
}
