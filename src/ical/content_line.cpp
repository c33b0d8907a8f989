#include "ical/content_line.h"

#include <algorithm>

#include "core/check.h"
#include "core/error.h"
#include "core/text.h"

namespace citacal::ical {

namespace {

constexpr std::size_t kFoldAt = 75;  // octets, without the line end

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

bool is_inside_sequence(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

void require_utf8(std::string_view name, std::string_view value) {
  if (!core::is_utf8(value))
    core::refuse(name, "not-utf8", {"no es texto UTF-8 válido", "is not valid UTF-8 text"});
}

// Copies `value` with its line breaks (CR, LF, CRLF) as `line_break` and other controls but TAB
// left out; `encode(c)` gives what stands for a character, or null for itself.
template <class Encode>
void append_encoded(std::string& out, std::string_view value, std::string_view line_break,
                    Encode encode) {
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    if (c == '\r' || c == '\n') {
      if (c == '\r' && i + 1 < value.size() && value[i + 1] == '\n') ++i;
      out += line_break;
    } else if (const char* encoded = encode(c)) {
      out += encoded;
    } else if (!is_control(c) || c == '\t') {
      out += c;
    }
  }
}

void append_text(std::string& out, std::string_view value) {
  append_encoded(out, value, "\\n", [](char c) -> const char* {
    return c == '\\' ? "\\\\" : c == ';' ? "\\;" : c == ',' ? "\\," : nullptr;
  });
}

void append_param(std::string& out, const Param& param) {
  require_utf8(param.name, param.value);
  std::string encoded;
  append_encoded(encoded, param.value, "^n", [](char c) -> const char* {
    return c == '^' ? "^^" : c == '"' ? "^'" : nullptr;
  });
  // libical, and so Evolution, takes a backslash for an escape of the quote or colon behind it.
  while (!encoded.empty() && encoded.back() == '\\') encoded.pop_back();
  const bool quoted = encoded.empty() || encoded.find_first_of(",;:") != std::string::npos;
  out += ';';
  out += param.name;
  out += quoted ? "=\"" : "=";
  out += encoded;
  if (quoted) out += '"';
}

bool is_uri(std::string_view value) {
  if (value.size() > core::kUriMax || value.find(':') == std::string_view::npos ||
      value.front() == ':')
    return false;
  return std::all_of(value.begin(), value.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > 0x20 && byte < 0x7F &&
           std::string_view("\"<>\\^`").find(c) == std::string_view::npos;
  });
}

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

}  // namespace

void Writer::begin(std::string_view component) {
  plain("BEGIN", component);
}

void Writer::end(std::string_view component) {
  plain("END", component);
}

void Writer::text(std::string_view name, std::string_view value, const Params& params) {
  require_utf8(name, value);
  std::string escaped;
  append_text(escaped, value);
  line(name, params, escaped);
}

void Writer::texts(std::string_view name, const std::vector<std::string>& values) {
  std::string escaped;
  for (std::size_t i = 0; i < values.size(); ++i) {
    require_utf8(name, values[i]);
    if (i > 0) escaped += ',';
    append_text(escaped, values[i]);
  }
  line(name, {}, escaped);
}

void Writer::uri(std::string_view name, std::string_view value, const Params& params) {
  if (!is_uri(value))
    core::refuse(name, "not-a-uri",
                 {"no es una URI válida, sin espacios ni comillas",
                  "is not a valid URI without blanks or quotes"});
  line(name, params, value);
}

void Writer::plain(std::string_view name, std::string_view value, const Params& params) {
  core::expects(std::none_of(value.begin(), value.end(), is_control) && core::is_utf8(value),
                "a plain iCalendar value holds no control character");
  line(name, params, value);
}

void Writer::line(std::string_view name, const Params& params, std::string_view value) {
  std::string whole(name);
  for (const auto& param : params) append_param(whole, param);
  whole += ':';
  whole += value;
  std::string_view rest = whole;
  for (std::size_t room = kFoldAt; rest.size() > room; room = kFoldAt - 1) {
    std::size_t cut = room;
    while (is_inside_sequence(rest[cut])) --cut;
    out_ += rest.substr(0, cut);
    out_ += "\r\n ";
    rest.remove_prefix(cut);
  }
  out_ += rest;
  out_ += "\r\n";
}

std::string mailto_uri(std::string_view address) {
  constexpr std::string_view kHex = "0123456789ABCDEF", kPlain = "!$'*+-._~@=";
  std::string out = "mailto:";
  for (const char c : address) {
    if (is_alphanumeric(c) || kPlain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return out;
}

}  // namespace citacal::ical
