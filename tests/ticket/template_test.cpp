#include "ticket/template.h"

#include <catch2/catch.hpp>
#include <functional>

#include "core/error.h"
#include "ticket/desk.h"
#include "ticket/json.h"

using namespace citacal;
using ticket::Json;
using ticket::parse_pointer;
using ticket::Template;

namespace {

std::string condition_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const core::Error& error) {
    return error.condition;
  }
  return "";
}

const ticket::Priorities kPriorities = {"1", "2 - \"Alta\"", "3", "4"};

}  // namespace

TEST_CASE("facts go into JSON escaped, and only as what stands in a string") {
  const auto made = Template::of_json(
      "body", R"({"{{number}}": "{{subject}}", "t": ["{{ text }}", "{{priority}}", "{{kind}}"]})",
      false);
  const auto text = made.render(test::an_errand(), kPriorities);
  const auto json = Json::parse(text);
  CHECK(json.text_at({"SOL-2026-0001"}) == "Caída del \"enlace\" ñ");
  CHECK(json.text_at({"t", "0"}) == "Línea 1\n\tLínea 2 \\ {{number}}");
  CHECK(json.text_at({"t", "1"}) == "2 - \"Alta\"");
  CHECK(json.text_at({"t", "2"}) == "failure");
}

TEST_CASE("facts go into an address percent-encoded") {
  const auto made = Template::of_url("url", "https://mesa.example/t/{{ticket}}?n={{number}}", true);
  CHECK(made.render(test::an_errand(domain::ErrandKind::comment), kPriorities) ==
        "https://mesa.example/t/47%2F11?n=SOL-2026-0001");
}

TEST_CASE("a template that could not work is refused when it is read") {
  const auto json = [](const char* text) {
    return condition_of([&] { Template::of_json("body", text, false); });
  };
  CHECK(json(R"({"a": "{{subject}}"})").empty());
  CHECK(json(R"({"a": {{subject}}})") == "not-json");
  CHECK(json(R"({"a": "{{subject}}",})") == "not-json");
  CHECK(json("") == "not-json");
  CHECK(json(R"({"a": "{{subjet}}"})") == "unknown-place");
  CHECK(json(R"({"a": "{{ticket}}"})") == "unknown-place");
  CHECK(json(R"({"a": "{{subject"})") == "open-place");
  CHECK_FALSE(condition_of([] { Template::of_url("url", "mesa/{{ticket}}", true); }).empty());
}

TEST_CASE("a JSON pointer leads to a text or a whole number, and nowhere else") {
  const auto json = Json::parse(R"({"a": {"b/c": ["x", 12, 1.5, "", null, true]}, "m~n": "y"})");
  const auto at = [&](const char* pointer) { return json.text_at(parse_pointer("p", pointer)); };
  CHECK(at("/a/b~1c/0") == "x");
  CHECK(at("/a/b~1c/1") == "12");
  CHECK(at("/m~0n") == "y");
  for (const auto* nothing : {"", "/a", "/a/b~1c", "/a/b~1c/2", "/a/b~1c/3", "/a/b~1c/4",
                              "/a/b~1c/5", "/a/b~1c/6", "/a/b~1c/00", "/a/b~1c/-", "/a/b~1c/x",
                              "/b", "/a/b~1c/0/z", "/a/b~1c/99999999999999999999"}) {
    CAPTURE(nothing);
    CHECK_FALSE(at(nothing));
  }
  for (const auto* wrong : {"a", "a/b", "/a~2", "/a~"}) {
    CAPTURE(wrong);
    CHECK(condition_of([&] { parse_pointer("p", wrong); }) == "not-a-pointer");
  }
}

TEST_CASE("what is no JSON, or is nested without end, is refused") {
  for (const auto& wrong :
       {std::string("{"), std::string("{\"a\": 01}"), std::string("<html>"), std::string(),
        std::string(100'000, '['), std::string("{\"a\": \"\xFF\"}")}) {
    CAPTURE(wrong.substr(0, 20));
    CHECK_FALSE(condition_of([&] { Json::parse(wrong); }).empty());
  }
}
