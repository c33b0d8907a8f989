#include "service/link.h"

#include <catch2/catch.hpp>

#include "core/secret.h"
#include "core/text.h"
#include "service/amendment.h"
#include "support/office.h"

using namespace citacal;

namespace {

const std::string kAna = "ana@redes.example";

std::string token_of(const std::string& link) {
  return link.substr(link.rfind('/') + 1);
}

std::optional<service::Linked> linked(test::TestOffice& house, std::string_view token) {
  service::Reading reading(house.office, house.coordinator);
  return service::find_linked(house.office, reading.tx(), token);
}

std::optional<service::Addressed> addressed(test::TestOffice& house, std::string_view recipient) {
  service::Reading reading(house.office, house.coordinator);
  return service::find_addressed(house.office, reading.tx(), recipient);
}

// Another character of the same alphabet.
char other(char c) {
  return c == 'a' ? 'b' : 'a';
}

// The appointment without Ana, to whom letters have gone.
domain::Appointment without_ana(test::TestOffice& house, const core::Id& id) {
  domain::Particulars change;
  change.attendees = {{{.name = "Beto Ruiz", .email = "beto@redes.example"}}};
  return service::in_work(house.office, house.coordinator, domain::Right::agree,
                          [&](service::Work& work) { return service::amend(work, id, change); });
}

}  // namespace

TEST_CASE("a link leads back to its appointment, attendee and sequence") {
  test::TestOffice house;
  const auto appointment = house.appointment();
  const auto link = service::link_of(house.office, appointment, kAna);
  CHECK(link.starts_with("https://citas.instituto.example/rsvp/"));
  CHECK(token_of(link).size() == 59);
  const auto found = linked(house, token_of(link));
  REQUIRE(found);
  CHECK(found->appointment == appointment.id);
  CHECK(found->email == kAna);
  CHECK(found->sequence == 0);
  CHECK(found->until == test::at("2026-04-19T22:00:00-05:00"));
  CHECK(link == service::link_of(house.office, appointment, "ANA@Redes.Example"));
  CHECK(link != service::link_of(house.office, appointment, "beto@redes.example"));
}

TEST_CASE("a link that is forged, cut or lengthened is none") {
  test::TestOffice house;
  const auto appointment = house.appointment();
  const auto token = token_of(service::link_of(house.office, appointment, kAna));
  for (std::size_t i = 0; i < token.size(); ++i) {
    CAPTURE(i);
    auto changed = token;
    changed[i] = other(changed[i]);
    CHECK_FALSE(linked(house, changed));
    CHECK_FALSE(linked(house, token.substr(0, i)));
  }
  CHECK_FALSE(linked(house, token + "A"));
  CHECK_FALSE(linked(house, token + token));
  CHECK_FALSE(linked(house, core::base64url(std::string(44, '\0'))));
  CHECK_FALSE(linked(house, "ñandú"));
  // Somebody who was never written to, though the signature is right.
  CHECK_FALSE(
      linked(house, token_of(service::link_of(house.office, appointment, "eva@otra.example"))));
}

TEST_CASE("a link of another office is none") {
  test::TestOffice house, elsewhere;
  const auto appointment = house.appointment();
  CHECK_FALSE(linked(house, token_of(service::link_of(elsewhere.office, appointment, kAna))));
}

TEST_CASE("a link of somebody who is no longer invited still says whose it is") {
  test::TestOffice house;
  const auto appointment = house.appointment();
  const auto token = token_of(service::link_of(house.office, appointment, kAna));
  const auto now = without_ana(house, appointment.id);
  REQUIRE_FALSE(domain::find_attendee(now, kAna));
  const auto found = linked(house, token);
  REQUIRE(found);
  CHECK(found->email == kAna);
  CHECK(found->sequence < now.sequence);
}

TEST_CASE("an address to answer to leads back to its attendee, in any case of its letters") {
  test::TestOffice house;
  const auto appointment = house.appointment();
  const auto address = service::answer_address(house.office, appointment, kAna);
  CHECK(address.starts_with("citas+"));
  CHECK(address.ends_with("@instituto.example"));
  CHECK(address.find('@') <= 64);  // RFC 5321 §4.5.3.1.1
  for (const auto& written : {address, core::to_upper(address)}) {
    const auto found = addressed(house, written);
    REQUIRE(found);
    CHECK(found->appointment == appointment.id);
    CHECK(found->email == kAna);
  }
  without_ana(house, appointment.id);
  CHECK(addressed(house, address));
}

TEST_CASE("an address that is forged, cut or of elsewhere is none") {
  test::TestOffice house;
  const auto address = service::answer_address(house.office, house.appointment(), kAna);
  const auto plus = address.find('+'), host = address.find('@');
  for (auto i = plus + 1; i < host; ++i) {
    CAPTURE(i);
    auto changed = address;
    changed[i] = other(changed[i]);
    CHECK_FALSE(addressed(house, changed));
    CHECK_FALSE(addressed(house, address.substr(0, i) + address.substr(host)));
  }
  CHECK_FALSE(addressed(house, address.substr(0, host)));
  CHECK_FALSE(addressed(house, "otras" + address.substr(plus)));
  CHECK_FALSE(addressed(house, address.substr(0, host) + "@otro.example"));
  CHECK_FALSE(addressed(house, "citas@instituto.example"));
  CHECK_FALSE(addressed(house, "citas+@instituto.example"));
  CHECK_FALSE(addressed(house, "@+"));
  CHECK_FALSE(addressed(house, ""));
}

TEST_CASE("what signs for one purpose does not sign for the other") {
  test::TestOffice house;
  const auto appointment = house.appointment();
  const auto link =
      core::base64url_decoded(token_of(service::link_of(house.office, appointment, kAna)));
  const auto address = service::answer_address(house.office, appointment, kAna);
  const auto plus = address.find('+'), host = address.find('@');
  const auto bytes = core::base32_decoded(address.substr(plus + 1, host - plus - 1));
  REQUIRE(bytes.size() == 26);
  REQUIRE(link.size() == 44);
  CHECK(bytes.substr(0, 16) == link.substr(0, 16));
  // The link's signature over an address's head, and the other way round.
  CHECK_FALSE(addressed(house, "citas+" + core::base32(link.substr(0, 16) + link.substr(28, 10)) +
                                   "@instituto.example"));
  CHECK_FALSE(linked(house, core::base64url(link.substr(0, 28) + bytes.substr(16) + "000000")));
}

TEST_CASE("a text with links can be shown without their tokens") {
  test::TestOffice house;
  const auto link = service::link_of(house.office, house.appointment(), kAna);
  CHECK(service::without_tokens("Uno: " + link + "\n\nDos: " + link + ".") ==
        "Uno: https://citas.instituto.example/rsvp/{token}\n\n"
        "Dos: https://citas.instituto.example/rsvp/{token}.");
  CHECK(service::without_tokens("Nada") == "Nada");
}
