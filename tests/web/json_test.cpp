#include <catch2/catch.hpp>

#include "web/json.h"
#include "web/json_fields.h"

using citacal::core::Error;
using citacal::web::Fields;
using citacal::web::Json;

namespace {

std::string refused(const std::string& json) {
  try {
    Fields::parse(json);
  } catch (const Error& error) {
    return error.condition;
  }
  return "accepted";
}

// The field and condition that an accessor refuses with.
template <class Access>
std::string fault(const std::string& json, Access access) {
  auto fields = Fields::parse(json);
  try {
    access(fields);
  } catch (const Error& error) {
    return error.field + " " + error.condition;
  }
  return "accepted";
}

enum class Colour { red, green };

}  // namespace

CITACAL_WORDS(Colour, "red", "green");

TEST_CASE("what is not JSON to the letter is refused") {
  for (const auto* json : {"",
                           "  ",
                           "nul",
                           "[1]",
                           "\"a\"",
                           "1",
                           "{\"a\":1}x",
                           "{\"a\":1,}",
                           "{a:1}",
                           "{'a':1}",
                           "{\"a\":01}",
                           "{\"a\":-01}",
                           "{\"a\":+1}",
                           "{\"a\":.5}",
                           "{\"a\":1.}",
                           "{\"a\":0x10}",
                           "{\"a\":1e999}",
                           "{\"a\":NaN}",
                           "{\"a\":Infinity}",
                           "{\"a\":1 2}",
                           "{\"a\" 1}",
                           "{\"a\":\"\\x\"}",
                           "{\"a\":\"\\ud800\"}",
                           "{\"a\":\"\\ude00\\ud83d\"}",
                           "{\"a\":\"\xff\"}",
                           "{\"\xc0\xaf\":1}",
                           "{\"a\":\"b\nc\"}",
                           "{\"a\":\"b\tc\"}",
                           "// c\n{}",
                           "{/**/}",
                           "\f{}",
                           "\v{}",
                           "\xef\xbb\xbf{}",
                           "{\"a\":\"",
                           "{\"a\":[1}",
                           "{\"a\":tru}",
                           "{\"a\":1}{}",
                           "{\"a\":\"x\\\"}",
                           "{\"a\":1-2}",
                           "{\"a\":--1}",
                           "{\"a\":1e}",
                           "{\"a\":TRUE}"}) {
    CAPTURE(json);
    CHECK(refused(json) == "bad-json");
  }
  CHECK(refused(std::string("{}\0", 3)) == "bad-json");
  CHECK(refused(std::string("{\"a\":\"\0\"}", 9)) == "bad-json");
}

TEST_CASE("a name given twice is refused however it is written and wherever it stands") {
  CHECK(refused(R"({"a":1,"a":2})") == "bad-json");
  CHECK(refused(R"({"a":1,"b":2,"\u0061":3})") == "bad-json");
  CHECK(refused(R"({"x":[{"y":{"a":1,"a":1}}]})") == "bad-json");
  CHECK(refused(R"({"x":[{"a":1},{"a":1}]})") == "accepted");
}

