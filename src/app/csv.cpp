#include "app/csv.h"

#include <algorithm>

#include "core/text.h"

namespace citacal::app {

namespace {

constexpr std::size_t kCellsMax = 100;
constexpr std::string_view kBom = "\xEF\xBB\xBF";
constexpr std::string_view kNonBreakingSpace = "\xC2\xA0";

std::string clean(std::string text) {
  for (auto at = text.find(kNonBreakingSpace); at != std::string::npos;
       at = text.find(kNonBreakingSpace))
    text.replace(at, kNonBreakingSpace.size(), " ");
  return std::string(core::trim(text));
}

// Walks over the text, counting lines and characters.
class Scanner {
 public:
  Scanner(std::string_view text, Problems& problems) : text_(text), problems_(problems) {}

  bool at_end() const { return at_ >= text_.size() || failed_; }

  Row row() {
    Row row;
    for (;;) {
      row.push_back(cell());
      if (failed_ || at_ >= text_.size()) return row;
      if (text_[at_] != ';') break;
      take();
      if (row.size() >= kCellsMax) fail({"la fila tiene más de 100 celdas", "over 100 cells"});
    }
    if (text_[at_] == '\r') take();
    if (at_ < text_.size() && text_[at_] == '\n') take();
    return row;
  }

 private:
  Cell cell() {
    Cell cell{here_, {}};
    if (at_ < text_.size() && text_[at_] == '"')
      cell.text = clean(quoted());
    else
      cell.text = clean(bare());
    return cell;
  }

  std::string bare() {
    std::string out;
    while (at_ < text_.size() && text_[at_] != ';' && text_[at_] != '\n' && text_[at_] != '\r')
      out += take();
    return out;
  }

  std::string quoted() {
    std::string out;
    const auto opened = here_;
    take();
    while (at_ < text_.size()) {
      const char c = take();
      if (c != '"') {
        out += c;
      } else if (at_ < text_.size() && text_[at_] == '"') {
        out += take();
      } else {
        if (at_ < text_.size() && text_[at_] != ';' && text_[at_] != '\n' && text_[at_] != '\r')
          fail({"hay texto después de la comilla de cierre; escriba las comillas interiores dobles",
                "there is text after the closing quote; double the quotes inside"});
        return out;
      }
    }
    here_ = opened;
    fail({"la comilla se abre y no se cierra", "the quote is opened and never closed"});
    return out;
  }

  char take() {
    const char c = text_[at_++];
    const bool ends_line = c == '\n' || (c == '\r' && (at_ >= text_.size() || text_[at_] != '\n'));
    if (ends_line)
      here_ = {here_.line + 1, 1};
    else if (c != '\r' && (static_cast<unsigned char>(c) & 0xC0) != 0x80)
      ++here_.column;
    return c;
  }

  void fail(const core::Phrase& message) {
    if (!failed_) problems_.add(here_, {message.es + ".", message.en + "."});
    failed_ = true;
  }

  std::string_view text_;
  Problems& problems_;
  std::size_t at_ = 0;
  service::Origin here_{1, 1};
  bool failed_ = false;
};

bool is_empty(const Row& row) {
  return std::all_of(row.begin(), row.end(), [](const Cell& cell) { return cell.text.empty(); });
}

// Excel's own hint at the separator, which it does not show.
bool is_separator_hint(const Row& row) {
  return row.front().origin.line == 1 && core::to_lower(row.front().text).starts_with("sep=");
}

}  // namespace

std::vector<Row> parse_csv(std::string_view bytes, std::size_t rows_max, Problems& problems) {
  std::vector<Row> rows;
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    problems.add({1, 1}, {"está en UTF-16; guárdelo como «CSV UTF-8 (delimitado por comas)».",
                          "is in UTF-16; save it as \"CSV UTF-8 (Comma delimited)\"."});
    return rows;
  }
  if (bytes.starts_with(kBom)) bytes.remove_prefix(kBom.size());
  const std::string text =
      core::is_utf8(bytes) ? std::string(bytes) : core::windows_1252_to_utf8(bytes);
  Scanner scanner(text, problems);
  while (!scanner.at_end()) {
    auto row = scanner.row();
    if (is_empty(row) || is_separator_hint(row)) continue;
    if (rows.size() >= rows_max) {
      problems.add(row.front().origin, {"pasa de " + std::to_string(rows_max) + " filas; divídalo.",
                                        "over " + std::to_string(rows_max) + " rows; split it."});
      break;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

Columns::Columns(const Row& header, const std::vector<std::string>& known,
                 const std::vector<std::string>& required, Problems& problems)
    : width_(header.size()), problems_(problems) {
  std::vector<std::string> slugs;
  slugs.reserve(known.size());
  for (const auto& name : known) slugs.push_back(core::slug(name));
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (header[i].text.empty()) continue;
    const auto name = core::slug(header[i].text);
    const auto found = std::find(slugs.begin(), slugs.end(), name);
    if (found == slugs.end())
      problems.add(header[i].origin, unknown_name(name, slugs));
    else if (!index_.emplace(known[static_cast<std::size_t>(found - slugs.begin())], i).second)
      problems.add(header[i].origin, {"la columna «" + name + "» está dos veces.",
                                      "the column \"" + name + "\" is there twice."});
  }
  for (const auto& name : required)
    if (!has(name))
      problems.add(header.front().origin,
                   {"falta la columna «" + name + "».", "the column \"" + name + "\" is missing."});
}

Cell Columns::at(const Row& row, const std::string& column) const {
  const auto found = index_.find(column);
  if (found == index_.end() || found->second >= row.size()) return {row.back().origin, {}};
  return row[found->second];
}

std::string Columns::line(const Row& row, const char* column, bool required,
                          std::size_t max) const {
  const auto cell = at(row, column);
  if (cell.text.empty()) {
    if (required) missing(cell, column);
    return {};
  }
  try {
    return core::checked_line(column, cell.text, max);
  } catch (const core::Error& error) {
    problems_.add(cell.origin, error, cell.text);
    return {};
  }
}

void Columns::fault(const Cell& at, const char* column, const core::Phrase& expected) const {
  if (has(column)) problems_.add(at.origin, found_expected(column, at.text, expected));
}

void Columns::missing(const Cell& at, const char* column) const {
  if (has(column)) problems_.add_missing(at.origin, column);
}

void Columns::check_width(const Row& row) const {
  for (std::size_t i = width_; i < row.size(); ++i)
    if (!row[i].text.empty())
      problems_.add(row[i].origin,
                    {"hay texto después de la última columna: «" + shown(row[i].text) + "».",
                     "there is text beyond the last column: \"" + shown(row[i].text) + "\"."});
}

}  // namespace citacal::app
