// An iCalendar object while its content lines are changed: a tree over a text that it owns, and the
// new lines. What is not touched stays byte for byte.
#pragma once

#include <deque>

#include "ical/tree.h"

namespace citacal::ical {

class Draft {
 public:
  explicit Draft(std::string_view text);  // throws as parse_tree
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  Node root;  // may take nodes and lines of another draft, which must then outlive print()

  // The content line "NAME;PARAM=value:value", folded, as a line to put into a node.
  Line line(std::string_view name_and_params, std::string_view value);
  // The first property of that name, or a new one after the others.
  void set(Node& node, std::string_view name, std::string_view value);
  // One parameter of a line; an empty value takes it away.
  void set_param(Line& line, std::string_view name, std::string_view value);
  // The same parameters under another name, with another value.
  Line line_like(const Line& other, std::string_view name, std::string_view value);
  std::string print() const { return print_tree(root); }

 private:
  std::string text_;
  std::deque<std::string> added_;
};

void remove_lines(Node& node, std::string_view upper_name);

}  // namespace citacal::ical
