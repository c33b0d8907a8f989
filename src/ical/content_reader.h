// Content lines read (RFC 5545 §3.1, RFC 6868). Nothing is lost: the raw ranges of the lines, with
// the blank lines and the byte order mark between them, are the text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/phrase.h"
#include "ical/content_line.h"

namespace citacal::ical {

struct Line {
  std::string_view raw;    // as it stands in the text: folds and line end included
  std::size_t number = 0;  // of its first line in the text, from 1
  std::string name;        // upper case
  Params params;           // names in upper case
  std::string value;       // unfolded; a TEXT is still escaped
  const std::string* find_param(std::string_view upper_name) const;  // the first, or null
};

// Reads line after line. Takes what real programs write: bare LF, a byte order mark, blank lines,
// names in lower case, folds inside a UTF-8 sequence. Throws Code::invalid, naming the line, for
// what is no content line, no UTF-8 once unfolded, or holds a control character but TAB.
class Reader {
 public:
  explicit Reader(std::string_view text);
  bool next(Line& line);  // false at the end; `line` is then unchanged

 private:
  std::string_view physical_line();
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t number_ = 0;
  std::string unfolded_;
};

std::vector<Line> lines_of(std::string_view text);
std::string unescaped_text(std::string_view value);  // §3.3.11; an unknown escape stays as it is

// The mail address of a calendar address ("MAILTO:" in any case, percent-encoding undone), lower
// case; without a mailto: scheme, empty.
std::string mailto_address(std::string_view uri);

std::string_view without_bom(std::string_view text);
// Throws Code::invalid: "Línea 12: …" / "Line 12: …".
[[noreturn]] void refuse_line(std::size_t number, std::string condition, core::Phrase message);

}  // namespace citacal::ical
