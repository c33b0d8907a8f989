#include "dav/own_calendar.h"

using namespace citacal;
using namespace citacal::test;

namespace {

std::string request(const std::string& organizer, const std::vector<std::string>& attendees) {
  std::string lines;
  for (const auto& attendee : attendees) lines += "ATTENDEE:mailto:" + attendee + "\n";
  return with_crlf(
      "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//test//EN\nMETHOD:REQUEST\nBEGIN:VFREEBUSY\n"
      "UID:pregunta\nDTSTAMP:20260301T000000Z\nDTSTART:20260310T000000Z\n"
      "DTEND:20260311T000000Z\nORGANIZER:mailto:" +
      organizer + "\n" + lines + "END:VFREEBUSY\nEND:VCALENDAR\n");
}

const std::string kMe = "coordinadora@instituto.example";

}  // namespace

TEST_CASE("the outbox tells when a colleague is busy, and who has no account") {
  Door door;
  door.login = "auditora";
  REQUIRE(door.ask("PUT", door.home("agenda/a.ics"), {}, print({"a"})).status == 201);
  door.login = "coordinadora";
  const auto response =
      door.ask("POST", door.home("outbox/"), {},
               request(kMe, {"auditora@instituto.example", "nadie@otro.example"}));
  INFO(body_of(response));
  REQUIRE(response.status == 200);
  const auto body = body_of(response);
  CHECK(find_xml(body, "response[0].recipient.href") == "mailto:auditora@instituto.example");
  CHECK(find_xml(body, "response[0].request-status").value().starts_with("2.0"));
  const auto data = find_xml(body, "response[0].calendar-data").value();
  CHECK(data.find("20260310T150000Z/20260310T160000Z") != std::string::npos);
  CHECK(data.find("Reunión") == std::string::npos);
  CHECK(find_xml(body, "response[1].request-status").value().starts_with("3.7"));
  CHECK(!find_xml(body, "response[1].calendar-data"));
}

TEST_CASE("only one's own question is answered, and only at the outbox") {
  Door door;
  const auto other =
      door.ask("POST", door.home("outbox/"), {}, request("auditora@instituto.example", {kMe}));
  CHECK(other.status == 403);
  CHECK(precondition_of(other) == "organizer-allowed");
  const auto wrong = door.ask("POST", door.home("outbox/"), {}, print({"a"}));
  CHECK(wrong.status >= 400);
  CHECK(wrong.status < 500);
  const auto typed = door.ask("POST", door.home("outbox/"), {{"Content-Type", "application/xml"}},
                              request(kMe, {kMe}));
  CHECK(typed.status == 403);
  CHECK(door.ask("POST", door.home("agenda/"), {}, request(kMe, {kMe})).status == 403);
  for (const auto& place : {door.home(), std::string("/dav/"), door.home("agenda/a.ics")})
    CHECK(door.ask("POST", place, {}, request(kMe, {kMe})).status == 405);
}
