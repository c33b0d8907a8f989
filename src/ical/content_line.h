// Content lines: iCalendar as text, written by ourselves (RFC 5545 §3.1, RFC 6868): one line of one
// property, whatever the value holds. Their reading is ical/content_reader.
#pragma once

#include <string>
#include <string_view>
#include <vector>

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
}  // namespace citacal::ical
