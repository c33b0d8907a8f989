#include "core/exchange.h"

#include <catch2/catch.hpp>

#include "core/error.h"

using namespace citacal::core;
using namespace std::string_literals;

namespace {

Request target(std::string text) {
  Request request;
  request.target = std::move(text);
  parse_target(request);
  return request;
}

Request with(std::string name, std::string value) {
  Request request;
  request.headers.add(std::move(name), std::move(value));
  return request;
}

bool matches(const std::string& sent, std::string_view etag) {
  try {
    require_match(with("If-Match", sent), etag);
    return true;
  } catch (const Error& error) {
    CHECK(error.code == Code::stale);
    return false;
  }
}

const Instant kChanged = parse_instant("2026-11-23T15:00:00Z").value();

}  // namespace

TEST_CASE("a target is decoded into segments and query fields") {
  const auto request = target("/feeds/a%20b/red%C3%A9s.ics?from=2026-01-01&q=a+b%2Bc&flag&x=1=2");
  CHECK(request.segments == std::vector<std::string>{"feeds", "a b", "redés.ics"});
  CHECK_FALSE(request.trailing_slash);
  CHECK(request.find_query("from") == "2026-01-01");
  CHECK(request.find_query("q") == "a b+c");
  CHECK(request.find_query("flag") == "");
  CHECK(request.find_query("x") == "1=2");
  CHECK_FALSE(request.find_query("missing"));
  CHECK(request.path() == "/feeds/a b/redés.ics");
}

TEST_CASE("a trailing slash is told, except for the root") {
  CHECK(target("/").segments.empty());
  CHECK_FALSE(target("/").trailing_slash);
  CHECK(target("/").path() == "/");
  CHECK(target("/dav/").trailing_slash);
  CHECK(target("/dav/").segments.size() == 1);
  CHECK(target("/a+b").segments[0] == "a+b");
  CHECK(target("/100%25").segments[0] == "100%");
}

TEST_CASE("a target that could mean two things is refused") {
  const auto text =
      GENERATE(""s, "*"s, "feeds"s, "http://host/x"s, "//host/x"s, "/a//b"s, "/./a"s, "/a/.."s,
               "/../a"s, "/a/../../etc/passwd"s, "/%2e%2e/a"s, "/%2E./a"s, "/a/%2e"s, "/a%2Fb"s,
               "/a%2fb"s, "/a%5Cb"s, "/a\\b"s, "/..\\a"s, "/a%00b"s, "/a%0D%0Ab"s, "/a%7F"s,
               "/a\x01"s, "/a\0b"s, "/%252e%252e/a"s, "/%252fa"s, "/%25%252e"s, "/100%25%2541"s,
               "/a%"s, "/a%2"s, "/a%zz"s, "/a%2g"s, "/%-1"s, "/%ff"s, "/%C3"s, "/%C0%AE"s, "/\xE1"s,
               "/%ED%A0%80"s, "/a?x=%"s, "/a?x=%00"s, "/a?%0A=1"s, "/a?x=%FF"s);
  CAPTURE(text);
  REQUIRE_THROWS_AS(target(text), Error);
  try {
    target(text);
  } catch (const Error& error) {
    CHECK(error.code == Code::invalid);
    CHECK(error.condition == "bad-target");
  }
}

