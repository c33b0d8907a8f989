#include "ical/content_reader.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"

namespace citacal::ical {

namespace {

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
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
