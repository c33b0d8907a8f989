// Header fields (RFC 5322 §2.2) as they stand in a mail or in one of its parts: split and unfolded,
// nothing decoded, nothing lost.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace citacal::mail {

struct Field {
  std::string name;   // lower case
  std::string value;  // unfolded, without blanks at its ends; any octet may be in it
};

struct Fields {
  std::vector<Field> list;                               // of the topmost first
  const std::string* find(std::string_view name) const;  // the first, or null; name in lower case
  std::string_view value(std::string_view name) const;   // of the first, or empty
  std::size_t count(std::string_view name) const;
};

// The line of `text` that begins at `at`, without its line end (CRLF or LF), and where the next one
// begins.
struct TextLine {
  std::string_view text;
  std::size_t next;
};
TextLine line_at(std::string_view text, std::size_t at);

// How long the header block of `text` is, with the empty line that ends it: the body begins there.
std::size_t header_size(std::string_view text);

// The fields of a header block. A line that is no field (mbox's "From ", rubbish) is passed over
// and ends nothing, so that no field behind it is overlooked; blanks before the colon are taken
// (§4.5). Linear.
Fields read_fields(std::string_view block);

// The Message-IDs in a value of Message-ID, In-Reply-To or References, without <>, at most `most`.
// What holds a blank, a control or no "@" is none.
std::vector<std::string> message_ids(std::string_view value, std::size_t most);

}  // namespace citacal::mail
