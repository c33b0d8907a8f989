#include "core/phrase.h"

#include "core/text.h"

namespace citacal::core {

namespace {

double weight(std::string_view parameters) {
  const auto at = parameters.find("q=");
  if (at == std::string_view::npos) return 1.0;
  const auto digits = parameters.substr(at + 2);
  if (digits.starts_with("1")) return 1.0;
  if (!digits.starts_with("0.")) return 0.0;
  double value = 0, unit = 0.1;
  for (const char c : digits.substr(2, 3)) {
    if (c < '0' || c > '9') break;
    value += (c - '0') * unit;
    unit /= 10;
  }
  return value;
}

}  // namespace

Language preferred_language(std::string_view accept_language) {
  double es = 0, en = 0;
  for (const auto item : split(accept_language, ',')) {
    const auto range = trim(item);
    const auto semicolon = range.find(';');
    const auto tag = to_lower(trim(range.substr(0, semicolon)));
    const double w =
        semicolon == std::string_view::npos ? 1.0 : weight(range.substr(semicolon + 1));
    if (tag == "es" || tag.starts_with("es-")) es = std::max(es, w);
    if (tag == "en" || tag.starts_with("en-")) en = std::max(en, w);
  }
  return en > es ? Language::en : Language::es;
}

}  // namespace citacal::core
