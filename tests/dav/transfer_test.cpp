#include "dav/own_calendar.h"

using namespace citacal;
using namespace citacal::test;

namespace {

struct Two : OwnCalendar {
  Two() {
    REQUIRE(ask("MKCALENDAR", there()).status == 201);
    put({"a"});
  }
  std::string there(const std::string& name = {}) const { return home("otro/" + name); }
  core::Response transfer(const std::string& method, const std::string& from, const std::string& to,
                          HeaderList headers = {}) {
    headers.emplace_back("Destination", to);
    return ask(method, from, std::move(headers));
  }
};

}  // namespace

TEST_CASE("MOVE and COPY take an object to another calendar, as it is") {
  Two door;
  const auto url = "https://citas.instituto.example" + door.there("b%40c.ics");
  CHECK(door.transfer("COPY", door.here("a.ics"), url).status == 201);
  CHECK(body_of(door.ask("GET", door.there("b@c.ics"))) == print({"a"}));
  CHECK(door.ask("GET", door.here("a.ics")).status == 200);
  CHECK(door.transfer("MOVE", door.here("a.ics"), door.there("b@c.ics")).status == 204);
  CHECK(door.ask("GET", door.here("a.ics")).status == 404);
  CHECK(door.transfer("MOVE", door.there("b@c.ics"), door.there("d.ics")).status == 201);
  CHECK(door.transfer("MOVE", door.there("b@c.ics"), door.there("d.ics")).status == 404);
}

TEST_CASE("a copy within one calendar would have the UID twice") {
  Two door;
  const auto response = door.transfer("COPY", door.here("a.ics"), door.here("b.ics"));
  CHECK((response.status == 403 || response.status == 409));
  CHECK(precondition_of(response) == "no-uid-conflict");
}

TEST_CASE("what is there is overwritten only where Overwrite allows it") {
  Two door;
  REQUIRE(door.ask("PUT", door.there("x.ics"), {}, print({"x"})).status == 201);
  CHECK(
      door.transfer("MOVE", door.here("a.ics"), door.there("x.ics"), {{"Overwrite", "F"}}).status ==
      412);
  CHECK(
      door.transfer("MOVE", door.here("a.ics"), door.there("x.ics"), {{"Overwrite", "Z"}}).status ==
      400);
  CHECK(door.transfer("MOVE", door.here("a.ics"), door.there("x.ics"), {{"If-Match", "\"y\""}})
            .status == 412);
  // Another object is not replaced (RFC 4791 §5.3.2.1), and is named where it stands.
  const auto other = door.transfer("MOVE", door.here("a.ics"), door.there("x.ics"));
  CHECK(other.status == 409);
  CHECK(find_xml(body_of(other), "no-uid-conflict.href") == door.there("x.ics"));
  CHECK(body_of(door.ask("GET", door.there("x.ics"))) == print({"x"}));
}

TEST_CASE("a destination that is none of one's calendars is refused, never by a 5xx") {
  Two door;
  const auto status = [&](const std::string& to) {
    return door.transfer("MOVE", door.here("a.ics"), to).status;
  };
  CHECK(door.ask("MOVE", door.here("a.ics")).status == 400);
  CHECK(status("http://otro.example" + door.there("a.ics")) == 403);
  CHECK(status("/dav/calendars/funcionario/agenda/a.ics") == 403);
  CHECK(status("/dav/calendars/nadie/agenda/a.ics") == 403);
  CHECK(status("/dav/principals/coordinadora/") == 403);
  CHECK(status(door.home("network/a.ics")) == 403);
  CHECK(status(door.home("ninguno/a.ics")) == 409);
  CHECK(status(door.home("a.ics")) == 403);
  CHECK(status(door.here("a.ics")) == 403);
  for (const auto& bad : {door.here("%2e%2e/a.ics"), std::string("a.ics"), std::string("http://"),
                          std::string("mailto:x@y"), door.here("b.ics?x=1"), door.here("b.ics/")}) {
    INFO(bad);
    CHECK(status(bad) == 400);
  }
  CHECK(door.ask("GET", door.here("a.ics")).status == 200);
}

TEST_CASE("a calendar of one's own gets another address by MOVE, and is not copied") {
  Two door;
  CHECK(door.transfer("COPY", door.here(), door.home("copia/")).status == 403);
  CHECK(door.transfer("MOVE", door.here(), door.there(), {{"Overwrite", "F"}}).status == 412);
  CHECK(door.transfer("MOVE", door.here(), door.there()).status == 403);
  CHECK(door.transfer("MOVE", door.here(), door.home("nuevo/"), {{"Depth", "0"}}).status == 400);
  CHECK(door.transfer("MOVE", door.here(), door.home("nuevo/")).status == 201);
  CHECK(door.ask("GET", door.here("a.ics")).status == 404);
  CHECK(door.ask("GET", door.home("nuevo/a.ics")).status == 200);
  CHECK(door.transfer("MOVE", door.home("network/"), door.home("red/")).status == 403);
  CHECK(door.transfer("MOVE", door.home(), door.home("red/")).status == 405);
}

TEST_CASE("an appointment's event is neither moved nor copied") {
  Two door;
  const auto appointment = door.office.appointment();
  for (const auto* method : {"MOVE", "COPY"})
    CHECK(door.transfer(method, door.home("institute/" + appointment.uid + ".ics"),
                        door.there("x.ics"))
              .status == 403);
}

TEST_CASE("a privilege that is missing is told of the side where it is missing") {
  Two door;
  const auto appointment = door.office.appointment();
  const auto missing = [&](const std::string& method, const std::string& from,
                           const std::string& to) {
    const auto response = door.transfer(method, from, to);
    CHECK(response.status == 403);
    const auto body = body_of(response);
    const auto* privilege =
        find_xml(body, "need-privileges.resource.privilege.bind") ? " bind" : " unbind";
    return find_xml(body, "need-privileges.resource.href").value_or("") + privilege;
  };
  const auto ours = door.home("institute/" + appointment.uid + ".ics");
  CHECK(missing("COPY", door.here("a.ics"), door.home("network/x.ics")) ==
        door.home("network/") + " bind");
  CHECK(missing("MOVE", door.here("a.ics"), door.home("network/x.ics")) ==
        door.home("network/") + " bind");
  CHECK(missing("COPY", ours, door.there("x.ics")) == door.there() + " bind");
  CHECK(missing("MOVE", ours, door.there("x.ics")) == door.home("institute/") + " unbind");
}
