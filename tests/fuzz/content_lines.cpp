// Content lines, the bounding scan and the tree: nothing of a text is lost, and what the scan
// passes is read.
#include "holds.h"
#include "ical/content_reader.h"
#include "ical/scan.h"
#include "ical/tree.h"

using namespace citacal;
using fuzz::holds;

namespace {

// Blank lines and the byte order mark stand between the lines, and nothing else.
void check_gap(std::string_view gap, bool first) {
  if (first) gap = ical::without_bom(gap);
  holds(gap.find_first_not_of("\r\n \t") == std::string_view::npos, "nothing between the lines");
}

void check_lines(std::string_view text) {
  ical::Reader reader(text);
  ical::Line line;
  std::size_t at = 0, number = 0;
  while (reader.next(line)) {
    const auto start = static_cast<std::size_t>(line.raw.data() - text.data());
    holds(start >= at && start + line.raw.size() <= text.size(), "lines follow each other");
    check_gap(text.substr(at, start - at), number == 0);
    at = start + line.raw.size();
    holds(line.number > number, "numbers rise");
    number = line.number;
    holds(!line.name.empty(), "a line has a name");
    ical::unescaped_text(line.value);
    ical::mailto_address(line.value);
  }
  check_gap(text.substr(at), number == 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text_of(data, size);
  const bool readable = fuzz::is_read([&] { check_lines(text); });
  const bool scanned = fuzz::is_read([&] { ical::scan(text); });
  holds(readable || !scanned, "what the scan passes are lines");
  ical::Node tree;
  const bool parsed = fuzz::is_read([&] { tree = ical::parse_tree(text); });
  holds(parsed || !scanned, "what the scan passes is a tree");
  if (!scanned) return 0;
  const auto printed = ical::print_tree(tree);
  holds(fuzz::is_read([&] { ical::parse_tree(printed); }), "what is printed is read");
  holds(ical::print_tree(ical::parse_tree(printed)) == printed, "and printed again as it is");
  return 0;
}
