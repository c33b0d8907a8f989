#include "core/secret.h"

#include <catch2/catch.hpp>

#include <set>

using namespace citacal::core;
using namespace std::string_literals;

TEST_CASE("SHA-256 gives the digests of FIPS 180-4") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_hex(std::string(1'000'000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("base64 gives the vectors of RFC 4648 and refuses the rest") {
  CHECK(base64_decoded("Zm9vYmFy") == "foobar");
  CHECK(base64_decoded("Zm9vYg==") == "foob");
  CHECK(base64_decoded("AP8=") == "\0\xFF"s);
  CHECK(base64_decoded("") == "");
  const auto bad = GENERATE("Zm9vYg", "Zm9vYg=", "Zm9v!", "Zm9vYg==x", "Zm 9v", "=", "-_8=", "Z");
  CAPTURE(bad);
  CHECK(base64_decoded(bad).empty());
}

TEST_CASE("base64url is safe in a path and without padding") {
  CHECK(base64url("\xFB\xFF\xFE") == "-__-");
  CHECK(base64url("foob") == "Zm9vYg");
  CHECK(base64url("").empty());
}

TEST_CASE("tokens and passwords are never twice the same") {
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    const auto token = random_token(), password = random_password();
    REQUIRE(token.size() == 43);
    REQUIRE(token.find_first_of("+/=") == std::string::npos);
    REQUIRE(password.size() == 19);
    REQUIRE(seen.insert(token).second);
    REQUIRE(seen.insert(password).second);
  }
  CHECK(random_bytes(0).empty());
}

TEST_CASE("a password's hash is argon2id, salted, and verifies that password only") {
  const auto hash = hash_password("Año Nuevo 2026");
  CHECK(hash.starts_with("$argon2id$"));
  CHECK(hash != hash_password("Año Nuevo 2026"));
  CHECK(verify_password(hash, "Año Nuevo 2026"));
  CHECK_FALSE(verify_password(hash, "año nuevo 2026"));
  CHECK_FALSE(verify_password(hash, ""));
  CHECK_FALSE(verify_password("", ""));
  CHECK_FALSE(verify_password("not a hash", "Año Nuevo 2026"));
}

TEST_CASE("equality in constant time is equality") {
  CHECK(equal_in_constant_time("", ""));
  CHECK(equal_in_constant_time("a\0b"s, "a\0b"s));
  CHECK_FALSE(equal_in_constant_time("a\0b"s, "a\0c"s));
  CHECK_FALSE(equal_in_constant_time("a", "ab"));
}

TEST_CASE("a process digest is the same for the same secret and shows nothing of it") {
  CHECK(process_digest("secret") == process_digest("secret"));
  CHECK(process_digest("secret") != process_digest("Secret"));
  CHECK(process_digest("secret").find("secret") == std::string::npos);
}
