// What a person reads, in the two languages of the house. Spanish is the default everywhere.
#pragma once

#include <string>
#include <string_view>

namespace citacal::core {

enum class Language { es, en };

struct Phrase {
  std::string es;
  std::string en;
  const std::string& in(Language language) const { return language == Language::en ? en : es; }
  bool operator==(const Phrase&) const = default;
};

// The language of an Accept-Language header (RFC 9110 §12.5.4): the one of es and en with the
// higher weight; es when neither is named.
Language preferred_language(std::string_view accept_language);

}  // namespace citacal::core