TEST_CASE("a target is bounded in bytes and in parameters") {
  CHECK_NOTHROW(target("/" + std::string(8'191, 'a')));
  CHECK_THROWS_AS(target("/" + std::string(8'192, 'a')), Error);
  std::string many = "/a?x0=0";
  for (int i = 1; i < 64; ++i) many += "&x" + std::to_string(i) + "=0";
  CHECK(target(many).query.size() == 64);
  CHECK_THROWS_AS(target(many + "&x=1"), Error);
}

TEST_CASE("header names compare without case, the first of a name is found, set replaces all") {
  Headers headers;
  headers.add("Via", "one");
  headers.add("via", "two");
  CHECK(headers.get("VIA") == "one");
  headers.set("Via", "three");
  CHECK(headers.all().size() == 1);
  CHECK(headers.get("via") == "three");
  CHECK_FALSE(headers.find("Date"));
  CHECK(headers.get("Date").empty());
}

TEST_CASE("If-None-Match compares weakly, in lists, and knows the tag of the compressed form") {
  const auto sent = GENERATE("\"abc\"", "W/\"abc\"", "\"x\", \"abc\"", "*", " * ", "\"abc-gz\"",
                             "W/\"abc-gz\"", "\"x\" ,\t\"abc\"");
  CAPTURE(sent);
  CHECK(is_not_modified(with("If-None-Match", sent), "\"abc\"", std::nullopt));
}

TEST_CASE("If-None-Match of another tag is a change") {
  const auto sent = GENERATE("\"abcd\"", "abc", "\"abc-gz", "\"-gz\"", "\"ab-gz\"", "\"ABC\"", "",
                             "\"abc-gz-gz\"", "\"*\"");
  CAPTURE(sent);
  CHECK_FALSE(is_not_modified(with("If-None-Match", sent), "\"abc\"", std::nullopt));
}

TEST_CASE("If-None-Match wins over If-Modified-Since") {
  auto request = with("If-None-Match", "\"old\"");
  request.headers.add("If-Modified-Since", print_http_date(kChanged));
  CHECK_FALSE(is_not_modified(request, "\"new\"", kChanged));
}

TEST_CASE("If-Modified-Since holds from the second of the change on, and bad dates are ignored") {
  const auto since = [](Instant at) { return with("If-Modified-Since", print_http_date(at)); };
  CHECK(is_not_modified(since(kChanged), "\"a\"", kChanged));
  CHECK(is_not_modified(since(kChanged + Seconds(1)), "\"a\"", kChanged));
  CHECK_FALSE(is_not_modified(since(kChanged - Seconds(1)), "\"a\"", kChanged));
  CHECK_FALSE(is_not_modified(since(kChanged), "\"a\"", std::nullopt));
  CHECK_FALSE(is_not_modified(with("If-Modified-Since", "yesterday"), "\"a\"", kChanged));
  CHECK_FALSE(is_not_modified(Request{}, "\"a\"", kChanged));
}

TEST_CASE("If-Match compares strongly, and asks nothing when absent") {
  CHECK_NOTHROW(require_match(Request{}, "\"5\""));
  CHECK(matches("\"5\"", "\"5\""));
  CHECK(matches("\"4\", \"5\"", "\"5\""));
  CHECK(matches("*", "\"5\""));
  CHECK(matches("\"5-gz\"", "\"5\""));
  CHECK_FALSE(matches("\"4\"", "\"5\""));
  CHECK_FALSE(matches("W/\"5\"", "\"5\""));
  CHECK_FALSE(matches("\"5\"", "W/\"5\""));
  CHECK_FALSE(matches("", "\"5\""));
  CHECK_FALSE(matches("5", "\"5\""));
}

TEST_CASE("the answer's type follows Accept, with its weights and wildcards") {
  const std::vector<std::string_view> offered = {"application/json", "text/calendar"};
  const auto chosen = [&](std::string accept) {
    return negotiate(with("Accept", std::move(accept)), offered);
  };
  CHECK(negotiate(Request{}, offered) == "application/json");
  CHECK(chosen("") == "application/json");
  CHECK(chosen("*/*") == "application/json");
  CHECK(chosen("text/calendar") == "text/calendar");
  CHECK(chosen("Text/Calendar; component=vevent") == "text/calendar");
  CHECK(chosen("text/*") == "text/calendar");
  CHECK(chosen("application/json;q=0.5, text/calendar") == "text/calendar");
  CHECK(chosen("application/json;q=0.5, text/calendar;q=0.4") == "application/json");
  CHECK(chosen("*/*;q=0.1, text/calendar;q=0.2") == "text/calendar");
  CHECK(chosen("*/*, application/json;q=0") == "text/calendar");  // the closest range decides
  CHECK(chosen("text/html").empty());
  CHECK(chosen("text/calendar;q=0").empty());
  CHECK(chosen("texts/*").empty());
  CHECK(chosen("text/calendar;q=nan, ,;q=1,/").empty());
}

TEST_CASE("a body is compressed once, however many ask for it") {
  const Body body("hola");
  int calls = 0;
  const auto compress = [&](const std::string& bytes) {
    ++calls;
    return "gz(" + bytes + ")";
  };
  CHECK_FALSE(body.has_gzip());
  CHECK(body.gzip(compress) == "gz(hola)");
  CHECK(body.gzip(compress) == "gz(hola)");
  CHECK(body.has_gzip());
  CHECK(calls == 1);
}
