#include "core/text.h"

#include <catch2/catch.hpp>

using namespace citacal::core;
using namespace std::string_literals;

TEST_CASE("well-formed UTF-8 is told from every malformed kind") {
  const auto good = GENERATE(""s, "plain"s, "Bogotá"s, "\xC2\x80"s, "\xDF\xBF"s, "\xE0\xA0\x80"s,
                             "\xED\x9F\xBF"s, "\xEE\x80\x80"s, "\xEF\xBF\xBF"s, "\xF0\x90\x80\x80"s,
                             "\xF4\x8F\xBF\xBF"s, "a\0b"s, "😀 año €"s);
  CAPTURE(good);
  CHECK(is_utf8(good));

  const auto bad = GENERATE("\x80"s, "\xBF"s,                           // a tail alone
                            "\xC0\x80"s, "\xC1\xBF"s, "\xE0\x9F\xBF"s,  // overlong
                            "\xF0\x8F\xBF\xBF"s,                        // overlong, four bytes
                            "\xED\xA0\x80"s, "\xED\xBF\xBF"s,           // surrogates
                            "\xF4\x90\x80\x80"s, "\xF5\x80\x80\x80"s,   // beyond U+10FFFF
                            "\xFE"s, "\xFF"s, "\xC3"s, "\xE2\x82"s, "\xF0\x9F\x98"s,  // cut short
                            "\xC3(", "\xE2\x28\xA1"s, "\xE2\x82("s, "ok \xC3\xB1 \xE1"s);
  CAPTURE(bad);
  CHECK_FALSE(is_utf8(bad));
}

TEST_CASE("characters are code points, not bytes") {
  CHECK(character_count("") == 0);
  CHECK(character_count("año") == 3);
  CHECK(character_count("€😀") == 2);
}

TEST_CASE("Windows-1252 becomes UTF-8, with the euro and quotes that ISO 8859-1 lacks") {
  CHECK(windows_1252_to_utf8("Bogot\xE1, a\xF1o") == "Bogotá, año");
  CHECK(windows_1252_to_utf8("\x80 \x93hola\x94 \x96 \x85") == "€ “hola” – …");
  CHECK(windows_1252_to_utf8("\xBFQu\xE9?\xFF") == "¿Qué?ÿ");
  CHECK(windows_1252_to_utf8("\x81") == "\xEF\xBF\xBD");
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  CHECK(is_utf8(windows_1252_to_utf8(all)));
  CHECK(character_count(windows_1252_to_utf8(all)) == 256);
}

TEST_CASE("a slug is ASCII, single dashes, and the same however Spanish was typed") {
  CHECK(slug("Redes y Wi-Fi S.A.S.") == "redes-y-wi-fi-s-a-s");
  CHECK(slug("  TELEFONÍA  IP  ") == slug("telefonía ip"));
  CHECK(slug("Diseño Ñandú, pingüino") == "diseno-nandu-pinguino");
  CHECK(slug("— … —").empty());
  CHECK(slug("日本 7") == "7");
  CHECK(slug("\xFF\xFE"s + "a\xC3") == "a");
}

TEST_CASE("split and join undo each other, empty parts and all") {
  CHECK(split("a,,b,", ',') == std::vector<std::string_view>{"a", "", "b", ""});
  CHECK(split("", ',') == std::vector<std::string_view>{""});
  CHECK(join({"", "a", "", "b", ""}, ",") == ",a,,b,");
  CHECK(join({}, ",").empty());
}

TEST_CASE("a near word is suggested, a far one is not") {
  const std::vector<std::string> keys = {"listen", "data_dir", "log_level", "id"};
  CHECK(nearest("listen_", keys) == "listen");
  CHECK(nearest("datadir", keys) == "data_dir");
  CHECK(nearest("loglevel", keys) == "log_level");
  CHECK(nearest("colour", keys).empty());
  CHECK(nearest("tz", keys).empty());
  CHECK(nearest("ids", keys) == "id");
}

TEST_CASE("text stays text in JSON and in markup") {
  CHECK(json_quoted("a\"b\\c\n\t\x01\x7F") == R"("a\"b\\c\n\u0009\u0001\u007f")");
  CHECK(json_quoted("año </script>") == "\"año </script>\"");
  CHECK(json_quoted("\0"s) == R"("\u0000")");
  CHECK(xml_escaped("<a href=\"x\" b='y'>&amp;\r") ==
        "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;&#13;");
}

TEST_CASE("case is ASCII only, blanks are trimmed at both ends") {
  CHECK(to_lower("ÁRBOL Ab") == "Árbol ab");
  CHECK(equals_ignoring_case("If-None-Match", "if-none-MATCH"));
  CHECK_FALSE(equals_ignoring_case("ab", "abc"));
  CHECK(trim(" \t a b \r\n") == "a b");
  CHECK(trim(" \r\n").empty());
}
