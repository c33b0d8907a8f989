#include "core/phrase.h"

#include <catch2/catch.hpp>

#include "core/problem.h"
#include "core/words.h"

namespace {

enum class Colour { red, dark_green };

}  // namespace

CITACAL_WORDS(Colour, "red", "dark_green");

using namespace citacal::core;

TEST_CASE("the language is the one that weighs more, and Spanish when in doubt") {
  CHECK(preferred_language("") == Language::es);
  CHECK(preferred_language("*") == Language::es);
  CHECK(preferred_language("fr, de;q=0.5") == Language::es);
  CHECK(preferred_language("en") == Language::en);
  CHECK(preferred_language("EN-us, es;q=0.9") == Language::en);
  CHECK(preferred_language("es-CO,es;q=0.9,en;q=0.8") == Language::es);
  CHECK(preferred_language("en;q=0.8, es;q=0.9") == Language::es);
  CHECK(preferred_language("es;q=0.123, en;q=0.124") == Language::en);
  CHECK(preferred_language("es, en") == Language::es);
  CHECK(preferred_language("en;q=0") == Language::es);
  CHECK(preferred_language("english, ,;q=;,en;q=x") == Language::es);
}

TEST_CASE("words and enumerators stand for each other, and an unknown word is told the known") {
  CHECK(word(Colour::dark_green) == "dark_green");
  CHECK(find_word<Colour>("red") == Colour::red);
  CHECK_FALSE(find_word<Colour>("Red"));
  CHECK_FALSE(find_word<Colour>(""));
  CHECK(parse_word<Colour>("colour", "dark_green") == Colour::dark_green);
  try {
    parse_word<Colour>("colour", "blue");
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.code == Code::invalid);
    CHECK(error.condition == "unknown-word");
    CHECK(error.field == "colour");
    CHECK(error.message.es == "«colour» debe ser uno de: red | dark_green.");
    CHECK(error.message.en == "\"colour\" must be one of: red | dark_green.");
  }
}

TEST_CASE("an error becomes a problem document in the person's language") {
  const Error error(Code::conflict, "appointment-state", {"Está «cancelada».", "It is \"x\"."},
                    "status");
  const auto es = problem(error, Language::es);
  CHECK(es.status == 409);
  CHECK(es.headers.get("Content-Type") == "application/problem+json");
  CHECK(es.headers.get("Cache-Control") == "no-store");
  CHECK(es.headers.get("Content-Language") == "es");
  CHECK(es.body->bytes() ==
        R"({"type":"about:blank","title":"El estado no lo permite","status":409,)"
        R"("detail":"Está «cancelada».","code":"appointment-state","field":"status"})");
  CHECK(problem(error, Language::en).body->bytes().find(R"("detail":"It is \"x\".")") !=
        std::string::npos);
}

TEST_CASE("who is unknown is told how to log in, who is too early when to come back") {
  const Error unknown(Code::unauthorised, "login", {"Identifíquese.", "Log in."});
  CHECK(problem(unknown, Language::es).headers.get("WWW-Authenticate").starts_with("Basic realm="));
  Error early(Code::throttled, "too-many-attempts", {"Espere.", "Wait."});
  CHECK_FALSE(problem(early, Language::es).headers.find("Retry-After"));
  early.retry_after_s = 30;
  CHECK(problem(early, Language::es).headers.get("Retry-After") == "30");
  CHECK_FALSE(problem(early, Language::es).headers.find("WWW-Authenticate"));
}

TEST_CASE("a broken invariant is an internal error that names it") {
  CHECK_NOTHROW(expects(true, "all is well"));
  try {
    expects(false, "the sky is up");
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.code == Code::internal);
    CHECK(http_status(error.code) == 500);
    CHECK(error.message.en.find("the sky is up") != std::string::npos);
  }
}