TEST_CASE("size and nesting are bounded before anything is built") {
  const std::string deep(100'000, '[');
  CHECK(refused("{\"a\":" + deep) == "bad-json");
  const auto nested = [](std::size_t levels) {
    return "{\"a\":" + std::string(levels - 1, '[') + std::string(levels - 1, ']') + "}";
  };
  CHECK(refused(nested(citacal::web::kJsonDepthMax)) == "accepted");
  CHECK(refused(nested(citacal::web::kJsonDepthMax + 1)) == "bad-json");
  CHECK(refused("{\"a\":\"" + std::string(citacal::web::kJsonBytesMax, 'a') + "\"}") ==
        "json-too-large");
}

TEST_CASE("members are taken by type and a fault names the member by its path") {
  auto fields = Fields::parse(
      R"({"name":" Ana ","text":"a\r\nb","n":7,"on":true,"day":"2026-03-02","none":null,
          "at":"2026-03-02T09:00:00-05:00","colour":"green","tags":["x","y"],
          "slot":{"start":"2026-03-02T09:00:00-05:00","end":"2026-03-02T11:00:00-05:00"},
          "people":[{"name":"Ñandú \ud83d\ude00"}]})");
  CHECK(fields.line("name") == "Ana");
  CHECK(fields.text("text") == "a\nb");
  CHECK(fields.integer("n", 1, 9) == 7);
  CHECK(fields.flag("on", false));
  CHECK_FALSE(fields.flag("off", false));
  CHECK(citacal::core::print_day(fields.day("day")) == "2026-03-02");
  CHECK(citacal::core::print_utc(fields.instant("at")) == "2026-03-02T14:00:00Z");
  CHECK(fields.word<Colour>("colour") == Colour::green);
  CHECK(fields.word("shade", Colour::red) == Colour::red);
  CHECK(fields.lines("tags") == std::vector<std::string>{"x", "y"});
  CHECK(fields.slot("slot").length() == citacal::core::Minutes(120));
  CHECK(fields.list("people").at(0).line("name") == "Ñandú 😀");
  CHECK(fields.optional_line("none").empty());
  CHECK_NOTHROW(fields.done());
}

TEST_CASE("a member of the wrong kind or value is refused by name") {
  const auto line = [](Fields& fields) { fields.line("a"); };
  CHECK(fault("{}", line) == "a missing");
  CHECK(fault(R"({"a":null})", line) == "a missing");
  CHECK(fault(R"({"a":"  "})", line) == "a missing");
  CHECK(fault(R"({"a":1})", line) == "a wrong-type");
  CHECK(fault(R"({"a":"x\u0000y"})", line) == "a control-character");
  CHECK(fault(R"({"a":"x\r\nBcc: y"})", line) == "a control-character");
  CHECK(fault(R"({"a":")" + std::string(201, 'x') + "\"}", line) == "a too-long");
  const auto number = [](Fields& fields) { fields.integer("a", 1, 10); };
  for (const auto* json : {R"({"a":0})", R"({"a":11})", R"({"a":1.5})", R"({"a":1e1})",
                           R"({"a":18446744073709551617})", R"({"a":-9223372036854775809})"}) {
    CAPTURE(json);
    CHECK(fault(json, number) == "a out-of-range");
  }
  CHECK(fault(R"({"a":"7"})", number) == "a wrong-type");
  CHECK(fault(R"({"a":"yes"})", [](Fields& fields) { fields.flag("a", true); }) == "a wrong-type");
  CHECK(fault(R"({"a":"blue"})", [](Fields& fields) { fields.word<Colour>("a"); }) ==
        "a unknown-word");
  CHECK(fault(R"({"a":"2026-02-30"})", [](Fields& fields) { fields.day("a"); }) == "a not-a-day");
  CHECK(fault(R"({"a":"2026-03-02T09:00:00"})", [](Fields& fields) { fields.instant("a"); }) ==
        "a not-an-instant");
  CHECK(fault(R"({"a":{}})", [](Fields& fields) { fields.list("a"); }) == "a wrong-type");
  CHECK(fault(R"({"a":["x",1]})", [](Fields& fields) { fields.lines("a"); }) == "a[1] wrong-type");
  CHECK(fault(R"({"a":[{"b":"c"},{"b":7}]})", [](Fields& fields) {
          for (auto& element : fields.list("a")) element.line("b");
        }) == "a[1].b wrong-type");
  CHECK(fault(R"({"a":{"start":"2026-03-02T09:00:00Z","end":"2026-03-02T09:00:00Z"}})",
              [](Fields& fields) { fields.slot("a"); }) == "a.end end-before-start");
}

TEST_CASE("a member that nobody asked for is refused with the nearest name") {
  auto fields = Fields::parse(R"({"subjekt":"x"})");
  fields.optional_line("subject");
  fields.optional_line("place");
  try {
    fields.done();
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.condition == "unknown-field");
    CHECK(error.field == "subjekt");
    CHECK(error.message.en.find("did you mean \"subject\"?") != std::string::npos);
    CHECK(error.message.es.find("¿quiso decir «subject»?") != std::string::npos);
  }
}

TEST_CASE("what is written is read back the same, hostile texts included") {
  const std::string hostile = "\"},{\"x\":\"\\ </script> \r\n\t\x01\x7f é😀";
  auto inner = Json::object();
  inner.set("n", std::int64_t{-9'007'199'254'740'993}).set("on", false).set_null("none");
  auto json = Json::object();
  json.set("z", hostile).set("a", std::move(inner)).set("list", Json::array({"x", hostile}));
  const auto text = json.dump();
  CHECK(text.find("\"z\"") < text.find("\"a\""));  // members keep their order
  auto fields = Fields::parse(text);
  CHECK(fields.names().size() == 3);
  auto again = fields.object("a");
  CHECK(again.integer("n", INT64_MIN + 1, INT64_MAX) == -9'007'199'254'740'993);
  CHECK_FALSE(again.has("none"));
  CHECK(text.find("\\u0001") != std::string::npos);
  CHECK(text.find("\r") == std::string::npos);
}
