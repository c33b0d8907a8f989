// An iCalendar object as a tree of components with their content lines: what filters, selections
// and edits work on. Nothing is lost: every line keeps its raw text.
#pragma once

#include "ical/content_reader.h"

namespace citacal::ical {

struct Node {
  std::string name;         // upper case: "VCALENDAR", "VEVENT"
  std::vector<Line> lines;  // its own properties, BEGIN and END not among them
  std::vector<Node> nodes;  // its components
  std::string_view raw;     // from BEGIN to the end of the END line
  const Line* find(std::string_view upper_name) const;        // the first property, or null
  std::string_view value(std::string_view upper_name) const;  // of the first, or empty
};

// The VCALENDAR in `text`, which must outlive the tree. A text that scan() has passed is always
// read; otherwise throws Code::invalid with the line.
Node parse_tree(std::string_view text);
// Raw lines and components again, with BEGIN and END: CRLF.
std::string print_tree(const Node& node);

}  // namespace citacal::ical
