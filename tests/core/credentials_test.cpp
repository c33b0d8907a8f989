#include "core/credentials.h"

#include <catch2/catch.hpp>

using citacal::core::read_credentials;

TEST_CASE("Basic holds a login and a password, which may hold colons and any letter") {
  const auto plain = read_credentials("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  REQUIRE(plain);
  CHECK((!plain->is_bearer && plain->login == "Aladdin" && plain->password == "open sesame"));
  const auto utf8 = read_credentials("basic   dGVzdDoxMjPCozrDsQ==  ");
  REQUIRE(utf8);
  CHECK((utf8->login == "test" && utf8->password == "123£:ñ"));
}

TEST_CASE("Bearer holds a token") {
  const auto bearer = read_credentials("BEARER abc.def-1");
  REQUIRE(bearer);
  CHECK((bearer->is_bearer && bearer->token == "abc.def-1"));
}

TEST_CASE("what is no header of these schemes gives no credentials") {
  // The last two: no colon; Latin-1.
  for (const auto* header : {"", "Basic", "Basic ", "Basic *", "Digest QWxhZGRpbjpvcGVu",
                             "Negotiate x", "Basic QWxhZGRpbg==", "Basic dGVzdDrx"})
    CHECK_FALSE(read_credentials(header));
}
