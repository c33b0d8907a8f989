#include "mail/address.h"

#include <algorithm>

#include "core/check.h"
#include "core/text.h"

namespace citacal::mail {
namespace {

// One mailbox taken apart, without judging it.
struct Pieces {
  std::string plain;    // outside of <> and of comments, without quotes
  std::string angle;    // inside of <>
  std::string comment;  // the last one
  int angles = 0;
  bool has_quotes = false;
  bool after_angle = false;  // something other than a comment stands behind the <>
  bool is_whole = true;      // what was opened was closed
};

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool at_end() const { return at_ >= text_.size(); }
  // Up to one of `stops` outside of quotes, comments and <>, which is passed and given: 0 at the
  // end.
  char next(Pieces& pieces, std::string_view stops) {
    while (!at_end()) {
      const char c = text_[at_++];
      if (stops.find(c) != std::string_view::npos) return c;
      if (c == '(') {
        pieces.is_whole = comment(pieces.comment) && pieces.is_whole;
      } else if (c == '"') {
        pieces.has_quotes = true;
        pieces.after_angle = pieces.after_angle || pieces.angles > 0;
        pieces.is_whole = quoted('"', pieces.plain) && pieces.is_whole;
      } else if (c == '<') {
        ++pieces.angles;
        pieces.angle.clear();
        pieces.is_whole = quoted('>', pieces.angle) && pieces.is_whole;
      } else {
        const bool blank = c == ' ' || c == '\t';
        pieces.after_angle = pieces.after_angle || (pieces.angles > 0 && !blank);
        pieces.plain += c;
      }
    }
    return 0;
  }

 private:
  bool quoted(char end, std::string& into) {
    while (!at_end()) {
      char c = text_[at_++];
      if (c == end) return true;
      if (c == '\\' && end == '"' && !at_end()) c = text_[at_++];
      into += c;
    }
    return false;
  }
  bool comment(std::string& into) {
    into.clear();
    for (std::size_t depth = 1; !at_end();) {
      char c = text_[at_++];
      if (c == '(') ++depth;
      if (c == ')' && --depth == 0) return true;
      if (c == '\\' && !at_end()) c = text_[at_++];
      into += c;
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::optional<std::string> find_address(std::string_view text) {
  try {
    return core::to_lower(core::checked_address("address", text));
  } catch (const core::Error&) {
    return std::nullopt;
  }
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7F;
  });
}

}  // namespace

std::optional<Mailbox> find_sender(std::string_view value) {
  if (has_control(value)) return std::nullopt;
  Scanner scanner(value);
  Pieces pieces;
  if (scanner.next(pieces, ",;:>)") != 0) return std::nullopt;
  if (!pieces.is_whole || pieces.angles > 1 || pieces.after_angle) return std::nullopt;
  const bool bare = pieces.angles == 0;
  if (bare && pieces.has_quotes) return std::nullopt;
  const auto address = find_address(bare ? pieces.plain : pieces.angle);
  if (!address) return std::nullopt;
  return Mailbox{*address, std::string(core::trim(bare ? pieces.comment : pieces.plain))};
}

void collect_addresses(std::string_view value, std::vector<std::string>& found, std::size_t most) {
  Scanner scanner(value);
  while (!scanner.at_end() && found.size() < most) {
    Pieces pieces;
    if (scanner.next(pieces, ",;:") == ':') continue;  // the name of a group
    const auto address = find_address(pieces.angles > 0 ? pieces.angle : pieces.plain);
    if (address && std::find(found.begin(), found.end(), *address) == found.end())
      found.push_back(*address);
  }
}

}  // namespace citacal::mail
