#include "ical/draft.h"

#include <algorithm>

#include "core/text.h"

namespace citacal::ical {

namespace {

std::string unfolded(std::string_view raw) {
  std::string out;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '\r') continue;
    if (raw[i] != '\n') {
      out += raw[i] == '\t' ? ' ' : raw[i];
    } else if (i + 1 < raw.size()) {
      ++i;  // the blank of a fold
    }
  }
  return out;
}

struct Pieces {
  std::vector<std::string_view> head;  // the name, and each "PARAM=value"
  std::string_view value;
};

// As ical::Reader has it: a quote counts only where a parameter's value begins.
Pieces pieces_of(std::string_view line) {
  Pieces pieces;
  bool is_quoted = false;
  std::size_t start = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"') {
      is_quoted = !is_quoted && i > 0 && (line[i - 1] == '=' || line[i - 1] == ',');
    } else if (!is_quoted && (c == ';' || c == ':')) {
      pieces.head.push_back(line.substr(start, i - start));
      start = i + 1;
      if (c == ':') break;
    }
  }
  pieces.value = line.substr(start);
  return pieces;
}

bool is_param(std::string_view piece, std::string_view name) {
  return core::equals_ignoring_case(piece.substr(0, piece.find('=')), name);
}

}  // namespace

Draft::Draft(std::string_view text) : text_(text) {
  root = parse_tree(text_);
}

Line Draft::line(std::string_view name_and_params, std::string_view value) {
  Writer writer;
  writer.plain(name_and_params, value);
  added_.push_back(writer.take());
  return lines_of(added_.back()).at(0);
}

void Draft::set(Node& node, std::string_view name, std::string_view value) {
  const auto found = std::find_if(node.lines.begin(), node.lines.end(),
                                  [&](const Line& one) { return one.name == name; });
  if (found == node.lines.end()) {
    node.lines.push_back(line(name, value));
  } else {
    *found = line(name, value);
  }
}

void Draft::set_param(Line& changed, std::string_view name, std::string_view value) {
  const auto whole = unfolded(changed.raw);
  const auto pieces = pieces_of(whole);
  std::string head(pieces.head.at(0));
  for (std::size_t i = 1; i < pieces.head.size(); ++i)
    if (!is_param(pieces.head[i], name)) head += ";" + std::string(pieces.head[i]);
  if (!value.empty()) head += ";" + std::string(name) + "=" + std::string(value);
  changed = line(head, pieces.value);
}

Line Draft::line_like(const Line& other, std::string_view name, std::string_view value) {
  const auto whole = unfolded(other.raw);
  const auto pieces = pieces_of(whole);
  std::string head(name);
  for (std::size_t i = 1; i < pieces.head.size(); ++i) head += ";" + std::string(pieces.head[i]);
  return line(head, value);
}

void remove_lines(Node& node, std::string_view upper_name) {
  std::erase_if(node.lines, [&](const Line& one) { return one.name == upper_name; });
}

}  // namespace citacal::ical
