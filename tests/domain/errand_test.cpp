#include "domain/errand.h"

#include "domain/examples.h"

using namespace examples;

namespace {

Errand errand(ErrandKind kind, ErrandState state, std::string ticket = "") {
  Errand made;
  made.id = core::new_id(kNow);
  made.kind = kind;
  made.state = state;
  made.ticket = std::move(ticket);
  return made;
}

constexpr auto kOpen = ErrandKind::open;
constexpr auto kComment = ErrandKind::comment;

}  // namespace

TEST_CASE("an opened ticket's number stays with the errand; a deferred one waits its time") {
  const auto sending = errand(kOpen, ErrandState::sending);
  const auto sent =
      settle(sending, {{Delivery::accepted, ""}, "4711", "https://x.example/4711"}, 0, kNow);
  CHECK(sent.state == ErrandState::sent);
  CHECK(sent.sent_at == kNow);
  CHECK(sent.ticket == "4711");
  CHECK(sent.url == "https://x.example/4711");
  const auto later = settle(sending, {{Delivery::deferred, "503\r\nbusy"}, "", ""}, 0, kNow);
  CHECK(later.state == ErrandState::queued);
  CHECK(later.next_at == kNow + core::Minutes(1));
  CHECK(later.last_error == "503  busy");
  CHECK(settle(sending, {{Delivery::refused, "401"}, "", ""}, 0, kNow).state ==
        ErrandState::failed);
  const auto comment = errand(kComment, ErrandState::sending, "4711");
  CHECK(settle(comment, {{Delivery::accepted, ""}, "", ""}, 0, kNow).ticket == "4711");
  CHECK(refused([&] { settle(sent, {}, 0, kNow); }).condition == "errand-state");
}

TEST_CASE("what was tried before may be there, also when a person has it tried again") {
  auto one = errand(kOpen, ErrandState::queued);
  CHECK_FALSE(may_be_there(one));
  CHECK(may_be_there(settle(one, {{Delivery::deferred, ""}, "", ""}, 0, kNow)));
  one.state = ErrandState::failed;
  one.attempts = kAttemptsMax;
  const auto again = retry(one, kNow);
  CHECK(again.state == ErrandState::queued);
  CHECK(again.attempts < kAttemptsMax);
  CHECK(may_be_there(again));
  CHECK(refused([&] { retry(again, kNow); }).condition == "errand-state");
}

TEST_CASE("a case's errands go one after the other, and comments only to a ticket with a number") {
  const auto comment = errand(kComment, ErrandState::waiting);
  const auto next = [](std::vector<Errand> all) { return take_next(all, kNow); };
  const auto first = next({errand(kOpen, ErrandState::waiting), comment});
  REQUIRE(first);
  CHECK(first->kind == kOpen);
  CHECK(first->state == ErrandState::queued);
  CHECK(first->next_at == kNow);
  for (const auto state : {ErrandState::queued, ErrandState::sending, ErrandState::failed})
    CHECK_FALSE(next({errand(kOpen, state), comment}));
  for (const auto state : {ErrandState::sent, ErrandState::superseded}) {
    const auto second =
        next({errand(kOpen, state, "4711"), comment, errand(kComment, ErrandState::waiting)});
    REQUIRE(second);
    CHECK(second->id == comment.id);
    CHECK(second->ticket == "4711");
  }
  const auto opened = errand(kOpen, ErrandState::sent, "4711");
  CHECK_FALSE(next({opened, errand(kComment, ErrandState::queued, "4711"), comment}));
  CHECK(next({opened, errand(kComment, ErrandState::failed, "4711"), comment})->id == comment.id);
  // The ticket was opened by hand before there was anything to tell.
  CHECK(next({errand(kComment, ErrandState::waiting, "12")})->ticket == "12");
  CHECK_FALSE(next({comment}));
  CHECK_FALSE(next({}));
}

TEST_CASE("a ticket opened by hand takes the place of what was not sent") {
  const Ticket ticket{"Mesa", "12", "https://x.example/12"};
  for (const auto state : {ErrandState::waiting, ErrandState::queued, ErrandState::failed}) {
    const auto given_up = supersede(errand(kOpen, state), ticket);
    REQUIRE(given_up);
    CHECK(given_up->state == ErrandState::superseded);
    CHECK(given_up->ticket == "12");
    CHECK(given_up->url == "https://x.example/12");
  }
  for (const auto state : {ErrandState::sending, ErrandState::sent, ErrandState::superseded})
    CHECK_FALSE(supersede(errand(kOpen, state), ticket));
}
