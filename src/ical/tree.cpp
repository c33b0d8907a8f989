#include "ical/tree.h"

#include <algorithm>

#include "core/text.h"
#include "ical/scan.h"

namespace citacal::ical {

namespace {

std::string upper(std::string_view text) {
  return core::to_upper(core::trim(text));
}

[[noreturn]] void refuse_structure(std::size_t number, core::Phrase message) {
  refuse_line(number, "ical-structure", std::move(message));
}

// What stands between `begin` and its END, which it takes, too.
Node parse_node(Reader& reader, const Line& begin, std::size_t depth) {
  if (depth > kDepthMax)
    refuse_line(begin.number, "ical-depth",
                {"pasa de 8 componentes anidados", "more than 8 components are nested"});
  Node node;
  node.name = upper(begin.value);
  const char* const start = begin.raw.data();
  for (Line line; reader.next(line);) {
    if (line.name == "BEGIN") {
      node.nodes.push_back(parse_node(reader, line, depth + 1));
    } else if (line.name != "END") {
      node.lines.push_back(std::move(line));
      line = {};
    } else if (upper(line.value) == node.name) {
      const char* const end = line.raw.data() + line.raw.size();
      node.raw = std::string_view(start, static_cast<std::size_t>(end - start));
      return node;
    } else {
      refuse_structure(line.number, {"cierra un componente distinto de " + node.name,
                                     "ends a component other than " + node.name});
    }
  }
  refuse_structure(begin.number, {"falta END:" + node.name, "END:" + node.name + " is missing"});
}

// Each of its physical lines with CRLF.
void append_lines(std::string& out, std::string_view raw) {
  while (!raw.empty()) {
    const auto found = raw.find('\n');
    auto line = raw.substr(0, found);
    raw.remove_prefix(found == std::string_view::npos ? raw.size() : found + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (!line.empty()) out.append(line).append("\r\n");
  }
}

void append_node(std::string& out, const Node& node) {
  out.append("BEGIN:").append(node.name).append("\r\n");
  for (const auto& line : node.lines) append_lines(out, line.raw);
  for (const auto& one : node.nodes) append_node(out, one);
  out.append("END:").append(node.name).append("\r\n");
}

}  // namespace

const Line* Node::find(std::string_view upper_name) const {
  const auto at = std::find_if(lines.begin(), lines.end(),
                               [&](const Line& line) { return line.name == upper_name; });
  return at == lines.end() ? nullptr : &*at;
}

std::string_view Node::value(std::string_view upper_name) const {
  const auto* const line = find(upper_name);
  return line ? std::string_view(line->value) : std::string_view();
}

Node parse_tree(std::string_view text) {
  Reader reader(text);
  Line line;
  if (!reader.next(line) || line.name != "BEGIN" || upper(line.value) != "VCALENDAR")
    refuse_structure(std::max<std::size_t>(line.number, 1),
                     {"no empieza por BEGIN:VCALENDAR", "does not begin with BEGIN:VCALENDAR"});
  auto calendar = parse_node(reader, line, 1);
  if (reader.next(line))
    refuse_structure(line.number, {"hay algo después de END:VCALENDAR",
                                   "there is something after END:VCALENDAR"});
  return calendar;
}

std::string print_tree(const Node& node) {
  std::string out;
  append_node(out, node);
  return out;
}

}  // namespace citacal::ical
