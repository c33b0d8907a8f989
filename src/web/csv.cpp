#include "web/csv.h"

#include <string_view>

namespace citacal::web {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_number(std::string_view cell) {
  if (!cell.empty() && cell.front() == '-') cell.remove_prefix(1);
  return !cell.empty() && cell.front() != '.' && cell.front() != ',' &&
         cell.find_first_not_of("0123456789.,") == std::string_view::npos;
}

bool is_formula(std::string_view cell) {
  const auto start = cell.find_first_not_of(' ');  // spreadsheets may trim what they read
  return start != std::string_view::npos &&
         std::string_view("=+-@\t\r\n|").find(cell[start]) != std::string_view::npos &&
         !is_number(cell);
}

void print_cell(std::string& out, std::string_view cell) {
  const bool is_quoted =
      is_formula(cell) || cell.find_first_of(";,\"\r\n\t'") != std::string_view::npos;
  if (!is_quoted) {
    out += cell;
    return;
  }
  out += '"';
  if (is_formula(cell)) out += '\'';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

std::string print_csv(const std::vector<std::vector<std::string>>& rows) {
  std::string out(kByteOrderMark);
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) out += ';';
      print_cell(out, row[i]);
    }
    out += "\r\n";
  }
  return out;
}

}  // namespace citacal::web
