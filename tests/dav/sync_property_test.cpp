// Whatever happens in a calendar: who then synchronises, from any older token, whole or in parts,
// holds the same as who lists it afresh.
#include <map>
#include <random>

#include "dav/own_calendar.h"
#include "service/amendment.h"
#include "service/appointment.h"

using namespace citacal;
using namespace citacal::test;

namespace {

using Held = std::map<std::string, std::string>;  // href → etag

struct Client {
  std::string collection;  // address
  std::string token;
  Held held;
};

class World {
 public:
  explicit World(unsigned seed) : random_(seed) {
    REQUIRE(door_.ask("MKCALENDAR", door_.home("b/")).status == 201);
    for (const auto* key : {"propio/", "b/", "institute/", "network/"})
      clients_.push_back({door_.home(key), "", {}});
  }

  void step() {
    constexpr void (World::*kSteps[])() = {&World::put,
                                           &World::put,
                                           &World::put,
                                           &World::remove,
                                           &World::transfer,
                                           &World::appoint,
                                           &World::change_appointment,
                                           &World::remember,
                                           &World::renew};
    (this->*kSteps[upto(std::size(kSteps))])();
    if (upto(3) == 0) synchronise(clients_[upto(clients_.size())]);
  }

  void finish() {
    for (auto& client : clients_) synchronise(client, false);
  }

 private:
  std::size_t upto(std::size_t n) { return random_() % n; }
  std::string calendar() { return upto(2) == 0 ? "propio/" : "b/"; }
  std::string name() { return "n" + std::to_string(upto(12)) + ".ics"; }

  // Any answer will do that is no fault of ours: a conflict is as good a step as a change.
  void ask(const std::string& method, const std::string& target, HeaderList headers = {},
           const std::string& body = {}) {
    const auto response = door_.ask(method, target, std::move(headers), body);
    INFO(method << " " << target << ": " << response.status << " " << body_of(response));
    REQUIRE(response.status < 500);
    REQUIRE(response.status != 400);
  }

  void put() {
    const auto chosen = name();
    EventText event{"uid-" + chosen.substr(0, chosen.size() - 4)};
    event.summary = "Cambio " + std::to_string(++written_);
    ask("PUT", door_.home(calendar() + chosen), {}, print(event));
  }
  void remove() { ask("DELETE", door_.home(calendar() + name())); }
  void transfer() {
    ask(upto(2) == 0 ? "MOVE" : "COPY", door_.home(calendar() + name()),
        {{"Destination", door_.home(calendar() + name())},
         {"Overwrite", upto(2) == 0 ? "T" : "F"}});
  }
  void appoint() {
    if (appointments_.size() < 6) appointments_.push_back(door_.office.appointment().id);
  }
  void change_appointment() {
    if (appointments_.empty()) return;
    const auto id = appointments_[upto(appointments_.size())];
    auto& office = door_.office;
    try {
      if (upto(6) == 0) {
        service::cancel(office.office, office.coordinator, id, "No hace falta");
      } else {
        domain::Particulars change;
        change.affects_network = upto(2) == 0;
        service::in_work(office.office, office.coordinator, domain::Right::agree,
                         [&](service::Work& work) { return service::amend(work, id, change); });
      }
    } catch (const core::Error& error) {
      REQUIRE(error.code == core::Code::conflict);  // it was cancelled already
    }
  }

  // A client that stops here, to come back with an old token.
  void remember() {
    if (clients_.size() < 24) clients_.push_back(clients_[upto(clients_.size())]);
  }
  void renew() {
    auto& client = clients_[upto(clients_.size())];
    client.token.clear();
    client.held.clear();
  }

  std::string body(const std::string& token, std::size_t limit) const {
    return "<D:sync-collection xmlns:D=\"DAV:\"><D:sync-token>" + token +
           "</D:sync-token><D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop>" +
           (limit == 0
                ? ""
                : "<D:limit><D:nresults>" + std::to_string(limit) + "</D:nresults></D:limit>") +
           "</D:sync-collection>";
  }

  // Brings the client up to date, in parts where it asks for parts; sometimes it leaves off between
  // two of them, and goes on from there at another time.
  void synchronise(Client& client, bool may_leave_off = true) {
    const std::size_t limit = upto(2) == 0 ? 0 : 1 + upto(4);
    for (int part = 0;; ++part) {
      REQUIRE(part < 200);
      const auto response =
          door_.ask("REPORT", client.collection, {{"Depth", "1"}}, body(client.token, limit));
      REQUIRE(response.status == 207);
      if (!apply(client, body_of(response))) break;
      if (may_leave_off && upto(8) == 0) return;
    }
    CHECK(client.held == listed(client.collection));
  }

  // Returns whether there is more.
  bool apply(Client& client, const std::string& answer) {
    bool is_cut = false;
    const auto hrefs = find_all_xml(answer, "response.href");
    for (std::size_t i = 0; i < hrefs.size(); ++i) {
      const auto response = "response[" + std::to_string(i) + "].";
      if (const auto etag = find_xml(answer, response + "getetag")) {
        client.held[hrefs[i]] = *etag;
      } else if (find_xml(answer, response + "status").value().find(" 404") != std::string::npos) {
        client.held.erase(hrefs[i]);
      } else {
        REQUIRE(hrefs[i] == client.collection);
        is_cut = true;
      }
    }
    client.token = find_xml(answer, "sync-token").value();
    return is_cut;
  }

  Held listed(const std::string& collection) {
    const auto response =
        door_.ask("PROPFIND", collection, {{"Depth", "1"}},
                  "<D:propfind xmlns:D=\"DAV:\"><D:prop><D:getetag/></D:prop></D:propfind>");
    REQUIRE(response.status == 207);
    const auto answer = body_of(response);
    const auto hrefs = find_all_xml(answer, "response.href");
    Held held;
    for (std::size_t i = 1; i < hrefs.size(); ++i)  // the first is the calendar's own
      held[hrefs[i]] = find_xml(answer, "response[" + std::to_string(i) + "].getetag").value();
    return held;
  }

  OwnCalendar door_;
  std::mt19937 random_;
  std::vector<Client> clients_;
  std::vector<core::Id> appointments_;
  int written_ = 0;
};

}  // namespace

TEST_CASE("any series of changes, synchronised from any older token, gives what a listing gives") {
  for (const unsigned seed : {1u, 2u, 20260302u, 77u}) {
    INFO("seed " << seed);
    World world(seed);
    for (int step = 0; step < 250; ++step) world.step();
    world.finish();
  }
}
