#include "core/check.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace citacal::core {

namespace {

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

// C1 controls and the line and paragraph separators break lines in some readers; the overrides and
// isolates of direction (U+202A–202E, U+2066–2069) make a text read as another.
bool has_hidden_break(std::string_view text) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    const auto a = static_cast<unsigned char>(text[i]), b = static_cast<unsigned char>(text[i + 1]);
    if (a == 0xC2 && b >= 0x80 && b < 0xA0) return true;
    if (a == 0xE2 && b == 0x81 && i + 2 < text.size()) {
      const auto c = static_cast<unsigned char>(text[i + 2]);
      if (c >= 0xA6 && c <= 0xA9) return true;
    }
    if (a == 0xE2 && b == 0x80 && i + 2 < text.size()) {
      const auto c = static_cast<unsigned char>(text[i + 2]);
      if (c >= 0xA8 && c <= 0xAE) return true;
    }
  }
  return false;
}

void check_characters(std::string_view field, std::string_view value, std::size_t max,
                      bool lines_allowed) {
  if (!is_utf8(value))
    refuse(field, "not-utf8", {"no es texto UTF-8 válido", "is not valid UTF-8 text"});
  for (const char c : value)
    if (is_control(c) && !(lines_allowed && (c == '\n' || c == '\t')))
      refuse(field, "control-character",
             {"contiene un carácter de control; escríbalo sin él",
              "contains a control character; write it without"});
  if (has_hidden_break(value))
    refuse(field, "control-character",
           {"contiene un carácter de control; escríbalo sin él",
            "contains a control character; write it without"});
  if (character_count(value) > max)
    refuse(field, "too-long",
           {"es demasiado largo: como máximo " + std::to_string(max) + " caracteres",
            "is too long: at most " + std::to_string(max) + " characters"});
}

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_dot_atom(std::string_view text) {
  constexpr std::string_view kAtomExtra = "!#$%&'*+-/=?_`{|}~";
  for (const auto part : split(text, '.')) {
    if (part.empty()) return false;
    for (const char c : part)
      if (!is_alphanumeric(c) && kAtomExtra.find(c) == std::string_view::npos) return false;
  }
  return true;
}

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool escapes_are_whole(std::string_view uri) {
  for (std::size_t i = 0; i < uri.size(); ++i)
    if (uri[i] == '%' && (i + 2 >= uri.size() || !is_hex(uri[i + 1]) || !is_hex(uri[i + 2])))
      return false;
  return true;
}

// "https:" alone, "https:host" and "https:///path" name nobody.
bool has_host_if_http(std::string_view uri) {
  const auto colon = uri.find(':');
  const auto scheme = to_lower(uri.substr(0, colon));
  if (scheme != "http" && scheme != "https") return true;
  const auto rest = uri.substr(colon + 1);
  return rest.size() > 2 && rest.starts_with("//") &&
         std::string_view("/?#:@").find(rest[2]) == std::string_view::npos;
}

bool is_host_name(std::string_view text) {
  for (const auto label : split(text, '.')) {
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-')
      return false;
    for (const char c : label)
      if (!is_alphanumeric(c) && c != '-') return false;
  }
  return true;
}

}  // namespace

void refuse(std::string_view field, std::string condition, Phrase message) {
  const std::string name(field);
  throw Error(Code::invalid, std::move(condition),
              {"«" + name + "» " + message.es + ".", "\"" + name + "\" " + message.en + "."}, name);
}

std::string checked_optional_line(std::string_view field, std::string_view value, std::size_t max) {
  check_characters(field, value, max, false);
  return std::string(trim(value));
}

std::string checked_line(std::string_view field, std::string_view value, std::size_t max) {
  auto line = checked_optional_line(field, value, max);
  if (line.empty()) refuse(field, "missing", {"falta o está vacío", "is missing or empty"});
  return line;
}

std::string checked_text(std::string_view field, std::string_view value, std::size_t max) {
  std::string text;
  text.reserve(value.size());
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '\r') {
      text += value[i];
    } else {
      text += '\n';
      if (i + 1 < value.size() && value[i + 1] == '\n') ++i;
    }
  }
  check_characters(field, text, max, true);
  return std::string(trim(text));
}

std::string checked_address(std::string_view field, std::string_view value) {
  const auto address = trim(value);
  const auto at = address.rfind('@');
  const bool good = std::none_of(value.begin(), value.end(), is_control) &&
                    address.size() <= kAddressMax && at != std::string_view::npos && at >= 1 &&
                    at <= 64 && is_dot_atom(address.substr(0, at)) &&
                    is_host_name(address.substr(at + 1));
  if (!good)
    refuse(field, "not-an-address",
           {"no es una dirección de correo válida (nombre@dominio)",
            "is not a valid mail address (name@domain)"});
  return std::string(address.substr(0, at + 1)) + to_lower(address.substr(at + 1));
}

std::string checked_uri(std::string_view field, std::string_view value) {
  constexpr std::string_view kForbidden = "\"<>\\^`{}|";
  constexpr std::array<std::string_view, 4> kSchemes = {"https:", "http:", "mailto:", "tel:"};
  bool good = value.size() <= kUriMax && escapes_are_whole(value) && has_host_if_http(value);
  for (const char c : value)
    if (static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7F ||
        kForbidden.find(c) != std::string_view::npos)
      good = false;
  bool known = false;
  for (const auto scheme : kSchemes)
    known = known || (value.size() > scheme.size() &&
                      equals_ignoring_case(value.substr(0, scheme.size()), scheme));
  if (!good || !known)
    refuse(field, "not-a-uri",
           {"no es una dirección URI válida (https://…), sin espacios ni comillas",
            "is not a valid URI (https://…) without blanks or quotes"});
  return std::string(value);
}

}  // namespace citacal::core
