// Enumerators as words: the same word in the code, the database, JSON and TOML.
// An enum takes part by specialising `Words` with its words in the order of its enumerators.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.h"

namespace citacal::core {

template <class Enum>
struct Words;  // static constexpr std::array<std::string_view, N> list

template <class Enum>
constexpr std::string_view word(Enum value) {
  return Words<Enum>::list[static_cast<std::size_t>(value)];
}

template <class Enum>
std::optional<Enum> find_word(std::string_view text) {
  for (std::size_t i = 0; i < Words<Enum>::list.size(); ++i)
    if (Words<Enum>::list[i] == text) return static_cast<Enum>(i);
  return std::nullopt;
}

template <class Enum>
std::string all_words() {
  std::string all;
  for (const auto one : Words<Enum>::list) {
    if (!all.empty()) all += " | ";
    all += one;
  }
  return all;
}

// Throws Code::invalid naming the field and the words that are allowed.
template <class Enum>
Enum parse_word(std::string_view field, std::string_view text) {
  if (const auto value = find_word<Enum>(text)) return *value;
  const std::string name(field), allowed = all_words<Enum>();
  throw Error(Code::invalid, "unknown-word",
              {"«" + name + "» debe ser uno de: " + allowed + ".",
               "\"" + name + "\" must be one of: " + allowed + "."},
              name);
}

}  // namespace citacal::core

#define CITACAL_WORDS(Enum, ...)                                                 \
  template <>                                                                    \
  struct citacal::core::Words<Enum> {                                            \
    static constexpr auto list = std::to_array<std::string_view>({__VA_ARGS__}); \
  }
