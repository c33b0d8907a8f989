#include "core/check.h"

#include <catch2/catch.hpp>

#include <functional>

using namespace citacal::core;
using namespace std::string_literals;

namespace {

// The condition of the refusal, which names the field in `field` and in both languages.
std::string refusal(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    CHECK(error.code == Code::invalid);
    CHECK(error.field == "place");
    CHECK(error.message.es.find("«place»") != std::string::npos);
    CHECK(error.message.en.find("\"place\"") != std::string::npos);
    return error.condition;
  }
  return "accepted";
}

std::string line(std::string_view value, std::size_t max = kNameMax) {
  return refusal([&] { checked_line("place", value, max); });
}

std::string address(std::string_view value) {
  return refusal([&] { checked_address("place", value); });
}

std::string uri(std::string_view value) {
  return refusal([&] { checked_uri("place", value); });
}

}  // namespace

TEST_CASE("a line comes back trimmed, with its accents") {
  CHECK(checked_line("place", "  Sede Bogotá – piso 3 ") == "Sede Bogotá – piso 3");
  CHECK(checked_optional_line("place", "   ").empty());
}

TEST_CASE("a line holds no break of any kind, not even at its ends") {
  const auto value = GENERATE("a\r\nBcc: x@y"s, "a\nb"s, "a\rb"s, "a\n"s, "\ra"s, "a\tb"s, "a\0b"s,
                              "a\x1B[31m"s, "a\x7F"s,
                              "a\xC2\x85"
                              "b"s /* NEL */,
                              "a\xC2\x9B"s /* CSI */,
                              "a\xE2\x80\xA8"
                              "b"s /* LS */,
                              "a\xE2\x80\xA9"s /* PS */);
  CAPTURE(value);
  CHECK(line(value) == "control-character");
  CHECK(refusal([&] { checked_optional_line("place", value); }) == "control-character");
}

TEST_CASE("a line is not empty, not too long and UTF-8") {
  CHECK(line("") == "missing");
  CHECK(line("   ") == "missing");
  CHECK(line("\xE1") == "not-utf8");
  CHECK(line("ñññ", 3) == "accepted");
  CHECK(line("ññññ", 3) == "too-long");
}

TEST_CASE("a text keeps its lines, with one kind of break, and no other control") {
  CHECK(checked_text("place", "uno\r\ndos\rtres\ncuatro\t5\n") == "uno\ndos\ntres\ncuatro\t5");
  CHECK(checked_text("place", "\r\r\n") == "");
  const auto value =
      GENERATE("a\0b"s, "a\x0B"s, "a\x0C"s, "a\x1B"s, "a\xC2\x85"s, "a\xE2\x80\xA8"s);
  CHECK(refusal([&] { checked_text("place", value); }) == "control-character");
  CHECK(refusal([&] { checked_text("place", "\xC3("); }) == "not-utf8");
  CHECK(refusal([&] { checked_text("place", "12345", 4); }) == "too-long");
}

TEST_CASE("an address keeps its local part and lowers its domain") {
  CHECK(checked_address("place", " Marta.Ruiz+citas@Example.GOV.co ") ==
        "Marta.Ruiz+citas@example.gov.co");
  CHECK(address("o'brien@a-b.example") == "accepted");
  CHECK(address(std::string(64, 'a') + "@example.org") == "accepted");
}

TEST_CASE("an address that could say more than an address is refused") {
  const auto value = GENERATE(
      ""s, "a"s, "@b.co"s, "a@"s, "a@b..co"s, ".a@b.co"s, "a.@b.co"s, "a..b@c.co"s, "a@-b.co"s,
      "a@b-.co"s, "a@b_c.co"s, "a@[127.0.0.1]"s, "\"a b\"@c.co"s, "a b@c.co"s, "a@b@c.co"s,
      "a@b.co\r\nRCPT TO:<x@y>"s, "a@b.co\n"s, "\ra@b.co"s, "a@b.co\0"s, "<a@b.co>"s, "a@b.co>"s,
      "a,b@c.co"s, "a;b@c.co"s, "a:b@c.co"s, "a(b)@c.co"s, "a\\b@c.co"s, "mailto:a@b.co"s,
      "Ana <a@b.co>"s, "año@b.co"s, "a@bogotá.co"s, std::string(65, 'a') + "@b.co",
      "a@" + std::string(64, 'b') + ".co", "a@" + std::string(260, 'b'));
  CAPTURE(value);
  CHECK(address(value) == "not-an-address");
}

TEST_CASE("a URI is absolute, of a known scheme, and comes back as it was") {
  const auto value =
      GENERATE("https://meet.example.org/abc?x=1&y=%20#z", "http://127.0.0.1:8080/",
               "HTTPS://example.org", "mailto:a@b.co", "tel:+576015551234", "https://[::1]/x");
  CHECK(checked_uri("place", value) == value);
}

TEST_CASE("a URI that is relative, of another scheme, or breaks its container is refused") {
  const auto value =
      GENERATE(""s, "example.org"s, "/path"s, "//host/x"s, "javascript:alert(1)"s,
               "data:text/html,x"s, "file:///etc/passwd"s, "ftp://x.org/"s, " https://x.org"s,
               "https://x.org/a b"s, "https://x.org/\r\nATTENDEE:mailto:x@y"s, "https://x.org/\""s,
               "https://x.org/<b>"s, "https://x.org/\\"s, "https://x.org/^"s, "https://x.org/`"s,
               "https://x.org/{a}"s, "https://x.org/|"s, "https://x.org/ñ"s, "https://x.org/\0"s,
               "https://x.org/\x7F"s, "https:"s, "https:x.org"s, "https://"s, "https:///x"s,
               "https://?x"s, "https://x.org/%"s, "https://x.org/%2"s, "https://x.org/%zz"s,
               "mailto:"s, "https://x.org/" + std::string(kUriMax, 'a'));
  CAPTURE(value);
  CHECK(uri(value) == "not-a-uri");
}
