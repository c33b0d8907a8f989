#include "web/form.h"

#include <algorithm>

#include "core/check.h"
#include "core/text.h"

namespace citacal::web {

namespace {

using core::Code;
using core::Error;

constexpr std::size_t kBodyMax = 64 * 1024;  // bytes; a comment of 2,000 characters may need 24,000

[[noreturn]] void bad_form() {
  throw Error(Code::invalid, "bad-form",
              {"El formulario llegó dañado.", "The form arrived damaged."});
}

bool is_form(std::string_view type) {
  return core::equals_ignoring_case(core::trim(type.substr(0, type.find(';'))),
                                    "application/x-www-form-urlencoded");
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i] == '+' ? ' ' : text[i];
    if (c == '%') {
      if (i + 2 >= text.size() || hex_value(text[i + 1]) < 0 || hex_value(text[i + 2]) < 0)
        bad_form();
      c = static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    }
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\t' && c != '\r' && c != '\n') || byte == 0x7F) bad_form();
    out += c;
  }
  if (!core::is_utf8(out)) bad_form();
  return out;
}

}  // namespace

Form Form::of(const core::Request& request, const std::vector<std::string>& known) {
  if (!is_form(request.headers.get("Content-Type")))
    throw Error(Code::unsupported, "not-a-form",
                {"Aquí se recibe un formulario (application/x-www-form-urlencoded).",
                 "A form (application/x-www-form-urlencoded) is taken here."});
  if (request.body.size() > kBodyMax)
    throw Error(Code::too_large, "form-too-large",
                {"El formulario es demasiado grande.", "The form is too large."});
  Form form;
  for (const auto part : core::split(request.body, '&')) {
    if (part.empty()) continue;
    const auto equals = part.find('=');
    auto name = decoded(part.substr(0, equals));
    if (std::find(known.begin(), known.end(), name) == known.end()) bad_form();
    for (const auto& [other, value] : form.fields_)
      if (other == name) core::refuse(name, "repeated", {"está dos veces", "is there twice"});
    form.fields_.emplace_back(std::move(name), equals == std::string_view::npos
                                                   ? std::string()
                                                   : decoded(part.substr(equals + 1)));
  }
  return form;
}

const std::string& Form::get(std::string_view name) const {
  static const std::string kNone;
  for (const auto& [other, value] : fields_)
    if (other == name) return value;
  return kNone;
}

}  // namespace citacal::web
