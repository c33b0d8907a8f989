#include "mail/authentication.h"

#include <catch2/catch.hpp>

#include "mail/reader.h"

using namespace citacal;
using domain::AuthenticationResult;
using mail::read_authentication;

TEST_CASE("results of DMARC as mail servers write them") {
  CHECK(read_authentication("mx.instituto.example; dkim=pass header.d=redes.example; "
                            "dmarc=pass (p=reject dis=none) header.from=Redes.Example") ==
        AuthenticationResult{"mx.instituto.example", "pass", "redes.example"});
  CHECK(read_authentication("mx.instituto.example 1; dmarc=fail (p=none; x) "
                            "policy.dmarc=none header.from=redes.example; spf=none smtp.helo=x") ==
        AuthenticationResult{"mx.instituto.example", "fail", "redes.example"});
  CHECK(read_authentication("MX.instituto.example;dmarc=NONE reason=\"a; b\" "
                            "header.from=@redes.example.;") ==
        AuthenticationResult{"mx.instituto.example", "none", "redes.example"});
  CHECK(read_authentication("\"mx (1)\"; dmarc/1 = pass (c) header.from = ana@redes.example") ==
        AuthenticationResult{"mx (1)", "pass", "redes.example"});
  CHECK(read_authentication("(c) mx (c(c\\)) ) 1 (c) ; none") ==
        AuthenticationResult{"mx", "", ""});
  CHECK(read_authentication("mx") == AuthenticationResult{"mx", "", ""});
  CHECK(read_authentication("mx; spf=pass smtp.mailfrom=; dmarc=pass header.from=a.example") ==
        AuthenticationResult{"mx", "pass", "a.example"});
}

TEST_CASE("Exchange Online names no server") {
  CHECK(read_authentication("spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=redes.example; "
                            "dkim=pass (signature was verified) header.d=redes.example;dmarc=pass "
                            "action=none header.from=redes.example;compauth=pass reason=100") ==
        AuthenticationResult{"", "pass", "redes.example"});
}

TEST_CASE("nothing in a comment or a quoted string is a result") {
  const auto value = GENERATE(values<std::string>({
      "mx; spf=pass (; dmarc=pass header.from=redes.example)",
      "mx; spf=pass (\\); dmarc=pass header.from=redes.example) x.y=z",
      "mx; spf=pass smtp.mailfrom=\"a; dmarc=pass header.from=redes.example\"",
      "mx; spf=pass smtp.mailfrom=\"a\\\"; dmarc=pass header.from=redes.example\"@evil.example",
      "mx (; dmarc=pass header.from=redes.example); none",
      "mx; spf=pass x.dmarc=pass header.from=redes.example",
      "mx; xdmarc=pass header.from=redes.example",
  }));
  CAPTURE(value);
  CHECK(read_authentication(value) == AuthenticationResult{"mx", "", ""});
}

TEST_CASE("what breaks the grammar or says two things of DMARC says nothing") {
  const auto value = GENERATE(values<std::string>({
      "mx; dmarc=pass header.from=redes.example (",
      "mx; dmarc=pass header.from=redes.example; spf=\"",
      "mx; dmarc=pass header.from=redes.example; rubbish",
      "mx; dmarc=pass header.from=redes.example; =x",
      "mx; dmarc=pass header.from=redes.example; dmarc=fail header.from=redes.example",
      "mx; dmarc=pass header.from=evil.example; dmarc=pass header.from=redes.example",
      "mx; dmarc=pass header.from=evil.example header.from=redes.example",
      "mx; dmarc=pass header.from=redes.example\x01",
      "mx; dmarc",
      "mx; dmarc pass",
  }));
  CAPTURE(value);
  const auto read = read_authentication(value);
  CHECK(read.server == "mx");
  CHECK(read.dmarc.empty());
  CHECK(read.dmarc_from.empty());
}

TEST_CASE("what names no server and no method is nothing, and keeps its place") {
  CHECK(read_authentication("mx a b; dmarc=pass header.from=redes.example") ==
        AuthenticationResult{});
  CHECK(read_authentication("") == AuthenticationResult{});
  CHECK(read_authentication("; dmarc=pass header.from=redes.example").server.empty());
}

TEST_CASE("fields are listed with the topmost first, folded or not, and without ARC's") {
  std::string header =
      "Authentication-Results: mx.instituto.example;\r\n\tdmarc=fail\r\n "
      "header.from=evil.example\r\n"
      "ARC-Authentication-Results: i=1; mx.instituto.example; dmarc=pass header.from=b.example\r\n"
      "X-Authentication-Results: mx; dmarc=pass header.from=b.example\r\n"
      "authentication-results: mx.instituto.example; dmarc=pass header.from=redes.example\r\n";
  const auto mail = mail::read_mail(header + "From: a@redes.example\r\n\r\nx");
  CHECK(mail.authentication ==
        std::vector<AuthenticationResult>{{"mx.instituto.example", "fail", "evil.example"},
                                          {"mx.instituto.example", "pass", "redes.example"}});
  for (int i = 0; i < 5; ++i) header += header;
  CHECK(mail::read_mail(header + "\r\n").authentication.size() == 10);
}
