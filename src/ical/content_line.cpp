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

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_alphanumeric(c) || c == '-' || c == '_' || c == '.';
  });
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return out;
}

std::string decoded_param(std::string_view value) {
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char next = i + 1 < value.size() ? value[i + 1] : '\0';
    if (value[i] != '^' || (next != 'n' && next != '^' && next != '\'')) {
      out += value[i];
      continue;
    }
    out += next == 'n' ? '\n' : next == '\'' ? '"' : '^';
    ++i;
  }
  return out;
}

// Takes one parameter value off the front of `rest`: quoted, or up to one of , ; :
std::string take_param_value(std::string_view& rest, std::size_t number) {
  std::size_t end = 0;
  if (!rest.empty() && rest.front() == '"') {
    end = rest.find('"', 1);
    if (end == std::string_view::npos)
      refuse_line(
          number, "ical-quote",
          {"un parámetro abre comillas y no las cierra", "a parameter's quote never closes"});
    auto value = decoded_param(rest.substr(1, end - 1));
    rest.remove_prefix(end + 1);
    return value;
  }
  end = std::min(rest.find_first_of(",;:"), rest.size());
  auto value = decoded_param(rest.substr(0, end));
  rest.remove_prefix(end);
  return value;
}

[[noreturn]] void refuse_shape(std::size_t number) {
  refuse_line(number, "ical-line",
              {"no es una línea de iCalendar (NOMBRE;PARÁMETRO=valor:valor)",
               "is not an iCalendar line (NAME;PARAMETER=value:value)"});
}

// Takes ";NAME=value,value" off the front of `rest`.
void take_param(std::string_view& rest, Line& line) {
  rest.remove_prefix(1);
  const auto end = std::min(rest.find_first_of("=;:"), rest.size());
  if (!is_name(rest.substr(0, end))) refuse_shape(line.number);
  const auto name = upper(rest.substr(0, end));
  rest.remove_prefix(end);
  if (rest.empty() || rest.front() != '=') {  // vCalendar 1.0: a bare word
    line.params.push_back({name, ""});
    return;
  }
  do {
    rest.remove_prefix(1);
    line.params.push_back({name, take_param_value(rest, line.number)});
  } while (!rest.empty() && rest.front() == ',');
}

void parse(std::string_view unfolded, Line& line) {
  const auto end = unfolded.find_first_of(";:");
  if (end == std::string_view::npos || !is_name(unfolded.substr(0, end))) refuse_shape(line.number);
  line.name = upper(unfolded.substr(0, end));
  line.params.clear();
  auto rest = unfolded.substr(end);
  while (!rest.empty() && rest.front() == ';') take_param(rest, line);
  if (rest.empty() || rest.front() != ':') refuse_shape(line.number);
  line.value = rest.substr(1);
}

void check_characters(std::string_view unfolded, std::size_t number) {
  if (!core::is_utf8(unfolded))
    refuse_line(number, "ical-not-utf8", {"no es texto UTF-8 válido", "is not valid UTF-8 text"});
  if (std::any_of(unfolded.begin(), unfolded.end(),
                  [](char c) { return is_control(c) && c != '\t'; }))
    refuse_line(number, "ical-control",
                {"contiene un carácter de control", "contains a control character"});
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
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

std::string mailto_address(std::string_view uri) {
  constexpr std::string_view kScheme = "mailto:";
  if (!core::equals_ignoring_case(uri.substr(0, kScheme.size()), kScheme)) return {};
  uri.remove_prefix(kScheme.size());
  uri = uri.substr(0, uri.find('?'));
  std::string out;
  for (std::size_t i = 0; i < uri.size(); ++i) {
    const int high = uri[i] == '%' && i + 2 < uri.size() ? hex_value(uri[i + 1]) : -1;
    const int low = high >= 0 ? hex_value(uri[i + 2]) : -1;
    if (low < 0) {
      out += uri[i];
    } else {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return core::to_lower(core::trim(out));
}

const std::string* Line::find_param(std::string_view upper_name) const {
  for (const auto& param : params)
    if (param.name == upper_name) return &param.value;
  return nullptr;
}

Reader::Reader(std::string_view text) : text_(text) {
  at_ = text.size() - without_bom(text).size();
}

// The next line without its end; `at_` is then behind the end.
std::string_view Reader::physical_line() {
  const auto found = text_.find('\n', at_);
  const auto end = std::min(found, text_.size());
  auto content = text_.substr(at_, end - at_);
  if (found != std::string_view::npos && !content.empty() && content.back() == '\r')
    content.remove_suffix(1);
  at_ = found == std::string_view::npos ? end : end + 1;
  ++number_;
  return content;
}

bool Reader::next(Line& line) {
  std::size_t start = at_;
  std::string_view content;
  while (content.empty()) {
    if (at_ == text_.size()) return false;
    start = at_;
    content = physical_line();
  }
  line.number = number_;
  const auto continues = [&] {
    return at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t');
  };
  if (continues()) {
    unfolded_ = content;
    while (continues()) unfolded_ += physical_line().substr(1);
    content = unfolded_;
  }
  line.raw = text_.substr(start, at_ - start);
  check_characters(content, line.number);
  parse(content, line);
  return true;
}

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  Reader reader(text);
  for (Line line; reader.next(line);) lines.push_back(line);
  return lines;
}

std::string unescaped_text(std::string_view value) {
  std::string out;
  out.reserve(value.size());
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char next = value[i] == '\\' && i + 1 < value.size() ? value[i + 1] : '\0';
    if (next == 'n' || next == 'N') {
      out += '\n';
    } else if (next == '\\' || next == ';' || next == ',') {
      out += next;
    } else {
      out += value[i];
      continue;
    }
    ++i;
  }
  return out;
}

std::string_view without_bom(std::string_view text) {
  constexpr std::string_view kBom = "\xEF\xBB\xBF";
  return text.substr(0, kBom.size()) == kBom ? text.substr(kBom.size()) : text;
}

void refuse_line(std::size_t number, std::string condition, core::Phrase message) {
  const auto at = std::to_string(number);
  throw core::Error(
      core::Code::invalid, std::move(condition),
      {"Línea " + at + ": " + message.es + ".", "Line " + at + ": " + message.en + "."},
      "text/calendar");
}

}  // namespace citacal::ical
