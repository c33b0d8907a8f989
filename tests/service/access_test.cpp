#include <catch2/catch.hpp>
#include <functional>

#include "service/access.h"
#include "service/calendar.h"
#include "service/token.h"
#include "support/office.h"

using namespace citacal;

namespace {

core::Code code_of(const std::function<void()>& what) {
  try {
    what();
  } catch (const core::Error& error) {
    return error.code;
  }
  FAIL("nothing was refused");
  return core::Code::internal;
}

service::MadeToken feed_token(test::TestOffice& t, const service::Caller& who,
                              const std::string& calendar, int days = 0) {
  return service::create_token(t.office, who,
                               {domain::TokenScope::feed, calendar, "Outlook", days, ""});
}

}  // namespace

TEST_CASE("a password opens its account and no other does") {
  test::TestOffice t;
  CHECK(service::sign_in(t.office, "Coordinadora", test::kPassword, "10.0.0.1").login ==
        "coordinadora");
  CHECK(code_of([&] { service::sign_in(t.office, "coordinadora", "otra-clave", "10.0.0.1"); }) ==
        core::Code::unauthorised);
  CHECK(code_of([&] { service::sign_in(t.office, "nadie", test::kPassword, "10.0.0.1"); }) ==
        core::Code::unauthorised);
}

TEST_CASE("failures make the account wait longer each time, and the right password waits too") {
  test::TestOffice t;
  for (int i = 0; i < 6; ++i)
    CHECK(code_of([&] { service::sign_in(t.office, "admin", "mala-clave-0", "10.0.0.2"); }) ==
          core::Code::unauthorised);
  CHECK(code_of([&] { service::sign_in(t.office, "admin", test::kPassword, "10.0.0.3"); }) ==
        core::Code::throttled);
  t.clock.forward(core::Seconds(2));
  CHECK(service::sign_in(t.office, "admin", test::kPassword, "10.0.0.3").login == "admin");
}

TEST_CASE("who was verified is not locked out by the failures of others") {
  test::TestOffice t;
  service::sign_in(t.office, "admin", test::kPassword, "10.0.0.3");
  for (int i = 0; i < 8; ++i) try {
      service::sign_in(t.office, "admin", "mala-clave-0", "10.0.0.2");
    } catch (const core::Error&) {
    }
  CHECK(service::sign_in(t.office, "admin", test::kPassword, "10.0.0.3").login == "admin");
}

TEST_CASE("a new password ends the old one at once, remembered or not") {
  test::TestOffice t;
  service::sign_in(t.office, "funcionario", test::kPassword, "10.0.0.9");
  service::set_password(t.office, t.staff, "funcionario", "otra-clave-larga");
  CHECK(code_of([&] { service::sign_in(t.office, "funcionario", test::kPassword, "10.0.0.9"); }) ==
        core::Code::unauthorised);
  CHECK(service::sign_in(t.office, "funcionario", "otra-clave-larga", "10.0.0.9").login ==
        "funcionario");
  CHECK(code_of([&] {
          service::set_password(t.office, t.staff, "admin", "clave-de-otra-persona");
        }) == core::Code::forbidden);
}

TEST_CASE("a feed token opens its one calendar until it is revoked") {
  test::TestOffice t;
  const auto made = feed_token(t, t.staff, "institute");
  CHECK(made.token.hash.find(made.secret) == std::string::npos);
  CHECK_FALSE(service::is_feed_open(t.office, made.secret, "institute", "Outlook"));
  service::open_feed(t.office, made.secret, "institute", "Outlook");
  CHECK(service::is_feed_open(t.office, made.secret, "institute", "Outlook"));
  CHECK(code_of([&] { service::open_feed(t.office, made.secret, "network", ""); }) ==
        core::Code::not_found);
  CHECK(code_of([&] { service::open_feed(t.office, made.secret + "x", "institute", ""); }) ==
        core::Code::not_found);

  service::save_last_uses(t.office);
  const auto tokens = service::list_tokens(t.office, t.staff);
  REQUIRE(tokens.size() == 1);
  CHECK(tokens[0].last_used_at == t.clock.now());
  CHECK(tokens[0].last_client == "Outlook");

  service::revoke_token(t.office, t.staff, made.token.id);
  CHECK_FALSE(service::is_feed_open(t.office, made.secret, "institute", "Outlook"));
  CHECK(code_of([&] { service::open_feed(t.office, made.secret, "institute", ""); }) ==
        core::Code::not_found);
}

TEST_CASE("a token expires, and nobody gets one for a calendar they may not see") {
  test::TestOffice t;
  const auto made = feed_token(t, t.contractor, "contractor-redes", 30);
  service::open_feed(t.office, made.secret, "contractor-redes", "");
  t.clock.forward(std::chrono::days(31));
  CHECK_FALSE(service::is_feed_open(t.office, made.secret, "contractor-redes", ""));
  CHECK(code_of([&] { service::open_feed(t.office, made.secret, "contractor-redes", ""); }) ==
        core::Code::not_found);
  CHECK(code_of([&] { feed_token(t, t.contractor, "institute"); }) == core::Code::not_found);
}

TEST_CASE("a removed account's tokens and password are worth nothing") {
  test::TestOffice t;
  const auto feed = feed_token(t, t.staff, "institute");
  const auto api =
      service::create_token(t.office, t.staff, {domain::TokenScope::api, "", "Tablero", 0, ""});
  CHECK(service::sign_in_by_token(t.office, api.secret, "10.0.0.1", "").login == "funcionario");
  service::remove_account(t.office, t.administrator, "funcionario");
  CHECK(code_of([&] { service::open_feed(t.office, feed.secret, "institute", ""); }) ==
        core::Code::not_found);
  CHECK(code_of([&] { service::sign_in_by_token(t.office, api.secret, "10.0.0.1", ""); }) ==
        core::Code::unauthorised);
  CHECK(code_of([&] { service::sign_in(t.office, "funcionario", test::kPassword, "10.0.0.1"); }) ==
        core::Code::unauthorised);
}

TEST_CASE("only an administrator makes accounts") {
  test::TestOffice t;
  CHECK(code_of([&] { service::create_account(t.office, t.coordinator, {}); }) ==
        core::Code::forbidden);
}

TEST_CASE("an address is one open account's, whatever its case, and free again when it is closed") {
  test::TestOffice t;
  service::NewAccount account;
  account.login = "nueva";
  account.name = "Nueva";
  account.password = test::kPassword;
  account.email = "Funcionario@Instituto.example";
  const auto refusal = [&]() -> std::string {
    try {
      service::create_account(t.office, t.administrator, account);
    } catch (const core::Error& error) {
      return std::string(error.condition) + " " + error.field;
    }
    return "";
  };
  CHECK(refusal() == "address-taken email");
  account.email = "nueva@instituto.example";
  account.aliases = {"otra@instituto.example", "AUDITORA@instituto.example"};
  CHECK(refusal() == "address-taken aliases");
  service::remove_account(t.office, t.administrator, "auditora");
  CHECK(refusal().empty());
  CHECK(refusal() == "taken login");
  account.login = "segunda";
  account.aliases.clear();
  account.email = "Otra@instituto.example";
  CHECK(refusal() == "address-taken email");
}
