#include "ical/tree.h"

#include <catch2/catch.hpp>

#include "core/error.h"

namespace citacal::ical {

TEST_CASE("A tree holds every line as it stands, each in its component") {
  const std::string text =
      "\xEF\xBB\xBF"
      "begin:vcalendar\nVERSION:2.0\nBEGIN:VEVENT\nUID:a\nsummary;x-a=\"b\":Una\n  línea\n"
      "BEGIN:VALARM\nACTION:DISPLAY\nEND:VALARM\nX-OTHER:1\nEND:VEVENT\nX-LAST:2\nEND:VCALENDAR\n";
  const auto tree = parse_tree(text);
  REQUIRE(tree.nodes.size() == 1);
  const auto& event = tree.nodes[0];
  CHECK(tree.name == "VCALENDAR");
  CHECK(tree.value("X-LAST") == "2");
  CHECK(event.value("SUMMARY") == "Una línea");
  CHECK(*event.find("SUMMARY")->find_param("X-A") == "b");
  CHECK(event.find("ACTION") == nullptr);
  CHECK(event.nodes[0].value("ACTION") == "DISPLAY");
  CHECK(event.raw.substr(0, 13) == "BEGIN:VEVENT\n");
  CHECK(event.raw.substr(event.raw.size() - 11) == "END:VEVENT\n");
  CHECK(print_tree(event) ==
        "BEGIN:VEVENT\r\nUID:a\r\nsummary;x-a=\"b\":Una\r\n  línea\r\nX-OTHER:1\r\n"
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nEND:VALARM\r\nEND:VEVENT\r\n");
}

TEST_CASE("What is no whole calendar has no tree, and the line says where") {
  const auto line_of = [](const std::string& text) {
    try {
      parse_tree(text);
      return std::string("taken");
    } catch (const core::Error& error) {
      return error.message.en.substr(0, error.message.en.find(':'));
    }
  };
  CHECK(line_of("") == "Line 1");
  CHECK(line_of("BEGIN:VEVENT\r\nEND:VEVENT\r\n") == "Line 1");
  CHECK(line_of("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n") == "Line 3");
  CHECK(line_of("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR\r\n") == "Line 3");
  std::string deep = "BEGIN:VCALENDAR\r\n";
  for (int i = 0; i < 100'000; ++i) deep += "BEGIN:A\r\n";
  CHECK(line_of(deep) == "Line 9");
}

}  // namespace citacal::ical
