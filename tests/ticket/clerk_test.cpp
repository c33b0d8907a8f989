#include "ticket/clerk.h"

#include <catch2/catch.hpp>
#include <functional>

#include "service/errands.h"
#include "store/database.h"
#include "store/errand.h"
#include "store/request.h"
#include "support/office.h"
#include "ticket/desk.h"
#include "ticket/json.h"

using namespace citacal;
using domain::ErrandState;
using test::TicketServer;

namespace {

struct Death {};  // of the process

// A system that lets something happen once it has been told.
class Interrupted final : public ticket::System {
 public:
  Interrupted(std::unique_ptr<System> inner, std::function<void()> then)
      : inner_(std::move(inner)), then_(std::move(then)) {}
  domain::Told open(const domain::Errand& errand) override {
    auto told = inner_->open(errand);
    then_();
    return told;
  }
  domain::Told comment(const domain::Errand& errand) override { return inner_->comment(errand); }
  std::optional<domain::Told> find(const domain::Errand& errand) override {
    return inner_->find(errand);
  }

 private:
  std::unique_ptr<System> inner_;
  std::function<void()> then_;
};

service::Settings settings(const std::string& store = "sqlite::memory:") {
  auto made = test::settings(store);
  made.ticket_systems = {{"mesa", "redes", "Mesa de ayuda"}};
  return made;
}

std::unique_ptr<ticket::System> webhook(const TicketServer& server) {
  return ticket::webhook(test::webhook_settings(server.url()));
}

std::vector<domain::Errand> errands(service::Office& office) {
  return service::list_errands(office, service::system_caller("test"), std::nullopt, {}).items;
}

int opened(const TicketServer& server) {  // repetitions apart
  int count = 0;
  for (const auto& line : server.calls())
    count += line.find("\"path\": \"/tickets\"") != line.npos &&
             line.find("\"repeated\": false") != line.npos;
  return count;
}

}  // namespace

TEST_CASE("a request and what becomes of it reach a real server, each once and in order") {
  test::TestOffice world(settings());
  const auto appointment = world.appointment();
  service::confirm(world.office, world.coordinator, appointment.id);
  const TicketServer server;
  ticket::Clerk clerk(world.office, "mesa", webhook(server));
  int told = 0;
  while (const int count = clerk.run_once()) told += count;
  CHECK(told == 3);
  const auto calls = server.calls();
  REQUIRE(calls.size() == 3);
  CHECK(calls[1].find("/tickets/1/comments") != std::string::npos);
  CHECK(calls[1].find("Fecha acordada") != std::string::npos);
  CHECK(calls[2].find("Fecha confirmada") != std::string::npos);
  const auto tx = world.office.database().read();
  const auto request = store::get_request(*tx, appointment.request);
  CHECK(request.tickets ==
        std::vector<domain::Ticket>{{"Mesa de ayuda", "1", "https://mesa.example/t/1"}});
}

TEST_CASE("a server that is down is tried again when it is up") {
  test::TestOffice world(settings());
  world.request();
  TicketServer server;
  server.set_mode("503");
  ticket::Clerk clerk(world.office, "mesa", webhook(server));
  CHECK(clerk.run_once() == 1);
  CHECK(errands(world.office)[0].state == ErrandState::queued);
  CHECK(errands(world.office)[0].last_error == "HTTP 503");
  server.set_mode("well");
  CHECK(clerk.run_once() == 0);
  world.clock.forward(core::Minutes(2));
  CHECK(clerk.run_once() == 1);
  CHECK(errands(world.office)[0].state == ErrandState::sent);
  CHECK(opened(server) == 1);
}

TEST_CASE("a death between the server's answer and the settling opens no second ticket") {
  const outside::TempFolder data;
  const auto store = settings("sqlite://" + (data / "citacal.db"));
  const TicketServer server;
  {
    test::TestOffice world(store);
    world.request();
    ticket::Clerk clerk(world.office, "mesa",
                        std::make_unique<Interrupted>(webhook(server), [] { throw Death(); }));
    CHECK_THROWS_AS(clerk.run_once(), Death);
    CHECK(opened(server) == 1);
    CHECK(errands(world.office)[0].state == ErrandState::sending);
  }
  test::SetClock later(test::at("2026-03-02T10:30:00-05:00"));
  service::Office office(store, later);
  CHECK(service::recover_errands(office) == 1);
  ticket::Clerk clerk(office, "mesa", webhook(server));
  CHECK(clerk.run_once() == 1);
  CHECK(server.calls().size() == 2);
  CHECK(opened(server) == 1);
  CHECK(errands(office)[0].ticket == "1");
}

TEST_CASE("a store that fails after a ticket was opened does not open it twice") {
  test::TestOffice world(settings());
  world.request();
  const TicketServer server;
  const auto change_store = [&](const std::string& sql) {
    service::Work work(world.office, service::system_caller("test"));
    work.tx().execute(sql);
    work.commit();
  };
  ticket::Clerk clerk(world.office, "mesa", webhook(server));
  change_store(
      "CREATE TRIGGER broken BEFORE UPDATE ON errand WHEN NEW.state = 'sent' "
      "BEGIN SELECT RAISE(ABORT, 'broken'); END");
  CHECK_THROWS_AS(clerk.run_once(), core::Error);
  CHECK_THROWS_AS(clerk.run_once(), core::Error);
  change_store("DROP TRIGGER broken");
  clerk.run_once();
  CHECK(server.calls().size() == 1);
  CHECK(errands(world.office)[0].state == ErrandState::sent);
}

TEST_CASE("a stopped clerk gives back what it has not tried") {
  test::TestOffice world(settings());
  for (int i = 0; i < 3; ++i) world.request();
  const TicketServer server;
  ticket::Clerk* self = nullptr;
  ticket::Clerk clerk(world.office, "mesa",
                      std::make_unique<Interrupted>(webhook(server), [&] { self->stop(); }));
  self = &clerk;
  CHECK(clerk.run_once() == 1);
  CHECK(clerk.run_once() == 0);
  int queued = 0;
  for (const auto& one : errands(world.office))
    queued += one.state == ErrandState::queued && one.attempts == 0;
  CHECK(queued == 2);
}
