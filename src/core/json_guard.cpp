#include "core/json_guard.h"

#include <string>

#include "core/error.h"
#include "core/text.h"

namespace citacal::core {

namespace {

constexpr std::size_t kNumberMax = 32;  // characters

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

[[noreturn]] void refuse_at(std::size_t offset, std::string_view es, std::string_view en) {
  const auto place = std::to_string(offset + 1);
  refuse_json(std::string(es) + " (byte " + place + ")", std::string(en) + " (byte " + place + ")");
}

// The offset after the string that opens at `start`.
std::size_t skip_string(std::string_view text, std::size_t start) {
  for (std::size_t i = start + 1; i < text.size(); ++i) {
    if (text[i] == '\\')
      ++i;
    else if (text[i] == '"')
      return i + 1;
  }
  refuse_at(start, "una cadena no termina", "a string does not end");
}

// A number of RFC 8259 §6: -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?
bool is_number(std::string_view text) {
  std::size_t i = 0;
  const auto digits = [&] {
    const auto start = i;
    while (i < text.size() && is_digit(text[i])) ++i;
    return i - start;
  };
  if (i < text.size() && text[i] == '-') ++i;
  const auto first = i;
  const auto whole = digits();
  if (whole == 0 || (whole > 1 && text[first] == '0')) return false;
  if (i < text.size() && text[i] == '.') {
    ++i;
    if (digits() == 0) return false;
  }
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    const auto exponent = digits();
    if (exponent == 0 || exponent > 2) return false;  // beyond any double is nobody's number
  }
  return i == text.size();
}

std::size_t skip_number(std::string_view text, std::size_t start) {
  std::size_t end = start;
  while (end < text.size() && (is_digit(text[end]) ||
                               std::string_view("+-.eE").find(text[end]) != std::string_view::npos))
    ++end;
  if (end - start > kNumberMax || !is_number(text.substr(start, end - start)))
    refuse_at(start, "un número mal escrito", "a malformed number");
  return end;
}

}  // namespace

void refuse_json(std::string_view es, std::string_view en) {
  throw Error(Code::invalid, "bad-json",
              {"El cuerpo no es JSON válido: " + std::string(es) + ".",
               "The body is not valid JSON: " + std::string(en) + "."});
}

void guard_json(std::string_view text, std::size_t bytes_max, std::size_t depth_max) {
  if (text.size() > bytes_max)
    throw Error(Code::too_large, "json-too-large",
                {"El cuerpo JSON pasa de " + std::to_string(bytes_max) + " bytes.",
                 "The JSON body is over " + std::to_string(bytes_max) + " bytes."});
  if (!is_utf8(text)) refuse_json("no es UTF-8", "it is not UTF-8");
  constexpr std::string_view kOutside = " \t\r\n{}[]:,";
  std::size_t depth = 0;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '"') {
      i = skip_string(text, i);
    } else if (c == '-' || is_digit(c)) {
      i = skip_number(text, i);
    } else if ((c >= 'a' && c <= 'z') || kOutside.find(c) != std::string_view::npos) {
      if ((c == '{' || c == '[') && ++depth > depth_max)
        refuse_at(i, "demasiados niveles", "too many levels");
      if ((c == '}' || c == ']') && depth > 0) --depth;
      ++i;
    } else {
      refuse_at(i, "un carácter fuera de lugar", "a character out of place");
    }
  }
}

}  // namespace citacal::core
