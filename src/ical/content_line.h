// Content lines: iCalendar as text, written and read by ourselves (RFC 5545 §3.1, RFC 6868).
// The writer makes one line of one property whatever the value holds; the reader loses nothing: the
// raw ranges of its lines, with the blank lines and the byte order mark between them, are the text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/phrase.h"

namespace citacal::ical {

// One parameter value. A parameter with several values ("DELEGATED-TO=a,b") is several of these.
struct Param {
  std::string name;
  std::string value;  // decoded: without quotes and carets
  bool operator==(const Param&) const = default;
};
using Params = std::vector<Param>;

// Writes lines of at most 75 octets, ended by CRLF, folded but never inside a UTF-8 sequence.
// Every function throws Code::invalid where a value or parameter is not UTF-8.
class Writer {
 public:
  void begin(std::string_view component);
  void end(std::string_view component);
  // TEXT (§3.3.11): line breaks become \n, backslash, ";" and "," are escaped, other controls but
  // TAB are dropped. In parameters (RFC 6868) a line break becomes ^n, a caret ^^ and a quote ^';
  // controls and backslashes at the end are dropped.
  void text(std::string_view name, std::string_view value, const Params& params = {});
  // A list of TEXT values, as CATEGORIES takes it.
  void texts(std::string_view name, const std::vector<std::string>& values);
  // URI (§3.3.13). Refused, never repaired: throws Code::invalid unless it has a scheme, at most
  // 2,048 bytes, and none but printable ASCII without blank, quote, <, >, \, ^ and backtick.
  void uri(std::string_view name, std::string_view value, const Params& params = {});
  // A value of our own making (date, number, word). Code::internal if it holds a control.
  void plain(std::string_view name, std::string_view value, const Params& params = {});
  // Whole lines that were written before, such as a VTIMEZONE.
  void lines(std::string_view written) { out_ += written; }
  std::string take() { return std::move(out_); }

 private:
  void line(std::string_view name, const Params& params, std::string_view value);
  std::string out_;
};

// The calendar address of a mail address: "mailto:" and what RFC 6068 §2 wants encoded, encoded.
std::string mailto_uri(std::string_view address);
// The mail address of a calendar address ("MAILTO:" in any case, percent-encoding undone), lower
// case; without a mailto: scheme, empty.
std::string mailto_address(std::string_view uri);

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

std::string_view without_bom(std::string_view text);
// Throws Code::invalid: "Línea 12: …" / "Line 12: …".
[[noreturn]] void refuse_line(std::size_t number, std::string condition, core::Phrase message);

}  // namespace citacal::ical
